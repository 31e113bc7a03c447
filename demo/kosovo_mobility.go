// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"strconv"

	"safar/desk"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/payment"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

// seekers is how many people of each year's businesses look for work beside it.
const seekers = 5

// work arranges that people look for work: counselled, told their rights, their own choice of where, a contract looked at, and asked after. All is a year's
// businesses, of which one adult each looks for work.
func (f *kosovo) work(on day, all *[]*starter) {
	ways := map[*starter]id.ID{}
	aims := []string{"work_here", "work_abroad", "work_abroad", "learn_first", "work_here"}
	each := func(on day, what string, build func(s *starter, way id.ID, aim string) []desk.Command) {
		f.on(on, what, func(ctx context.Context) error {
			var commands []desk.Command
			for i, s := range (*all)[:min(seekers, len(*all))] {
				commands = append(commands, build(s, ways[s], aims[i])...)
			}
			return f.does(ctx, access.Caseworker, commands...)
		})
	}
	f.on(on, "work", func(ctx context.Context) error {
		seeking := (*all)[:min(seekers, len(*all))]
		var begin []desk.Command
		for _, s := range seeking {
			begin = append(begin, startOf("reintegration", "work", s.adults[1]))
		}
		made, err := f.first(ctx, access.Caseworker, f.scope, begin...)
		for i := range made {
			ways[seeking[i]] = made[i]
		}
		return err
	})
	each(on+1, "rights", func(s *starter, way id.ID, _ string) []desk.Command {
		return []desk.Command{ownAsk(way, "counselled", programme.Answers{"can_do": []string{"Nursing", "Welding", "Cooking", "Driving"}[s.nth%4]}),
			choice.Tell{Journey: way, Step: "rights", Language: "sq", Source: "counsellor", Heard: s.adults[1:2],
				Answers: programme.Answers{"told_about": "contract no_fees papers_stay whom_to_call work_here no_answer_needed"}}}
	})
	each(on+9, "aims", func(s *starter, way id.ID, aim string) []desk.Command {
		return []desk.Command{choice.Answer{Journey: way, Step: "aim", Person: s.adults[1], Option: aim, Private: true}}
	})
	each(on+40, "contracts", func(_ *starter, way id.ID, aim string) []desk.Command {
		if aim != "work_abroad" {
			return nil
		}
		return []desk.Command{ownAsk(way, "contract_seen", programme.Answers{"in_their_language": "yes", "no_fees": "yes", "papers_stay": "yes", "employer_known": "yes"})}
	})
	each(on+101, "asked after", func(_ *starter, way id.ID, aim string) []desk.Command {
		now := map[string]string{"work_here": "work_here", "work_abroad": "work_abroad", "learn_first": "learn"}[aim]
		return []desk.Command{journey.FollowUp{Journey: way, Step: "spoken_again", Words: journey.Words{Answers: programme.Answers{"now": now, "treated": "well"}}}}
	})
	each(on+120, "ways to work ended", func(s *starter, way id.ID, aim string) []desk.Command {
		why := map[string]string{"work_here": "works_here", "work_abroad": "works_abroad", "learn_first": "learns"}[aim]
		return []desk.Command{journey.Close{Journey: way, Step: "way_ended", Reason: why, Agree: s.adults[1:2]}}
	})
}

// payee is who receives a part of a grant on a journey: a reference of its own, and where it is paid.
type payee struct {
	journey, to id.ID
	nth         int
	at          id.ID
}

// listed arranges that a part of the money is listed, approved by somebody else, and handed out eight days later where the risks of the place were looked at.
func (f *kosovo) listed(on day, of, grant, step string, whom func() []payee) {
	var list id.ID
	var prepared *desk.Sent
	f.on(on, "grants", func(ctx context.Context) error {
		c := payment.Prepare{Programme: of, Grant: grant, Steps: []string{step}}
		for _, p := range whom() {
			c.Journeys = append(c.Journeys, p.journey)
		}
		if len(c.Journeys) == 0 {
			return nil
		}
		made, err := f.first(ctx, access.FinanceOfficer, f.scope, c)
		if err == nil {
			list, prepared = made[0], f.sent[len(f.sent)-1].sent
		}
		return err
	})
	f.on(on+8, "grants", func(ctx context.Context) error {
		if prepared == nil {
			return nil
		}
		prepared.Outcomes() // nobody sees a list before it is durable
		if err := f.approve(ctx, list); err != nil {
			return err
		}
		all := whom()
		if err := f.assess(ctx, list, all[0].at); err != nil {
			return err
		}
		var commands []desk.Command
		for _, p := range all {
			commands = append(commands, payment.Deliver{Journey: p.journey, Step: step, To: p.to, Reference: list.String()[:6] + "-" + strconv.Itoa(p.nth)})
		}
		return f.does(ctx, access.Caseworker, commands...)
	})
}
