// SPDX-License-Identifier: Apache-2.0

// Package documents is what people hand over to be kept in their file: a photograph of themselves, and documents as photographs or scans of
// their pages; and the photographs that inspectors take of what is built.
//
// # Model
//
// A document is a story of its own: whose it is, what it is, who may see it, and where its picture lies (package vault). It belongs to a
// household, one of its members, or what is built, and is forgotten with them: the picture by their key, what it is with the person part of the fact. That
// there was one, and at which milestone, survives.
//
// # Rules
//
// Who filed a document says who may see it: those who work with the file (personal), or protection alone (sensitive). Whoever may not see it does
// not learn that it is there; who files it may be one of them. A document that is wrong is withdrawn with a reason: that it was there stays to be
// seen, its picture goes at once. Nothing medical is filed here: it has its compartment.
package documents
