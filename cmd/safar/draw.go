// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"safar/field/programme"
	"safar/kernel/fault"
	"safar/web/picture"
	"safar/web/words"
)

type drawProgrammeCommand struct {
	File     string `arg:"" help:"help.programme_file_or_folder" type:"path"`
	Out      string `short:"o" help:"help.draw_out" type:"path"`
	Language string `help:"help.draw_language"`
	Pathway  string `help:"help.draw_pathway"`
}

// Run draws the pathways of the file. What is wrong with it is said as programme check says it, and nothing is drawn.
func (c *drawProgrammeCommand) Run() error {
	p, said, err := c.read()
	var problems programme.Problems
	if errors.As(err, &problems) {
		fmt.Fprint(os.Stderr, problems.Show(printer().Say))
		return errSaid
	}
	if err != nil {
		return err
	}
	file, err := c.draw(p, said)
	if err != nil {
		return err
	}
	if c.Out == "" {
		_, err = os.Stdout.Write(file)
		return err
	}
	if err := os.WriteFile(c.Out, file, 0o644); err != nil { // a programme is no secret
		return fault.New("draw", fault.Unavailable, "export.not_written", fault.Args{"file": c.Out}).Because(err)
	}
	return nil
}

// read reads a programme with the words that lie beside it.
func (c *drawProgrammeCommand) read() (*programme.Programme, map[string]*programme.Words, error) {
	folder := c.File
	if at, err := os.Stat(c.File); err != nil || !at.IsDir() {
		if folder = filepath.Dir(c.File); filepath.Base(c.File) != "programme.yaml" {
			return c.readAlone(folder)
		}
	}
	f, err := programme.Open(os.DirFS(folder))
	if err != nil {
		return nil, nil, err
	}
	return f.Programme, f.Words, nil
}

// readAlone reads a file that is not the one of its folder: a draft, with the words of the folder where there are some.
func (c *drawProgrammeCommand) readAlone(folder string) (*programme.Programme, map[string]*programme.Words, error) {
	text, err := programmeFile(c.File)
	if err != nil {
		return nil, nil, err
	}
	p, err := programme.Parse(c.File, text)
	if err != nil {
		return nil, nil, err
	}
	said, err := programme.WordsBeside(p, os.DirFS(folder))
	return p, said, err
}

// draw draws the pathways that were asked for.
func (c *drawProgrammeCommand) draw(p *programme.Programme, said map[string]*programme.Words) ([]byte, error) {
	s, err := c.speech(said)
	if err != nil {
		return nil, err
	}
	var pictures []*picture.Picture
	var known []string
	for _, w := range p.Pathways {
		if known = append(known, w.ID); c.Pathway != "" && c.Pathway != w.ID {
			continue
		}
		drawn, err := picture.Of(w, s, picture.Wide, nil)
		if err != nil {
			return nil, err
		}
		pictures = append(pictures, drawn)
	}
	if len(pictures) == 0 {
		return nil, fault.New("draw", fault.NotFound, "draw.no_pathway", fault.Args{"pathway": c.Pathway, "known": known})
	}
	return picture.File(s.Say("", p.ID), s, pictures), nil
}

// speech says the programme's words in the language that was asked for: one of the program, or one that the folder brings for the people
// served; what that one lacks is said in English, or by its id.
func (c *drawProgrammeCommand) speech(said map[string]*programme.Words) (picture.Speech, error) {
	p := printer()
	code := c.Language
	switch {
	case code == "":
		code = p.Language().Code
	case words.Default().Has(code):
		p = words.Default().Printer(code)
	case said[code] == nil:
		all := slices.Sorted(maps.Keys(said))
		for _, one := range codes() {
			if !slices.Contains(all, one) {
				all = append(all, one)
			}
		}
		return picture.Speech{}, fault.New("draw", fault.Invalid, "command.no_language", fault.Args{"language": code, "languages": all})
	}
	return picture.Speech{Words: p, Say: func(section, id string) string {
		for _, language := range []string{code, words.Mother} {
			if word := wordIn(said[language], section, id); word != "" {
				return word
			}
		}
		return id
	}}, nil
}

// wordIn is the word of a language for an id of a section; of no section, the programme's own name.
func wordIn(w *programme.Words, section, id string) string {
	if section == "" && w != nil {
		return w.Name
	}
	return w.In(section, id)
}
