// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/register"
)

// InForceRow is a programme in force, as a list shows it.
type InForceRow struct {
	Programme string `class:"open"`
	Pathways  []PathwayRow
}

// PathwayRow is one pathway of a programme, and what it is for.
type PathwayRow struct {
	ID  string `class:"open"`
	For string `class:"open"`
}

// Programmes lists the programmes in force, by their ids.
func Programmes() desk.Query[[]InForceRow] {
	return desk.Query[[]InForceRow]{Act: access.ProgrammeRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]InForceRow, error) {
		entries, err := r.ScanCommons(ProgrammesInForce, register.Range{Limit: 1000})
		if err != nil {
			return nil, err
		}
		var rows []InForceRow
		for _, e := range entries {
			f, err := desk.ReadCommons(r, ProgrammeStory, e.Story)
			if err != nil {
				return nil, err
			}
			p, err := ProgrammeFor(r, f.State.Hash.Value())
			if err != nil {
				return nil, err
			}
			row := InForceRow{Programme: p.ID}
			for _, w := range p.Pathways {
				row.Pathways = append(row.Pathways, PathwayRow{w.ID, w.For})
			}
			rows = append(rows, row)
		}
		return rows, nil
	}}
}

// SourceRow is the file of one version of a programme.
type SourceRow struct {
	Programme string   `class:"open"`
	Hash      [32]byte `class:"open"`
	Text      string   `class:"open"`
}

// SourceOf returns the file of a programme in force, as it was read.
func SourceOf(programmeID string) desk.Query[SourceRow] {
	return desk.Query[SourceRow]{Act: access.ProgrammeRead, Scope: access.Commons, Run: func(r *desk.Reader) (SourceRow, error) {
		p, err := programmeInForce(r, programmeID)
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
