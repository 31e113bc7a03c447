// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"encoding/hex"
	"net/url"
	"slices"
	"strings"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/words"
)

// piecesAtOnce is how many pieces of journeys one press of the button moves: 6,000 journeys, about a second's work.
const piecesAtOnce = 12

// ended stands in the address where a migration has looked at every journey.
const ended = "end"

// moving is how far the journeys of a caseload are on their way to the version in force.
type moving struct {
	caseload caseload
	walked   journey.WalkedRow
	from     string         // where the next piece begins; "" for the beginning
	ended    bool           // every journey was looked at
	left     map[string]int // why those stay that were left, where every journey was looked at
}

// button says what its press does.
func (m moving) button(w *words.Printer) string {
	key := "versions.move"
	if m.from != "" {
		key = "versions.go_on"
	}
	return w.T(key, words.Args{"Caseload": m.caseload.Name})
}

func showMigration(e *errand) error {
	name, w := e.PathValue("programme"), e.Words
	loads, err := e.movable(name)
	if err != nil {
		return err
	}
	var all []moving
	for _, c := range loads {
		m, err := e.movingIn(name, c)
		if err != nil {
			return err
		}
		all = append(all, m)
	}
	crumbs := append(e.programmeCrumbs(name), e.crumb("versions.title", pathOf(name)+"/versions"))
	return e.Show(migrationPage(e.frame(w.T("versions.migrate"), crumbs...), w, e.action(), all))
}

// movable are the caseloads whose journeys of a programme the visitor may move, each with the part of it in which the programme is walked.
func (e *errand) movable(name string) ([]caseload, error) {
	p, err := e.inForce(name)
	if err != nil {
		return nil, err
	}
	all, err := e.movableOf(p)
	if err == nil && len(all) == 0 {
		err = fault.New("pages.migration", fault.NotAllowed, "access.not_allowed", fault.Args{"act": string(access.JourneyMigrate)})
	}
	return all, err
}

// movableTo is movable for the file of a version that is not in force yet; none where it cannot be read, which was said.
func (e *errand) movableTo(source []byte) ([]caseload, error) {
	p, err := programme.Parse("programme.yaml", source)
	if err != nil {
		return nil, nil
	}
	return e.movableOf(p)
}

// movableOf is movable for a version of a programme.
func (e *errand) movableOf(p *programme.Programme) (parts []caseload, err error) {
	all, err := e.caseloads(e.Context(), e.Visitor, access.JourneyMigrate)
	for _, c := range all {
		for _, part := range programme.Compartments() {
			of := caseload{c.Name, access.Scope{Caseload: c.Scope.Caseload, Compartment: part}}
			if part != access.General {
				of.Name = e.Words.T("caseload.part", words.Args{"Caseload": c.Name, "Compartment": e.Words.T("compartment." + part.String())})
			}
			if p.WalkedIn(part) && access.May(e.Visitor.Actor, access.JourneyMigrate, of.Scope, e.op.Desk.Today()) == nil {
				parts = append(parts, of)
			}
		}
	}
	return parts, err
}

func (e *errand) movingIn(name string, c caseload) (m moving, err error) {
	m = moving{caseload: c}
	if query := e.URL.Query(); query.Get("caseload") == c.Scope.String() {
		m.from = query.Get("from")
		m.ended = m.from == ended
	}
	if m.walked, err = ask(e, "task.migrate", journey.Walked(c.Scope, name)); err != nil || !m.ended {
		return m, err
	}
	m.from = ""
	if !m.walked.Waiting || m.walked.Older > mostForeseen {
		return m, nil
	}
	s, err := ask(e, "task.migrate", journey.SourceOf(name))
	if err != nil {
		return m, err
	}
	f, err := journey.Foresee(e.Context(), e.op.Desk, e.Visitor.Actor, c.Scope, []byte(s.Text), func(int, int) {})
	m.left = f.Left
	return m, err
}

// migratePiece moves the next journeys of a caseload, and leads back to the page, which says how far that brought them.
func migratePiece(e *errand) error {
	name := e.PathValue("programme")
	loads, err := e.movable(name)
	if err != nil {
		return err
	}
	values, err := e.Values()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(loads, func(c caseload) bool { return c.Scope.String() == values.Get("caseload") })
	if i < 0 {
		return notThere("pages.migratePiece")
	}
	m, err := journey.Migration{Scope: loads[i].Scope, Programme: name, From: reached(values.Get("from")), Pieces: piecesAtOnce}.
		Run(e.Context(), e.op.Desk, e.Visitor.Actor)
	if err != nil {
		return err
	}
	from := ended
	if m.More {
		from = hex.EncodeToString(m.Next.Version[:]) + "." + m.Next.Story.String()
	}
	return e.Go(e.action()+"?"+url.Values{"caseload": {values.Get("caseload")}, "from": {from}}.Encode(), "journeys_moved")
}

// reached reads where a migration was left; the beginning where nothing can be read, for nobody is moved twice.
func reached(text string) (r journey.Reached) {
	version, story, _ := strings.Cut(text, ".")
	hash, err := hex.DecodeString(version)
	of, bad := id.Parse(story)
	if err == nil && bad == nil && len(hash) == len(r.Version) {
		r = journey.Reached{Version: [32]byte(hash), Story: of}
	}
	return r
}
