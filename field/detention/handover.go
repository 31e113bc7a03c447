// SPDX-License-Identifier: Apache-2.0

package detention

import (
	"context"
	"crypto/sha256"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// HandOver hands a family over at a step that begins a pathway of another compartment.
type HandOver struct {
	Scope   access.Scope      // the compartment of detention of a caseload
	Way     id.ID             // the family's way there
	Step    string            // the step of verb ask that says which pathway begins
	Answers programme.Answers // of the step's form
}

// Handed is what a hand-over made. Outside is where the family is known now, Household who they are there.
type Handed struct {
	Outside   access.Scope
	Household id.ID
}

// Do carries it out, or goes on where it was interrupted. Faults: NotAllowed where whoever does it does not work in both compartments; Blocked detention.somebody_held while somebody of the
// family is held; Conflict detention.handed_over_already.
func (h HandOver) Do(ctx context.Context, d *desk.Desk, by access.Actor) (out Handed, err error) {
	var family handed
	if _, err := desk.Ask(ctx, d, by, "task.hand_over", h.read(&family)); err != nil {
		return out, err
	}
	out.Outside = access.Scope{Caseload: h.Scope.Caseload, Compartment: family.part}
	if err := May(by, h.Scope, out.Outside, d.Today()); err != nil {
		return out, err
	}
	if out.Household, err = h.receive(ctx, d, by, out.Outside, family); err != nil {
		return out, err
	}
	_, err = d.Do(ctx, by, h.Scope, commandID(h.Way, h.Step, 2), Note{Way: h.Way, Step: h.Step, Answers: h.Answers})
	return out, err
}

// receive has the family registered outside, unless an earlier attempt came so far: then what was known of them on that day stands there.
func (h HandOver) receive(ctx context.Context, d *desk.Desk, by access.Actor, outside access.Scope, f handed) (household id.ID, err error) {
	command := commandID(h.Way, h.Step, 1)
	done, err := d.Done(ctx, outside, []id.ID{command})
	if err != nil {
		return id.ID{}, err
	}
	if !done[0] {
		if _, err := d.Do(ctx, by, outside, command, f.receive); err != nil {
			return id.ID{}, err
		}
	}
	made, err := d.Makes(ctx, outside, command, 1)
	if err != nil {
		return id.ID{}, err
	}
	return made[0], nil
}

func digest(way id.ID, step string, n byte) []byte {
	h := sha256.New()
	h.Write([]byte("safar hand-over 1\x00"))
	h.Write(way[:])
	h.Write(append([]byte(step), 0, n))
	return h.Sum(nil)
}

// handed is what goes along, and where to. It is written and told to nobody, so that it stands in no answer.
type handed struct {
	part    access.Compartment
	receive Receive
}

// going says of how many a hand-over is.
type going struct {
	Members int `class:"open"`
}

// read reads who is handed over, as it stands, where they may be. It is a look.
func (h HandOver) read(into *handed) desk.Query[going] {
	return desk.Query[going]{Act: access.PeopleLook, Scope: h.Scope, Run: func(r *desk.Reader) (going, error) {
		k, err := journey.Take(r, h.Way)
		if err != nil {
			return going{}, err
		}
		next, err := Note{Way: h.Way, Step: h.Step, Answers: h.Answers}.mayGo(k)
		if err != nil {
			return going{}, err
		}
		home, err := desk.Read(r, people.HouseholdStory, k.Journey.Subject)
		if err != nil {
			return going{}, err
		}
		r.Looked(k.Journey.Subject)
		*into = handed{next.Part, received(k, home.State.Language, next, r.Today())}
		return going{len(k.Members)}, nil
	}}
}

// held reports whether it was not said of each of the family, as it is today, that they are free.
func held(k *journey.Case) bool {
	return slices.ContainsFunc(k.Standing.Steps, func(s programme.StepStanding) bool {
		return s.Step.Verb.Name == "clear" && s.Step.Kind == programme.Release && s.Status != programme.Done
	})
}

// received is who they are and how each is reached: not a word of what was said in detention. Whose names were forgotten goes without.
func received(k *journey.Case, language string, next *programme.Pathway, today clock.Day) Receive {
	out := Receive{Programme: next.Programme.ID, Pathway: next.ID, Family: people.Register{Arrived: clock.NoDay, Language: language}}
	members := slices.Clone(k.Members)
	slices.SortStableFunc(members, people.ByStanding(k.Journey.Subject))
	for _, m := range members {
		p := m.Person
		contact, _ := p.SafeContact.Latest()
		contact.SMS, contact.Phone = p.SMS(), "" // of the number that goes along, and of no other
		out.Contacts = append(out.Contacts, contact)
		out.Family.Members = append(out.Family.Members, people.Member{Names: p.Names.Value(), Born: p.Born.Value(), Sex: p.Sex.Value(), Relation: p.Household.Value().Relation,
			Phone: p.Phone.Value(), Separated: p.SeparatedOn(today)})
	}
	return out
}
