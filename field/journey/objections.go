// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"errors"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
)

// Objections is what stands against publishing a file: what is wrong in it, or what journeys could not survive.
type Objections struct {
	Programme string             `class:"open"` // its id; "" where the file cannot be read
	Known     bool               `class:"open"` // this very version was published already
	InForce   bool               `class:"open"` // it is the version in force, with the forms that it has
	First     bool               `class:"open"` // it would be the first version of its programme
	Problems  []Objection        // none: it may be published
	Advice    []Objection        // the file may be used all the same
	Changes   []programme.Change // what it says differently from the version in force
	Forms     []FormChange       // forms that it has and the version in force has not, or has otherwise
	Words     []string           `class:"open"` // languages whose words it says otherwise than the version in force
	Others    int                `class:"open"` // journeys that walk other versions, on this node
}

// Objection is one problem, in the words of whoever asks, with the place in the file where it shows.
type Objection struct {
	programme.Finding
	Before bool   `class:"open"` // the place is in the version that journeys walk, not in the new file
	Step   string `class:"open"` // that is gone or changed; "" where something else is wrong
	Key    string `class:"open"` // of the problem
	Count  int    `class:"open"` // journeys that stand there
}

// ObjectionsTo says what stands against publishing a file with its forms, in the words of a language. It asks what Publish asks, and
// changes nothing.
func ObjectionsTo(c Publish, say programme.Say) desk.Query[Objections] {
	return desk.Query[Objections]{Act: access.ProgrammePublish, Scope: access.Commons, Run: func(r *desk.Reader) (o Objections, err error) {
		p, err := c.sound("journey.ObjectionsTo", r)
		if problems, bad := problemsIn(err); bad {
			return Objections{Problems: objectionRows(problems, false, say)}, nil
		}
		if err != nil {
			return o, err
		}
		problems, err := objections(p, r)
		if err != nil {
			return o, err
		}
		o = Objections{Programme: p.ID, Problems: objectionRows(problems, true, say), Advice: objectionRows(p.Advice(), false, say)}
		v, err := desk.ReadCommons(r, VersionStory, VersionID(p.Hash()))
		if o.Known = v.Exists; err != nil {
			return o, err
		}
		return o, o.compare(r, p, c)
	}}
}

// compare says what a version says differently from the one in force, and how many journeys walk others.
func (o *Objections) compare(r *desk.Reader, p *programme.Programme, c Publish) error {
	f, err := desk.ReadCommons(r, ProgrammeStory, ProgrammeID(p.ID))
	if err != nil {
		return err
	}
	if o.First = !f.Exists; o.First {
		return nil
	}
	if o.Forms, err = c.formChanges(r, p); err != nil {
		return err
	}
	if o.Words, err = c.newWords(r, p.ID); err != nil {
		return err
	}
	o.InForce = f.State.Hash.Value() == p.Hash() && len(o.Forms)+len(o.Words) == 0
	now, err := ProgrammeFor(r, f.State.Hash.Value())
	if err != nil {
		return err
	}
	o.Changes = programme.Changes(now, p)
	o.Others, err = walkingOthers(r, p)
	return err
}

// walkingOthers counts the journeys of this node that walk other versions of a programme.
func walkingOthers(s commons, p *programme.Programme) (n int, err error) {
	versions, err := versionsOf(s, p.ID)
	for _, v := range versions {
		if v.Hash == p.Hash() {
			continue
		}
		walk, err := s.CountAcross(ByVersion, v.Hash[:])
		if err != nil {
			return n, err
		}
		n += int(walk)
	}
	return n, err
}

// problemsIn returns the problems that are the cause of an error, and whether there are any.
func problemsIn(err error) (programme.Problems, bool) {
	var problems programme.Problems
	return problems, errors.As(err, &problems)
}

func objectionRows(problems programme.Problems, before bool, say programme.Say) []Objection {
	var rows []Objection
	for _, p := range problems {
		o := Objection{Finding: p.Said(say), Before: before, Key: p.Key}
		if before {
			o.Step, _ = p.Args["step"].(string)
			o.Count, _ = p.Args["count"].(int)
		}
		rows = append(rows, o)
	}
	return rows
}
