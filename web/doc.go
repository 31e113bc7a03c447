// SPDX-License-Identifier: Apache-2.0

// Package web serves the pages. It translates requests into calls of the floors below and their answers into pages; it
// decides nothing about people.
//
// A [Site] is a set of handlers behind one fence. A [Handler] gets a [Request], which knows who asks and in which language,
// and returns an error instead of writing one: the site turns every error into the same page, or JSON where that was asked
// for, in the reader's language, with the status that its kind has. What is beneath an error goes to the log alone.
//
// The fence, from outside in: a panic becomes an ordinary error; only known host names are answered (a name that an attacker
// points at this machine is not); every answer forbids frames, foreign content, scripts but our own file, and caching; a change asked for by another
// site is refused (fetch metadata, no tokens); a body has a largest size. Sign-in cookies are SameSite=Strict and HttpOnly.
//
// The log names the pattern of a route and never its path or query, because those may hold a person's number.
//
// To add a page: a .templ file and a Go file beside those in web/pages, a line that hands the handler to [Site.Handle], and
// its sentences in web/words.
package web
