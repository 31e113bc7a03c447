// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"context"
	"io"
	"strings"

	"safar/engine/layered"
	"safar/field/programme"
	"safar/kernel/fault"
	"safar/web/page"
	"safar/web/words"
)

// Speech is who speaks in a picture: the program's words, and those that the programme's folder has for its own ids.
type Speech struct {
	Words *words.Printer                  // speak the reader's language
	Say   func(section, id string) string // the word for an id of a section; the id itself where there is none
}

// Note is what is known of a step beside what its file says.
type Note struct {
	Counts []Count // how many stand where
	To     string  // path of the page that lists them; "" for none
}

// Count is how many stand in one state. State is its name and Number how many, with the language's digits.
type Count struct{ State, Number string } // both as they are read

// Picture is a drawn pathway.
type Picture struct {
	sheet
	name, title, about string // its id in a page, and what is read out of it
	class              string // of its kind; "" for a pathway
	linked             bool
}

// Of draws a pathway. notes are by id of the step, and may be nil. The error is of a pathway whose steps lead round in a circle, which the checker of
// files lets nobody have.
func Of(w *programme.Pathway, s Speech, z Size, notes map[string]Note) (*Picture, error) {
	d := drawn(w, s, z, notes)
	alone, err := layered.Draw(d.alone.graph(z.box, nil), z.paper(0))
	if err != nil {
		return nil, fault.Wrap("picture.Of", err)
	}
	together, err := layered.Draw(d.together.graph(z.box, d.leads), z.paper(d.headings()))
	if err != nil {
		return nil, fault.Wrap("picture.Of", err)
	}
	p := &Picture{name: "picture-" + w.ID, title: s.Say("pathways", w.ID), about: s.Words.N("picture.about", int64(len(w.Steps)))}
	p.sheet = sheet{rtl: s.Words.Language().Dir == "rtl", width: max(alone.Width+2*padding, together.Width)}
	p.outside(d, alone)
	p.inside(d, together)
	for _, n := range notes {
		p.linked = p.linked || n.To != ""
	}
	return p, nil
}

// Render writes the picture into a page: it is a templ.Component.
func (p *Picture) Render(_ context.Context, w io.Writer) error {
	role := "img"
	if p.linked {
		role = "group"
	}
	var b strings.Builder
	b.WriteString(`<svg class="` + strings.TrimSpace("drawn "+p.class) + `" role="` + role + `" aria-labelledby="` + p.name + `" width="` + number(p.width) + `" height="` + number(p.y) +
		`" viewBox="0 0 ` + number(p.width) + ` ` + number(p.y) + `"><title id="` + p.name + `">` + escaped(p.title+". "+p.about) + `</title>`)
	b.WriteString(p.out.String())
	b.WriteString("</svg>")
	_, err := io.WriteString(w, b.String())
	return err
}

// File writes pictures below one another as one file, each under the name of its pathway, under a title.
func File(title string, s Speech, pictures []*Picture) []byte {
	all := sheet{rtl: s.Words.Language().Dir == "rtl"}
	for _, p := range pictures {
		all.width = max(all.width, p.width+2*margin)
	}
	all.y = margin
	all.lines("title", margin, wrapped(title, all.width-2*margin, titleSize, true))
	for _, p := range pictures {
		all.y += margin
		all.lines("heading", margin, wrapped(p.title, all.width-2*margin, headingSize, true))
		all.out.WriteString(`<g role="img" transform="translate(` + number((all.width-p.width)/2) + ` ` + number(all.y) + `)"><title>` + escaped(p.title+". "+p.about) + `</title>`)
		all.out.WriteString(p.out.String())
		all.out.WriteString("</g>\n")
		all.y += p.y
	}
	all.y += margin
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" class="drawn" lang="` + s.Words.Language().Code + `" direction="` + s.Words.Language().Dir +
		`" width="` + number(all.width) + `" height="` + number(all.y) + `" viewBox="0 0 ` + number(all.width) + ` ` + number(all.y) + `">` +
		"\n<title>" + escaped(title) + "</title>\n<style>\n" + page.PictureStyle() + "</style>\n" +
		`<rect class="paper" width="100%" height="100%"/>` + "\n")
	b.WriteString(all.out.String())
	b.WriteString("</svg>\n")
	return []byte(b.String())
}
