// SPDX-License-Identifier: Apache-2.0

// Package api is the door for programs: JSON over HTTP, below /api, described in OpenAPI 3.1 at /api/openapi.json. It does what the pages do, by the same
// commands and the same queries, and decides nothing.
//
// Two tables say all of it: [commands] lists the commands of the field, each a POST of its own, and [readings] the queries, each a path with what may be
// asked along. What is said and answered follows from the Go types of the field: a [shape] is made of each type once, and the schema in the
// description, the reading of what is sent and the writing of answers are three walks over the same shape, so that they cannot differ.
//
// A program shows a token that its user made (signin.Token). It goes no further than that user does at that moment.
package api
