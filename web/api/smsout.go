// SPDX-License-Identifier: Apache-2.0

package api

import (
	"reflect"
	"unicode/utf8"

	"safar/desk"
	"safar/exchange/sheet"
	"safar/field/programme"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/words"
)

// Where the gateway takes what is to be sent, and says what became of it: docs/sms.md.
const (
	smsOutBase = "/sms/outward/"
	smsEndBase = "/sms/outcome/"
)

// SMSOutPath is the path at which the gateway of a caseload asks for what is to be sent, SMSOutcomePath the one at which it says what became of it.
func SMSOutPath(caseload id.ID) string { return smsOutBase + caseload.String() }

// SMSOutcomePath is the path at which the gateway of a caseload says what became of what it sent.
func SMSOutcomePath(caseload id.ID) string { return smsEndBase + caseload.String() }

// repliedAt is the number to which an acknowledgement may go: the one from which a message came, where it is kept at all and is whole, with its country; else "".
func repliedAt(kept programme.Answers, from string) string {
	for _, answer := range kept {
		if answer == from {
			if phone, trouble := sheet.ParsePhone(from, ""); trouble == nil && phone.State == sheet.PhoneWhole {
				return phone.Digits
			}
		}
	}
	return ""
}

// smsAsked is a request for something to send: ID is what the gateway calls the request, another each time.
type smsAsked struct{ ID string }

// smsOut is a message to be sent: ID is what it is known by, To the number, Text what it says.
type smsOut struct {
	ID   id.ID  `json:"id"`
	To   string `json:"to"`
	Text string `json:"text"`
}

// smsNext is what the gateway is answered: one message, or none.
type smsNext struct {
	Message *smsOut `json:"message"`
}

// hand hands one message to the gateway, and never again: it is written down as handed out before it leaves. Faults: Conflict sms.asked_already.
func (d *smsDoor) hand(r *web.Request) error {
	caseload, body, err := d.signed(r)
	if err != nil {
		return err
	}
	var asked smsAsked
	if err := readSMS(body, &asked, func(reads *reading) { reads.letters("id", asked.ID, longestName) }); err != nil {
		return err
	}
	request := id.Derived(caseload, "sms outward", asked.ID)
	if !d.once.first(request) {
		return askedAlready()
	}
	scope, by := access.Scope{Caseload: caseload, Compartment: access.General}, access.SMSSender(caseload)
	next, err := desk.Ask(r.Context(), d.op.Desk, by, "task.voices", voice.NextReply(scope, speaks))
	if err != nil || next.Reply.IsZero() {
		return orShow(r, err, smsNext{})
	}
	receipt, err := d.op.Desk.Do(r.Context(), by, scope, request, voice.HandReply{Reply: next.Reply})
	switch {
	case fault.KeyOf(err) == "voice.no_reply": // in between somebody said no, or was forgotten
		return r.JSON(smsNext{})
	case fault.KeyOf(err) == "desk.command_id_used", err == nil && (receipt.Again || len(receipt.IDs) == 0):
		return askedAlready()
	case err != nil:
		return err
	}
	says, _ := words.Default().People(next.Language)
	return r.JSON(smsNext{&smsOut{receipt.IDs[0], next.Number, says.T("texted.received")}})
}

func askedAlready() error {
	return fault.New("api.sms", fault.Conflict, "sms.asked_already", nil).WithHint("sms.asked_already.hint")
}

// orShow shows an answer where nothing went wrong.
func orShow(r *web.Request, err error, answer any) error {
	if err != nil {
		return err
	}
	return r.JSON(answer)
}

// speaks reports whether people can be spoken to in a language.
func speaks(language string) bool {
	_, known := words.Default().People(language)
	return known && language != ""
}

// smsEnded is what the gateway says of a message: Message is what it is known by, Outcome what became of it, and Why it failed.
type smsEnded struct {
	Message string
	Outcome string
	Why     string
}

// end writes down what became of a message. Faults: those of voice.EndReply.
func (d *smsDoor) end(r *web.Request) error {
	caseload, body, err := d.signed(r)
	if err != nil {
		return err
	}
	var said smsEnded
	var out id.ID
	err = readSMS(body, &said, func(reads *reading) {
		if out, err = id.Parse(said.Message); err != nil {
			reads.blame("message", "sms.wrong.message", nil)
		}
	})
	if err != nil {
		return err
	}
	scope := access.Scope{Caseload: caseload, Compartment: access.General}
	receipt, err := d.op.Desk.Do(r.Context(), access.SMSSender(caseload), scope, id.New(), voice.EndReply{Out: out, How: voice.Outcome(said.Outcome), Why: said.Why})
	if err != nil {
		return err
	}
	return r.JSON(smsTaken{receipt.Facts == 0})
}

// readSMS reads what the gateway sent into a struct, and judges it. Faults: Invalid api.not_json, api.fields.
func readSMS[T any](body []byte, into *T, judge func(*reading)) error {
	raw, err := parse(body)
	if err != nil {
		return err
	}
	var reads reading
	shapeOf(reflect.TypeFor[T]()).read(&reads, raw, reflect.ValueOf(into).Elem(), "")
	if len(reads.wrong) == 0 {
		judge(&reads)
	}
	return reads.err()
}

// letters blames a field that is empty or too long.
func (r *reading) letters(at, value string, most int) {
	if letters := utf8.RuneCountInString(value); letters < 1 || letters > most {
		r.blame(at, "sms.wrong.letters", fault.Args{"most": most})
	}
}
