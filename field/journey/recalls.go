// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/field/programme"
	"safar/kernel/id"
)

// Referral is how the referral of one person at one step stands, as its marks tell; of a subject without people the person is zero.
// Step is its id, Of the person.
type Referral struct {
	Step      string
	Of        id.ID
	State     programme.State // Offered, Accepted, Declined or Served, whichever came last; Happened while nothing was handed over
	Recalled  bool            // the consent was taken back
	AskedBack bool            // and the partner was asked to give up what it has
}

// Handed reports whether the partner has something of the person: it was handed over, and was not declined.
func (r *Referral) Handed() bool {
	return r.State != programme.Happened && r.State != programme.Declined
}

// Due reports whether the partner is still to be asked to give up what it has.
func (r *Referral) Due() bool { return r.Recalled && !r.AskedBack && r.State != programme.Happened }

// Referrals returns the referrals of a journey, in the order in which each began.
func (j *Journey) Referrals() []Referral {
	var all []Referral
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Withdrawn || !slices.Contains(referralStates, m.State) {
			continue
		}
		at := slices.IndexFunc(all, func(r Referral) bool { return r.Step == m.Step && r.Of == m.By })
		if at < 0 {
			at, all = len(all), append(all, Referral{Step: m.Step, Of: m.By})
		}
		all[at].reads(m)
	}
	return all
}

// referralStates are the states of the marks by which referrals are told apart.
var referralStates = []programme.State{programme.Offered, programme.Accepted, programme.Declined, programme.Served, programme.Recalled, programme.AskedBack}

func (r *Referral) reads(m *Mark) {
	switch m.State {
	case programme.Recalled:
		r.Recalled = true
	case programme.AskedBack:
		r.AskedBack = true
	default:
		r.State = m.State
	}
}

// ReferralOf returns how the referral of one person at one step stands.
func (j *Journey) ReferralOf(step string, of id.ID) Referral {
	for _, r := range j.Referrals() {
		if r.Step == step && r.Of == of {
			return r
		}
	}
	return Referral{Step: step, Of: of}
}

// toAskBack reports whether a partner is still to be asked to give up what it has of somebody who took back their consent.
func (j *Journey) toAskBack() bool {
	return slices.ContainsFunc(j.Referrals(), func(r Referral) bool { return r.Due() })
}
