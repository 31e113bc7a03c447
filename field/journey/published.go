// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/register"
)

// InForceRow is a programme in force, as a list shows it. Programme is its id, Pathways are in the order of its file.
type InForceRow struct {
	Programme string `class:"open"`
	Pathways  []PathwayRow
}

// PathwayRow is one pathway of a programme, and what it is for. ID is the pathway's, For the kind of subject that walks it;
// Attributes stand in the order of the file.
type PathwayRow struct {
	ID         string `class:"open"`
	For        string `class:"open"`
	Plural     string `class:"open"` // what several of For are called, where figures count them
	Attributes []AttributeRow
	Exclusive  bool `class:"open"` // whoever walks it walks no other such pathway

	Compartment string `class:"open"` // of a caseload, in which it is walked: general, protection, …
}

// AttributeRow is what a pathway asks of its subjects.
type AttributeRow struct {
	Name    string   `class:"open"` // its id
	Type    string   `class:"open"` // bool, text, int or day
	Options []string `class:"open"` // of a text that is one of a few words
}

// Decl returns the attribute as the language reads it.
func (a AttributeRow) Decl() programme.FieldDecl {
	return programme.FieldDecl{Name: a.Name, Type: programme.ParseType(a.Type), Options: a.Options}
}

func pathwayRow(w *programme.Pathway) PathwayRow {
	row := PathwayRow{ID: w.ID, For: w.For, Exclusive: w.Exclusive, Plural: w.Programme.Plural(w.For), Compartment: w.Part.String()}
	for _, d := range w.Attributes {
		row.Attributes = append(row.Attributes, AttributeRow{d.Name, d.Type.String(), d.Options})
	}
	return row
}

// Programmes lists the programmes in force, by their ids.
func Programmes() desk.Query[[]InForceRow] {
	return desk.Query[[]InForceRow]{Act: access.ProgrammeRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]InForceRow, error) {
		var rows []InForceRow
		err := eachInForce(r, func(_ [32]byte, p *programme.Programme) error {
			rows = append(rows, inForceRow(p))
			return nil
		})
		return rows, err
	}}
}

func inForceRow(p *programme.Programme) InForceRow {
	row := InForceRow{Programme: p.ID}
	for _, w := range p.Pathways {
		row.Pathways = append(row.Pathways, pathwayRow(w))
	}
	return row
}

// eachInForce calls f for every programme in force, by their ids, with the hash of its file.
func eachInForce(r *desk.Reader, f func(hash [32]byte, p *programme.Programme) error) error {
	entries, err := r.ScanCommons(ProgrammesInForce, register.Range{Limit: 1000})
	for _, e := range entries {
		in, err := desk.ReadCommons(r, ProgrammeStory, e.Story)
		if err != nil {
			return err
		}
		hash := in.State.Hash.Value()
		p, err := ProgrammeFor(r, hash)
		if err == nil {
			err = f(hash, p)
		}
		if err != nil {
			return err
		}
	}
	return err
}

// EachInForce calls f for every programme in force, by their ids.
func EachInForce(r *desk.Reader, f func(*programme.Programme) error) error {
	return eachInForce(r, func(_ [32]byte, p *programme.Programme) error { return f(p) })
}

// SourceRow is the file of one version of a programme. Programme is its id, Hash the SHA-256 of the file, Text the file as it was
// read.
type SourceRow struct {
	Programme string   `class:"open"`
	Hash      [32]byte `class:"open"`
	Text      string   `class:"open"`
}

// SourceOf returns the file of a programme in force, as it was read.
func SourceOf(programmeID string) desk.Query[SourceRow] {
	return desk.Query[SourceRow]{Act: access.ProgrammeRead, Scope: access.Commons, Run: func(r *desk.Reader) (SourceRow, error) {
		p, err := ProgrammeInForce(r, programmeID)
		if err != nil {
			return SourceRow{}, err
		}
		return SourceRow{Programme: p.ID, Hash: p.Hash(), Text: string(p.Bytes())}, nil
	}}
}

// SourceOfVersion returns the file of any version of a programme, as it was read.
func SourceOfVersion(programmeID string, hash [32]byte) desk.Query[SourceRow] {
	return desk.Query[SourceRow]{Act: access.ProgrammeRead, Scope: access.Commons, Run: func(r *desk.Reader) (SourceRow, error) {
		v, err := desk.ReadCommons(r, VersionStory, VersionID(hash))
		if err == nil && (v.State.Programme != programmeID || v.State.Hash != hash) {
			err = fault.New("journey.SourceOfVersion", fault.NotFound, "desk.no_such_story", fault.Args{"kind": VersionStory.Name()})
		}
		return SourceRow{Programme: programmeID, Hash: hash, Text: string(v.State.Source)}, err
	}}
}
