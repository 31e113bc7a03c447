// SPDX-License-Identifier: Apache-2.0

package api

import (
	"slices"
	"sync"

	"safar/desk"
	"safar/kernel/access"
)

// ask is one query of the field as programs ask it.
type ask struct {
	path string       // below /api/, with its {names}
	why  desk.Purpose // the task that stands beside a look
	find any          // a function that returns a query, or one of this package that asks and answers
	args []string     // what its arguments are called, but for those that the door knows by their types
	acts []access.Act // of an argument that is an act: the first of these that whoever asks may do
	body bool         // what is asked is sent as JSON (POST), for it is about people, and long
}

func (a ask) method() string {
	if a.body {
		return "POST"
	}
	return "GET"
}

// asks are all that may be asked.
var asks = sync.OnceValue(func() []ask {
	return slices.Concat(readingsOfPeople, readingsOfWays, readingsOfPlaces, readingsOfMovements, readingsOfPayments, readingsOfProgrammes, readingsOfWork, readingsOfOffice)
})

// notAsked are the queries of the field that no program asks, each with why not.
var notAsked = map[string]string{
	"journey.AccountOf":          "journey.StatementOf tells staff the same",
	"people.CallerOf":            "who calls is asked by a person who listens",
	"people.CodePlacesBeside":    "for drawing a code, which a page does",
	"people.HolderOf":            "a household that stands at a kiosk, and nobody else",
	"sealed.PeopleOf":            "the sealed lane is for people alone: no program is let into it",
	"sealed.OwnKeys":             "as above",
	"sealed.Openings":            "as above",
	"sealed.Workers":             "as above",
	"stories.All":                "what people tell of themselves is read by people, on its page",
	"stories.OfHousehold":        "as above",
	"stories.One":                "as above",
	"stories.TellersOf":          "as above",
	"stories.Waiting":            "as above",
	"stories.TextOf":             "a person takes it where it goes, and writes that down",
	"stories.Left":               "for the page on which somebody writes",
	"voice.CodeOf":               "who holds a code asks a person, on the page, who is held to how often they may be wrong",
	"voice.NumberOf":             "journey.SubjectFileOf tells it to who answers; who hears is told it once, on the page",
	"voice.Seconds":              "for choosing on a page who stood beside: a program names them",
	"voice.Facilities":           "journey.Subjects lists them page by page",
	"voice.FacilityOf":           "journey.SubjectFileOf tells the same",
	"voice.RecordingsOf":         "a voice names who speaks: it is heard on the page of the complaint, by a person",
	"voice.SoundOf":              "as above",
	"voice.ComplaintOfRecording": "as above",
	"voice.RecordingsToMove":     "it holds what opens them: the lane alone is given that",
	"voice.NextReply":            "the gateway alone is handed what it sends, once",
	"voice.SecretsOf":            "as above",
	"voice.GatewayOf":            "how the gateway stands is read on its page, where its secret is exchanged",
	"voice.ToldOf":               "what became of an acknowledgement stands on the page of the complaint: a program has no use for whom SMS is safe",
	"voice.CallOf":               "a call is of the person who listens, on the page",
	"voice.WaitingToday":         "today tells it, as far as it is told on the start page",
	"referral.NoticeOf":          "a letter to an organisation, which a person prints or gives as a file, and signs for",
	"supply.AtTable":             "a card at a table, which a person holds in their hand: a program reads the list (supplies/lists/{list})",
	"payment.AtTable":            "a list's lines, its tables and what a step's table says are asked one by one",
	"gathering.PlansNamed":       "what the plans in a story are, which a program asks of each of them (planned/{plan})",
	"bulk.Cards":                 "what is done to many is looked at on a page: a program gives the commands one by one",
	"bulk.Mine":                  "as above",
	"bulk.One":                   "as above",
	"bulk.Waiting":               "as above",
	"bulk.Whose":                 "as above",
	"journey.IDsWhere":           "journey.HouseholdsWhere tells who they are, page by page",
	"gathering.One":              "gathering.OneWith tells the same, and what was filled in",
	"journey.FileOf":             "journey.FileWith tells the same, and what was filled in",
	"journey.FormAskedAt":        "it finds the form of a step for a page that shows it: a program reads which one from the programme's file",
	"hosting.GuestsOn":           "hosting.GuestFileOf tells it, with every home: a form of a page shows no more than it is about",
	"hosting.GuestPageOf":        "as above",
	"hosting.HostsOn":            "hosting.Hosts tells them, page by page",
	"pledging.CasesOn":           "pledging.Cases tells them, page by page",
	"hosting.ApartOf":            "a part of hosting.GuestFileOf, for a form",
	"hosting.HostNames":          "as above",
	"hosting.PairOf":             "as above",
	"hosting.BedsTonight":        "as above",
	"journey.WaitingToday":       "today tells it, as far as it is told on the start page",
	"movement.WaitingToday":      "as above",
	"payment.WaitingToday":       "as above",
}
