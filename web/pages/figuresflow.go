// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"safar/field/figures"
	"safar/field/programme"
	"safar/web/page"
	"safar/web/picture"
	"safar/web/words"
)

// mostStreams bounds a picture: with more, nobody sees anything in it, and the page would weigh more than a page may. The table says the same.
const mostStreams = 150

// commonsPlace is where an input comes from that is a place.
const commonsPlace = "commons.place"

// placeDimensions are those of a figure's dimensions that are places: where people live, and where a way leads.
func placeDimensions(p *programme.Programme, by []string) (of []string) {
	for _, d := range by {
		input := p != nil && slices.ContainsFunc(p.Inputs, func(in *programme.Source) bool { return in.Name == d && in.From == commonsPlace })
		if d == "site" || input {
			of = append(of, d)
		}
	}
	return of
}

// flow draws who went from where to where, of a figure that is broken down by two kinds of places and nothing else. It draws nothing where a number is
// withheld: the bars would tell less than there is.
func (e *errand) flow(f figures.Figure, found []figures.Cell, chosen []string, here string) (templ.Component, error) {
	if len(chosen) != 2 || len(found) > mostStreams || f.Currency != "" || sumOf(found).Withheld {
		return templ.NopComponent, nil
	}
	p, err := e.inForce(e.PathValue("programme"))
	if err != nil || len(placeDimensions(p, chosen)) != 2 {
		return templ.NopComponent, err
	}
	drawn := e.flowOf(f, found, chosen, here)
	if drawn == nil {
		return templ.NopComponent, nil
	}
	return figureFlow(drawn), nil
}

// flowOf draws the cells of a figure that is broken down by two kinds of places; here is the path of the figure. nil where nobody is in any.
func (e *errand) flowOf(f figures.Figure, found []figures.Cell, dimensions []string, here string) *picture.Flow {
	w, from, to := e.Words, dimensions[0], dimensions[1]
	if to == "site" {
		from, to = to, from
	}
	var streams []picture.Stream
	for _, c := range found {
		s := picture.Stream{From: dimensionValue(e, from, c.By[from]), To: dimensionValue(e, to, c.By[to]), Amount: c.Value}
		s.Said = w.T("figures.stream", words.Args{"From": s.From, "To": s.To, "Count": c.Value})
		query := url.Values{"is_" + from: {c.By[from]}, "is_" + to: {c.By[to]}}
		if d := e.URL.Query().Get("day"); d != "" {
			query.Set("day", d)
		}
		s.Link = here + "/facts?" + query.Encode()
		s.FromLink, s.ToLink = e.wholeOf(f, here, from, c.By[from]), e.wholeOf(f, here, to, c.By[to])
		streams = append(streams, s)
	}
	return picture.FlowOf(e.say("figures", f.ID), w.T("figures.flow_about"), w, streams)
}

// wholeOf is the page of a figure at one place: who they are by sex and age, as far as the figure tells.
func (e *errand) wholeOf(f figures.Figure, here, dimension, value string) string {
	query := url.Values{"is_" + dimension: {value}}
	for _, d := range []string{"sex", "age"} {
		if slices.Contains(f.By, d) {
			query.Add("by", d)
		}
	}
	if d := e.URL.Query().Get("day"); d != "" {
		query.Set("day", d)
	}
	return here + "?" + query.Encode()
}

// figurePath is the path of a figure of a programme.
func figurePath(programmeID, figure string) string {
	return "/figures/" + url.PathEscape(programmeID) + "/" + url.PathEscape(figure)
}

// flowWays lead to the figures of a programme of which a flow can be drawn.
func (e *errand) flowWays(programmeID string, f figures.Figure, p *programme.Programme) []page.Link {
	of := placeDimensions(p, f.By)
	if len(of) < 2 || f.Currency != "" {
		return nil
	}
	return []page.Link{{Text: e.Words.T("figures.flow"), To: figurePath(programmeID, f.ID) + "?" + url.Values{"by": of[:2]}.Encode()}}
}
