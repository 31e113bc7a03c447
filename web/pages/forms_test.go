// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/id"
)

// What holds of every form is held wherever a test sends one: sent twice, it is done once; sent after the session has ended, or refused, what was typed comes back.

// counting counts what is written in a town, looks left out.
func (w *town) counting() {
	w.op.Desk.Listen(func(c desk.Change) {
		for _, s := range c.Stories {
			if s.Kind() != desk.LookStory.Name() {
				w.written.Add(1)
			}
		}
	})
}

// twice sends a form that was accepted once more, as another tab does in which it still stands: nothing is written again.
func (w *town) twice(role access.Role, path string, values url.Values) {
	w.Helper()
	before := w.written.Load()
	again := w.send(role, "POST", path, values)
	if now := w.written.Load(); now != before || again.status >= http.StatusInternalServerError {
		w.Errorf("%s is sent twice: %d, and %d stories are written again: %s", path, again.status, now-before, said(again.text))
	}
}

// ended sends a form after the session of whoever typed it has ended, each kind of form once: all that was typed comes back, and nothing is done.
func (w *town) ended(path string, values url.Values) {
	w.Helper()
	kind := ids.ReplaceAllString(path, "{id}")
	if w.kinds[kind] || slices.ContainsFunc(slices.Collect(maps.Keys(values)), secret) { // what holds a secret does not come back at all
		return
	}
	w.kinds[kind] = true
	before := w.written.Load()
	r := w.sendAs("a session that has ended", "POST", path, values)
	if r.status != http.StatusUnauthorized || w.written.Load() != before {
		w.Errorf("%s is sent after the session ended: %d", path, r.status)
	}
	text := strings.ReplaceAll(r.text, "\r", "") // a browser sends the ends of lines as it likes
	for name, typed := range values {
		for _, value := range typed {
			if !strings.Contains(text, `name="`+html.EscapeString(name)+`" value="`+strings.ReplaceAll(html.EscapeString(value), "\r", "")) {
				w.Errorf("%s is sent after the session ended, and %s is lost: %q is not in %s", path, name, value, text)
			}
		}
	}
}

// secret reports whether a field holds what no page shows again.
func secret(name string) bool {
	return strings.Contains(name, "passphrase") || slices.Contains([]string{"old", "new", "pin", "new_pin", "code"}, name)
}

var (
	fields  = regexp.MustCompile(`(?s)<(input|textarea|select)\b([^>]*)>`)
	named   = regexp.MustCompile(`\bname="([^"]*)"`)
	valued  = regexp.MustCompile(`\bvalue="([^"]*)"`)
	offered = regexp.MustCompile(`<option\b[^>]*\bvalue="([^"]*)"([^>]*)`)
)

// filled is what stands in a field of a form, and what could: nil for what is typed freely.
type filled struct{ has, could []string }

// fieldsOf reads the fields of a page by their names.
func fieldsOf(text string) map[string]*filled {
	all := map[string]*filled{}
	for _, at := range fields.FindAllStringSubmatchIndex(text, -1) {
		tag, marks, after := text[at[2]:at[3]], text[at[4]:at[5]], text[at[1]:]
		of := named.FindStringSubmatch(marks)
		if of == nil {
			continue
		}
		name := html.UnescapeString(of[1])
		if all[name] == nil {
			all[name] = &filled{}
		}
		value := ""
		if v := valued.FindStringSubmatch(marks); v != nil {
			value = html.UnescapeString(v[1])
		}
		switch {
		case tag == "textarea":
			value, _, _ = strings.Cut(after, "</textarea>")
			all[name].has = append(all[name].has, strings.TrimPrefix(html.UnescapeString(value), "\n"))
		case tag == "select":
			options, _, _ := strings.Cut(after, "</select>")
			for _, o := range offered.FindAllStringSubmatch(options, -1) {
				all[name].offers(html.UnescapeString(o[1]), strings.Contains(o[2], " selected"))
			}
		case strings.Contains(marks, `type="checkbox"`) || strings.Contains(marks, `type="radio"`):
			all[name].offers(value, strings.Contains(marks, " checked"))
		default:
			all[name].has = append(all[name].has, value)
		}
	}
	return all
}

func (f *filled) offers(value string, chosen bool) {
	f.could = append(f.could, value)
	if chosen {
		f.has = append(f.has, value)
	}
}

// keeps holds that a form which came back has what was typed in it: each value of a field that stands on it, and that it offers where it offers some.
func (w *town) keeps(path, text string, values url.Values) {
	w.Helper()
	all := fieldsOf(text)
	for name, typed := range values {
		for _, value := range typed {
			if f := all[name]; f != nil && name != "command" && value != "" && !secret(name) && !slices.Contains(f.has, value) && (f.could == nil || slices.Contains(f.could, value)) {
				w.Errorf("%s comes back, and %s is not %q any more, but %q", path, name, value, f.has)
			}
		}
	}
}

// everyFormComesBack holds of each form that the program serves, also where no test sends one, that what was typed comes back when the session has ended.
func everyFormComesBack(w *town) {
	n := 0
	for _, pattern := range w.site.Patterns() {
		method, path, _ := strings.Cut(pattern, " ")
		if method != "POST" || strings.HasPrefix(path, "/sign-") || strings.HasPrefix(path, "/kiosk") || strings.HasPrefix(path, "/join") {
			continue
		}
		for {
			before, after, is := strings.Cut(path, "{")
			if !is {
				break
			}
			_, after, _ = strings.Cut(after, "}")
			path = before + id.New().String() + after
		}
		n++
		w.ended(path, form("words", "Mto wa “Lugumba” <b>", "village", "a", "village", "b"))
	}
	if n < 100 || w.written.Load() < 50 {
		w.Errorf("only %d forms are served, and %d stories were written on the way", n, w.written.Load())
	}
}
