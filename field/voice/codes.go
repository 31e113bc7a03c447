// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"crypto/hmac"
	"crypto/sha256"
	"slices"
	"strings"
	"sync"
	"time"

	"safar/desk"
	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// codeLetters are the letters of a code: those of Crockford that are not misheard, less one, so that there are as many as a prime says and the last letter of a code finds every letter that was heard
// wrong and every two that were exchanged.
const codeLetters = "0123456789abcdefghjkmnpqrstvwxy"

// codeLength is how many letters a code has before its last one: some 45 bits.
const codeLength = 9

// CodeFrom draws the code of what was heard in a form from the key of the operation: the same form, sent twice, has the same. It names nothing, and cannot be reckoned from anything that is kept.
func CodeFrom(key [32]byte, form id.ID) string {
	sum := mac(key, "code", form[:])
	code := make([]byte, 0, codeLength+1)
	for i := range codeLength {
		n := int(sum[2*i])<<8 | int(sum[2*i+1])
		code = append(code, codeLetters[n%len(codeLetters)])
	}
	return string(append(code, lastLetter(code)))
}

// lastLetter is the letter that proves the others.
func lastLetter(code []byte) byte {
	sum := 0
	for i, c := range code {
		sum += (i + 1) * strings.IndexByte(codeLetters, c)
	}
	return codeLetters[sum%len(codeLetters)]
}

// ReadCode reads a code as people say and type it: in whatever size of letters, with blanks and strokes, o for 0, i and l for 1, digits of Arabic. It reports whether it can be one at all: one that was
// misheard cannot.
func ReadCode(text string) (code string, can bool) {
	read := make([]byte, 0, codeLength+1)
	for _, c := range strings.ToLower(text) {
		switch {
		case c == ' ' || c == '-' || c == '\u00a0' || c == '·':
			continue
		case c == 'o':
			c = '0'
		case c == 'i' || c == 'l':
			c = '1'
		case c >= '٠' && c <= '٩':
			c += '0' - '٠'
		case c >= '۰' && c <= '۹':
			c += '0' - '۰'
		}
		if c > 'z' || strings.IndexByte(codeLetters, byte(c)) < 0 || len(read) > codeLength {
			return "", false
		}
		read = append(read, byte(c))
	}
	return string(read), len(read) == codeLength+1 && lastLetter(read[:codeLength]) == read[codeLength]
}

// Proof is what is kept of a code: it proves the code, and without the key of the operation no code is found from it.
func Proof(key [32]byte, code string) []byte { return mac(key, "proof", []byte(code)) }

func mac(key [32]byte, what string, text []byte) []byte {
	h := hmac.New(sha256.New, key[:])
	h.Write([]byte(what))
	h.Write([]byte{0})
	h.Write(text)
	return h.Sum(nil)
}

// How often a code may be asked for that is none: by one user, and by all who ask at this office together.
const (
	wrongOfOne = 8
	wrongOfAll = 60
	wrongIn    = 15 * time.Minute
)

// Guesses holds those who ask with codes that are none to how often they may. It is kept in memory alone, and is safe for concurrent use.
type Guesses struct {
	clock clock.Clock
	mu    sync.Mutex
	wrong []guess
}

type guess struct {
	by id.ID
	at time.Time
}

// NewGuesses returns an empty count.
func NewGuesses(c clock.Clock) *Guesses { return &Guesses{clock: c} }

// May refuses somebody who was wrong too often, or whose office was. Fault: NotAllowed voice.too_many_codes.
func (g *Guesses) May(by id.ID) error {
	now := g.clock.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.wrong = slices.DeleteFunc(g.wrong, func(w guess) bool { return now.Sub(w.at) >= wrongIn || w.at.After(now) })
	own := 0
	for _, w := range g.wrong {
		if w.by == by {
			own++
		}
	}
	if own >= wrongOfOne || len(g.wrong) >= wrongOfAll {
		return fault.New("voice.Guesses", fault.NotAllowed, "voice.too_many_codes", fault.Args{"minutes": int(wrongIn / time.Minute)})
	}
	return nil
}

// Wrong notes a code that was none.
func (g *Guesses) Wrong(by id.ID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.wrong = append(g.wrong, guess{by, g.clock.Now()})
}

// Answered is what whoever holds a code hears, and nothing else: how far it is, and what was answered. Step is the last thing that was done, as an id of the words of Programme; On the day of it.
type Answered struct {
	Programme string    `class:"open"`
	Step      string    `class:"open"`
	On        clock.Day `class:"open"`
	Settled   bool      `class:"open"`     // its way has ended
	Answer    string    `class:"personal"` // the last one; "" while there is none
}

// answerQuestion is the question of a form under which an answer is written, as programmes call it.
const answerQuestion = "answer"

// CodeOf tells what became of what was heard, to who asks with the proof of its code. Fault: NotFound voice.no_such_code.
func CodeOf(scope access.Scope, proof []byte, forms journey.FormOf) desk.Query[Answered] {
	return desk.Query[Answered]{Act: access.VoiceHear, Scope: scope, Run: func(r *desk.Reader) (a Answered, err error) {
		found, err := r.Find(ByCode, proof, 1)
		if err == nil && len(found) == 0 {
			err = fault.New("voice.CodeOf", fault.NotFound, "voice.no_such_code", nil)
		}
		if err != nil {
			return a, err
		}
		c, err := desk.Read(r, ComplaintStory, found[0])
		if err != nil {
			return a, err
		}
		ways, err := r.Find(journey.BySubject, c.State.Subject[:], mostWays)
		for _, way := range ways {
			if err != nil {
				return a, err
			}
			err = a.add(r, way, forms)
		}
		return a, err
	}}
}

// add tells of one way how far it is.
func (a *Answered) add(r *desk.Reader, way id.ID, forms journey.FormOf) error {
	j, err := desk.Read(r, journey.Story, way)
	if err != nil || j.State.Aside {
		return err
	}
	for _, m := range j.State.Marks {
		if m.Withdrawn || m.Day < a.On && a.Step != "" {
			continue
		}
		a.Programme, a.Step, a.On, a.Settled = j.State.Version.Value().Programme, m.Step, m.Day, j.State.Ended()
		rows, err := journey.FilledAt(r, way, m.Step, forms)
		if err != nil {
			return err
		}
		for _, row := range rows {
			for _, given := range row.Answers {
				if given.Question == answerQuestion {
					a.Answer = given.Answer()
				}
			}
		}
	}
	return nil
}
