// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"safar/field/programme"
	"safar/field/subjects"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/operation"
	"safar/web"
)

// What the gateway of a sender of SMS hands on, and how often: docs/sms.md.
const (
	smsBase      = "/sms/inward/"
	largestSMS   = 8 << 10         // bytes of one message with all that stands around it
	smsOff       = 5 * time.Minute // between what the gateway says of the time and our clock, at most
	smsBurst     = 60              // messages at once, of one caseload
	smsPerSecond = 1               // after that
	longestSMS   = 4000            // letters of one message
	longestName  = 200             // letters of the id of one
	longestFrom  = 40              // letters of a number
	oldestSMS    = 366 * 24 * time.Hour
)

// SMSPath is the path at which the messages of a caseload are taken in.
func SMSPath(caseload id.ID) string { return smsBase + caseload.String() }

// smsDoor is where complaints come in that people send as SMS, and where the gateway takes what is to be sent.
type smsDoor struct {
	op   *operation.Operation
	pace *pace // of each caseload, in and out
	once *once // the requests for something to send
}

func addSMS(site *web.Site, op *operation.Operation) {
	d := &smsDoor{op: op, pace: newPace(op.Clock, smsBurst, smsPerSecond), once: newOnce(op.Clock)}
	site.Signed("POST "+smsBase+"{caseload}", d.take)
	site.Signed("POST "+smsOutBase+"{caseload}", d.hand)
	site.Signed("POST "+smsEndBase+"{caseload}", d.end)
}

// sms is one message as the gateway tells it. ID is what the gateway calls it, From the number it came from, Text what it says, At the moment at which it was sent.
type sms struct {
	ID   string
	From string
	Text string
	At   string
}

// smsTaken is what the gateway is answered. Again says that the message had been taken before: nothing was written now.
type smsTaken struct {
	Again bool `json:"again"`
}

// take writes a message down as a complaint. Nothing of it stands in an answer or in the log.
func (d *smsDoor) take(r *web.Request) error {
	caseload, body, err := d.signed(r)
	if err != nil {
		return err
	}
	m, said, err := d.read(body)
	if err != nil {
		return err
	}
	hear, err := d.heard(r.Context(), m, said)
	if err != nil {
		return err
	}
	c := voice.HearMessage{Hear: hear, Number: repliedAt(hear.Answers, m.From)}
	receipt, err := d.op.Desk.Do(r.Context(), access.SMSGateway(caseload), access.Scope{Caseload: caseload, Compartment: access.General}, id.Derived(caseload, "sms", m.ID), c)
	if fault.KeyOf(err) == "desk.command_id_used" {
		err = fault.New("api.sms", fault.Conflict, "sms.id_taken", nil).WithHint("sms.id_taken.hint")
	}
	if err != nil {
		return err
	}
	return r.JSON(smsTaken{receipt.Again})
}

// read reads a message, and the day on which it was sent, in the time zone of the operation. Faults: Invalid api.not_json, api.fields.
func (d *smsDoor) read(body []byte) (m sms, said clock.Day, err error) {
	raw, err := parse(body)
	if err != nil {
		return m, said, err
	}
	var reads reading
	shapeOf(reflect.TypeFor[sms]()).read(&reads, raw, reflect.ValueOf(&m).Elem(), "")
	if len(reads.wrong) > 0 {
		return m, said, reads.err()
	}
	reads.letters("id", m.ID, longestName)
	reads.letters("from", m.From, longestFrom)
	reads.letters("text", m.Text, longestSMS)
	now := d.op.Clock.Now()
	at, err := time.Parse(time.RFC3339, m.At)
	if err != nil || now.Sub(at) > oldestSMS || at.Sub(now) > 24*time.Hour {
		reads.blame("at", "sms.wrong.at", nil)
	}
	return m, min(clock.DayOf(at.In(now.Location())), clock.DayOf(now)), reads.err()
}

// heard is the command that writes a message down: on the first way in force whose form asks for nothing but the words.
func (d *smsDoor) heard(ctx context.Context, m sms, said clock.Day) (voice.Hear, error) {
	folders, err := d.op.Programmes.Folders(ctx)
	if err != nil {
		return voice.Hear{}, err
	}
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		for _, way := range folders[name].Programme.Pathways {
			step := voice.HeardAt(way)
			if step == nil || way.Part != access.General {
				continue
			}
			if answers := smsAnswers(folders[name].Programme.Forms[step.Form], m); answers != nil {
				return voice.Hear{Programme: name, Pathway: way.ID, Step: step.ID, Answers: answers, Day: said, Is: subjects.Description{Attributes: smsAttributes(way)}}, nil
			}
		}
	}
	return voice.Hear{}, fault.New("api.sms", fault.NotFound, "sms.no_programme", nil).WithHint("sms.no_programme.hint")
}

// smsAnswers answers a form of what was said with a message: the words, and where the form asks how somebody is reached, the number. It is nil for a form that asks for more, or
// that would show the words or the number to whoever may read nothing of persons.
func smsAnswers(form *programme.Form, m sms) programme.Answers {
	if form == nil {
		return nil
	}
	words, reached := "", ""
	for _, q := range form.Questions {
		switch private := q.Type == "text" && q.Class != access.Open.String(); {
		case q.Required && (words != "" || !private):
			return nil
		case q.Required:
			words = q.Name
		case private && reached == "":
			reached = q.Name
		}
	}
	if words == "" {
		return nil
	}
	answers := programme.Answers{words: m.Text}
	if reached != "" {
		answers[reached] = m.From
	}
	return answers
}

// ofSMS is what is known of each message, as far as a pathway asks for it. Its theme somebody says who reads it.
var ofSMS = map[string]string{"channel": "sms", "topic": "other", "wants_an_answer": "yes"}

func smsAttributes(way *programme.Pathway) (all []subjects.Attribute) {
	for _, d := range way.Attributes {
		value, known := ofSMS[d.Name]
		if known && (len(d.Options) == 0 || slices.Contains(d.Options, value)) {
			all = append(all, subjects.Attribute{Name: d.Name, Value: value})
		}
	}
	slices.SortFunc(all, func(a, b subjects.Attribute) int { return strings.Compare(a.Name, b.Name) })
	return all
}
