// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Invited is that somebody was asked to come to something that is planned. It is no mark: whoever is asked has not come, and has been told of nothing, so that nothing
// of the way rests on it.
type Invited struct {
	_    struct{}    `cbor:",toarray"`
	Step string      // of the way, that it would be to them, as it is called now
	Plan id.ID       // what is planned
	Ref  journal.Ref // the fact it comes from
}

// ByInvited finds those who were asked to come to something, by its plan. A way that is set aside stands there no more.
var ByInvited = register.List{Name: "journeys_by_invitation"}

// fieldInvited is what a fact replaces that takes an invitation back.
const fieldInvited = "invited"

// Invite folds an invitation. One that was taken back by a fact whose place is before it does not stand.
func (j *Journey) Invite(f *journal.Fact, step string, plan id.ID) {
	if slices.Contains(j.Renamed, Renamed{From: step}) || slices.Contains(j.Unsaid, f.Ref()) {
		return
	}
	j.Invited = append(j.Invited, Invited{Step: j.Now(step), Plan: plan, Ref: f.Ref()})
}

// Uninvite takes back the invitations that a fact names.
func (j *Journey) Uninvite(f *journal.Fact) {
	for _, gone := range f.Supersedes[fieldInvited] {
		before := len(j.Invited)
		if j.Invited = slices.DeleteFunc(j.Invited, func(i Invited) bool { return i.Ref == gone }); len(j.Invited) == before && !slices.Contains(j.Unsaid, gone) {
			j.Unsaid = append(j.Unsaid, gone)
		}
	}
}

// InvitedTo returns the step that a plan would be to them, and false where they are not asked to come. Two offices may have asked them twice.
func (j *Journey) InvitedTo(plan id.ID) (step string, is bool) {
	i := slices.IndexFunc(j.Invited, func(i Invited) bool { return i.Plan == plan })
	if i < 0 {
		return "", false
	}
	return j.Invited[i].Step, true
}

// Uninviting makes of a draft one that takes back what asks them to come to a plan.
func (j *Journey) Uninviting(d journal.Draft, plan id.ID) journal.Draft {
	var seen []journal.Ref
	for _, i := range j.Invited {
		if i.Plan == plan {
			seen = append(seen, i.Ref)
		}
	}
	return d.Replacing(fieldInvited, seen)
}

// reinvite moves invitations to the steps of another version; to a step that it gave up nobody is invited any more.
func (j *Journey) reinvite(steps map[string]string) {
	j.Invited = slices.DeleteFunc(j.Invited, func(i Invited) bool {
		to, moved := steps[i.Step]
		return moved && to == ""
	})
	for i := range j.Invited {
		if to, moved := steps[j.Invited[i].Step]; moved {
			j.Invited[i].Step = to
		}
	}
}

func (j *Journey) indexInvited(add register.Adder) {
	if j.Aside {
		return
	}
	for _, i := range j.Invited {
		add(ByInvited, i.Plan[:])
	}
}
