// SPDX-License-Identifier: Apache-2.0

package works

import (
	"bytes"
	"encoding/binary"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Built is the list of ways that lead somewhere, or on which something was built: the place, and how far each milestone has come that was reported, so
// that those of all houses are counted without opening a way. See builtWay.
var Built = register.List{Name: "works_built"}

// Every program that builds finds ways by it.
var _ = journey.Story.Also(indexBuilt)

func indexBuilt(j *journey.Journey, add register.Adder) {
	b := builtWay{place: j.Destination(), subject: j.Subject, left: j.Left(), pathway: j.Pathway, version: j.Version.Value().Hash}
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Withdrawn || m.State < programme.Reported || m.State > programme.Failed {
			continue
		}
		if _, known := b.at(m.Step); !known {
			b.milestones = append(b.milestones, MilestoneOf(j, m.Step))
		}
	}
	if !b.place.IsZero() || len(b.milestones) > 0 {
		add(Built, b.key())
	}
}

// builtWay is what the register keeps of one way: where it leads, whose it is, whether somebody has left, the pathway it walks, and of each milestone that was reported
// what became of it last, and when it was last reported.
type builtWay struct {
	way, place, subject id.ID
	left                bool
	version             [32]byte
	pathway             string
	milestones          []Milestone
}

// at returns one milestone, and whether anything was reported of it.
func (b *builtWay) at(step string) (Milestone, bool) {
	for _, m := range b.milestones {
		if m.Step == step {
			return m, true
		}
	}
	return Milestone{Step: step, Last: clock.NoDay, ReportedOn: clock.NoDay}, false
}

func (b *builtWay) key() []byte {
	k := append(append([]byte{}, b.place[:]...), b.subject[:]...)
	k = append(k, map[bool]byte{false: 0, true: 1}[b.left])
	k = append(append(append(k, b.version[:]...), b.pathway...), 0)
	for _, m := range b.milestones {
		k = append(append(k, m.Step...), 0, byte(m.State))
		k = binary.BigEndian.AppendUint32(k, uint32(m.ReportedOn))
	}
	return k
}

// builtOf reads an entry of Built.
func builtOf(e register.Entry) builtWay {
	b := builtWay{way: e.Story, place: id.ID(e.Key), subject: id.ID(e.Key[id.Size:])}
	k := e.Key[2*id.Size:]
	b.left, b.version = k[0] == 1, [32]byte(k[1:])
	pathway, k, _ := bytes.Cut(k[33:], []byte{0})
	for b.pathway = string(pathway); len(k) > 0; {
		step, rest, _ := bytes.Cut(k, []byte{0})
		b.milestones = append(b.milestones, Milestone{Step: string(step), State: programme.State(rest[0]), Times: 1, Last: clock.NoDay,
			ReportedOn: clock.Day(int32(binary.BigEndian.Uint32(rest[1:])))})
		k = rest[5:]
	}
	return b
}

// everyWay is more than a scope has ways.
const everyWay = 1 << 24

// eachBuilt calls f for every milestone of every way in Built that is for whoever walks it, as eachBuild does for every way.
func eachBuilt(r *desk.Reader, f func(builtWay, Milestone, *programme.Step)) error {
	entries, err := r.Scan(Built, register.Range{Limit: everyWay})
	if err != nil {
		return err
	}
	in := builtIn{r: r, whose: newWhose(r.Today()), ways: map[string]*programme.Pathway{}, touched: map[*programme.Step]map[id.ID]bool{}}
	for _, e := range entries {
		b := builtOf(e)
		w, err := in.pathway(&b)
		if err != nil {
			return err
		}
		for _, s := range w.Steps {
			if s.Verb.Name != "build" {
				continue
			}
			m, reported := b.at(s.ID)
			is := reported || s.When == nil
			if !is {
				if is, err = in.isFor(&b, w, s); err != nil {
					return err
				}
			}
			if is {
				f(b, m, s)
			}
		}
	}
	return nil
}

// builtIn finds the pathways of ways, and on which of them something happened that the condition of a milestone asks for.
type builtIn struct {
	r       *desk.Reader
	whose   whose
	ways    map[string]*programme.Pathway
	touched map[*programme.Step]map[id.ID]bool
}

// pathway returns the pathway that a way walks; an empty one where its version is not in force here yet.
func (in *builtIn) pathway(b *builtWay) (*programme.Pathway, error) {
	key := string(b.version[:]) + b.pathway
	if w := in.ways[key]; w != nil {
		return w, nil
	}
	p, err := journey.ProgrammeFor(in.r, b.version)
	if err != nil {
		return nil, err
	}
	w := p.Pathway(b.pathway)
	if w == nil {
		w = &programme.Pathway{}
	}
	in.ways[key] = w
	return w, nil
}

// isFor asks the story of a way whether a milestone is for it, where something happened that its condition asks for; all others are alike.
func (in *builtIn) isFor(b *builtWay, w *programme.Pathway, s *programme.Step) (bool, error) {
	if in.touched[s] == nil {
		in.touched[s] = map[id.ID]bool{}
		for _, step := range stepsAsked(s) {
			ways, err := in.r.Find(journey.ByStep, journey.StepKey(b.version, b.pathway, step), everyWay)
			if err != nil {
				return false, err
			}
			for _, way := range ways {
				in.touched[s][way] = true
			}
		}
	}
	if !in.touched[s][b.way] {
		return in.whose.isFor(&journey.Journey{}, w, s), nil
	}
	j, err := desk.Read(in.r, journey.Story, b.way)
	return err == nil && in.whose.isFor(j.State, w, s), err
}
