// SPDX-License-Identifier: Apache-2.0

package sealed

import (
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/letter"
	"safar/kernel/vault"
)

// What a message says of a complaint.
const (
	Heard        = "heard"        // it was written into the lane
	Acknowledged = "acknowledged" // a focal point took it up
	Referred     = "referred"     // it was handed to who investigates, or to who helps
	Noted        = "noted"        // something was found, or done
	Answered     = "answered"     // who complained was told
	Named        = "named"        // somebody else is named in it
	Resolved     = "resolved"     // it is closed
	Reopened     = "reopened"     // it is not
	Looked       = "looked"       // somebody read in the lane, and why
	Shared       = "shared"       // it was sealed to somebody who came later
)

// Themes are what a sealed complaint is of, in the order in which it is asked. Sources: the Secretary-General's bulletin ST/SGB/2003/13 for the first two; the
// others as what a mechanism for complaints passes on with them.
var Themes = []string{"exploitation", "abuse", "harassment", "fraud", "protection", "other"}

// Tellers are who tells of it.
var Tellers = []string{"survivor", "witness", "heard_of", "not_told"}

// Message is what one or more letters hold together: something that was said or done about a Complaint, with an ID of its own. Words say what; which other fields are filled hangs on What.
type Message struct {
	ID        id.ID  `cbor:"1,keyasint"`
	Complaint id.ID  `cbor:"2,keyasint,omitempty"`
	What      string `cbor:"3,keyasint"`
	By        id.ID  `cbor:"4,keyasint"` // who wrote it
	At        int64  `cbor:"5,keyasint"` // minutes since 1970, UTC
	Words     string `cbor:"6,keyasint,omitempty"`

	// Of what was heard.
	Theme   string   `cbor:"7,keyasint,omitempty"`  // one of Themes
	Teller  string   `cbor:"8,keyasint,omitempty"`  // one of Tellers
	Place   id.ID    `cbor:"9,keyasint,omitempty"`  // zero where none was told
	Accused []id.ID  `cbor:"10,keyasint,omitempty"` // users who are named in it: nothing of it is sealed to them
	Others  string   `cbor:"11,keyasint,omitempty"` // further people who are named in it
	Contact string   `cbor:"12,keyasint,omitempty"` // how who told it may safely be reached; "" for not at all
	Helped  bool     `cbor:"13,keyasint,omitempty"` // they want to be brought to services
	Moved   []Moved  `cbor:"14,keyasint,omitempty"` // of one that was moved here: what stood in the open
	Carried *Carried `cbor:"15,keyasint,omitempty"` // of one that was shared: all that was said of it
	Spoken  []Spoken `cbor:"17,keyasint,omitempty"` // of one that was moved here: what was recorded of it

	// Of a look.
	Seen []id.ID `cbor:"16,keyasint,omitempty"` // the complaints that were shown
}

// Moved is something that stood in the open of a complaint that was moved into the lane: its Label, as it stood on the page, and its Words, as they were written.
type Moved struct {
	_     struct{} `cbor:",toarray"`
	Label string
	Words string
}

// Spoken is a recording of a complaint that was moved into the lane. It lies where it lay, in the compartment In of the caseload, at At; Key, which stands nowhere else any more, opens it.
type Spoken struct {
	_   struct{} `cbor:",toarray"`
	In  access.Compartment
	At  vault.Address
	Key []byte
}

// Carried is a complaint as it is shared: all Messages of it.
type Carried struct {
	Messages []Message `cbor:"1,keyasint"`
}

// part is what one letter holds of a message: body parts of one message follow each other.
type part struct {
	_       struct{} `cbor:",toarray"`
	Message id.ID
	Nth, Of uint16
	Body    []byte
}

// bodyMost leaves room in a letter for what stands around the body of a part.
const bodyMost = letter.Most - 64

// lettersOf writes a message into as many letters as it needs.
func lettersOf(m Message, to []letter.Public) (letters []letter.Letter, err error) {
	body, err := journal.Encode(m)
	if err != nil {
		return nil, err
	}
	of := (len(body) + bodyMost - 1) / bodyMost
	for nth := range of {
		content, err := journal.Encode(part{Message: m.ID, Nth: uint16(nth), Of: uint16(of), Body: body[nth*bodyMost : min(len(body), (nth+1)*bodyMost)]})
		if err != nil {
			return nil, err
		}
		l, err := letter.Seal(content, to...)
		if err != nil {
			return nil, err
		}
		letters = append(letters, l)
	}
	return letters, nil
}

// reader puts messages together from the letters that were opened.
type reader struct {
	parts map[id.ID][][]byte // of messages that are not whole yet, by their parts
}

// take takes what a letter holds, and returns the message that it makes whole; nil where it makes none, or is of a version that is not known here.
func (r *reader) take(content []byte) *Message {
	var p part
	if journal.Decode(content, &p) != nil || p.Of == 0 || p.Nth >= p.Of {
		return nil
	}
	if r.parts == nil {
		r.parts = map[id.ID][][]byte{}
	}
	have := r.parts[p.Message]
	if have == nil {
		have = make([][]byte, p.Of)
		r.parts[p.Message] = have
	}
	if len(have) != int(p.Of) {
		return nil
	}
	have[p.Nth] = p.Body
	var body []byte
	for _, b := range have {
		if b == nil {
			return nil
		}
		body = append(body, b...)
	}
	delete(r.parts, p.Message)
	m := new(Message)
	if journal.Decode(body, m) != nil {
		return nil
	}
	return m
}
