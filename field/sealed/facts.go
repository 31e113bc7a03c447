// SPDX-License-Identifier: Apache-2.0

package sealed

import (
	"bytes"
	"encoding/binary"

	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/letter"
	"safar/kernel/register"
)

// Keeper is the keys of somebody who may read in the lane or holds half of its glass. The story's id is the user's.
type Keeper struct {
	Keys []KeptKey `cbor:"1,keyasint,omitempty"` // in the order in which they were made; the last one that was confirmed is sealed to
}

// KeptKey is a key of somebody. Public is sealed to by anybody; Locked opens with their passphrase alone.
type KeptKey struct {
	Public    letter.Public `cbor:"1,keyasint"`
	Locked    letter.Locked `cbor:"2,keyasint"`
	Day       clock.Day     `cbor:"3,keyasint"`           // it was made
	Confirmed id.ID         `cbor:"4,keyasint,omitempty"` // who said that it is theirs; zero while nobody did
}

// KeeperStory is the kind of story of a keeper, in the commons.
var KeeperStory = register.NewKind("sealed_keeper", indexKeeper)

// keyResidue is a key as it was made or locked anew.
type keyResidue struct {
	Public letter.Public `cbor:"1,keyasint"`
	Locked letter.Locked `cbor:"2,keyasint"`
}

var keyMade = register.NewFact(KeeperStory, "sealed.key_made", 1, func(k *Keeper, f *journal.Fact, r keyResidue, _ *register.None) {
	k.Keys = append(k.Keys, KeptKey{Public: r.Public, Locked: r.Locked, Day: f.Day})
})

var keyLocked = register.NewFact(KeeperStory, "sealed.key_locked_anew", 1, func(k *Keeper, f *journal.Fact, r keyResidue, _ *register.None) {
	if kept := k.key(r.Public); kept != nil {
		kept.Locked = r.Locked
	}
})

type confirmedResidue struct {
	Public letter.Public `cbor:"1,keyasint"`
}

var keyConfirmed = register.NewFact(KeeperStory, "sealed.key_confirmed", 1, func(k *Keeper, f *journal.Fact, r confirmedResidue, _ *register.None) {
	if kept := k.key(r.Public); kept != nil {
		kept.Confirmed = f.Author
	}
})

func (k *Keeper) key(public letter.Public) *KeptKey {
	for i := range k.Keys {
		if bytes.Equal(k.Keys[i].Public, public) {
			return &k.Keys[i]
		}
	}
	return nil
}

// Standing is the key that is sealed to: the last that was confirmed; nil for none.
func (k *Keeper) Standing() *KeptKey {
	for i := len(k.Keys) - 1; i >= 0; i-- {
		if !k.Keys[i].Confirmed.IsZero() {
			return &k.Keys[i]
		}
	}
	return nil
}

// Waits is the last key, where nobody confirmed it yet; nil otherwise.
func (k *Keeper) Waits() *KeptKey {
	if n := len(k.Keys); n > 0 && k.Keys[n-1].Confirmed.IsZero() {
		return &k.Keys[n-1]
	}
	return nil
}

// Glass is a key of which two people have a half each. Public is sealed to; By is the user who made it.
type Glass struct {
	Public letter.Public `cbor:"1,keyasint"`
	Pairs  []Pair        `cbor:"2,keyasint"` // every two of its holders
	Day    clock.Day     `cbor:"3,keyasint"` // it was made
	By     id.ID         `cbor:"4,keyasint"`
}

// Pair is two holders of a glass, One and Other, with the half of each sealed to them: ForOne and ForOther.
type Pair struct {
	_        struct{} `cbor:",toarray"`
	One      id.ID
	Other    id.ID
	ForOne   []byte
	ForOther []byte
}

// AllGlasses is the list of glasses, in the commons, by the day on which they were made.
var AllGlasses = register.List{Name: "sealed_glasses"}

// GlassStory is the kind of story of a glass, in the commons.
var GlassStory = register.NewKind("sealed_glass", func(g *Glass, add register.Adder) { add(AllGlasses, dayKey(g.Day)) })

var glassMade = register.NewFact(GlassStory, "sealed.glass_made", 1, func(g *Glass, f *journal.Fact, r Glass, _ *register.None) {
	*g = r
	g.Day, g.By = f.Day, f.Author
})

// Promise is within how many hours each thing is done about a sealed complaint; 0 for what nothing was promised of.
type Promise struct {
	Acknowledge uint32 `cbor:"1,keyasint,omitempty" class:"open"` // somebody took it up
	Refer       uint32 `cbor:"2,keyasint,omitempty" class:"open"` // it was handed to who investigates
	Resolve     uint32 `cbor:"3,keyasint,omitempty" class:"open"` // it is closed
}

// Promised is what an operation promises, Within. The story's id is always the same.
type Promised struct {
	Within register.Held[Promise] `cbor:"1,keyasint"`
}

// PromiseStory is the kind of story of what is promised, in the commons.
var PromiseStory = register.NewKind[Promised]("sealed_promise", nil)

// promiseID is the one story of its kind.
var promiseID = id.Derived(id.ID{}, "sealed promise")

var promised = register.NewFact(PromiseStory, "sealed.promised", 1, func(p *Promised, f *journal.Fact, r Promise, _ *register.None) {
	p.Within.Put(f, "within", r)
})

// Opening is that a glass was opened in a caseload, on Day.
type Opening struct {
	One      id.ID     `cbor:"1,keyasint"` // who asked for it
	Other    id.ID     `cbor:"2,keyasint"` // who opened it with them
	Reason   string    `cbor:"3,keyasint"` // one of Reasons
	Day      clock.Day `cbor:"4,keyasint"`
	Reviewed id.ID     `cbor:"5,keyasint,omitempty"` // who looked at it since; zero while nobody did
	InOrder  bool      `cbor:"6,keyasint,omitempty"` // what they found
}

// AllOpenings is the list of openings of a caseload, by day.
var AllOpenings = register.List{Name: "sealed_openings"}

// OpeningStory is the kind of story of an opening, where the looks are.
var OpeningStory = register.NewKind("sealed_opening", func(o *Opening, add register.Adder) { add(AllOpenings, dayKey(o.Day)) })

var glassOpened = register.NewFact(OpeningStory, "sealed.glass_opened", 1, func(o *Opening, f *journal.Fact, r Opening, _ *register.None) {
	*o = Opening{One: r.One, Other: r.Other, Reason: r.Reason, Day: f.Day}
})

type reviewedResidue struct {
	InOrder bool `cbor:"1,keyasint,omitempty"`
}

var reviewed = register.NewFact(OpeningStory, "sealed.opening_reviewed", 1, func(o *Opening, f *journal.Fact, r reviewedResidue, _ *register.None) {
	o.Reviewed, o.InOrder = f.Author, r.InOrder
})

// Lying is that a letter lies in the lane. Nothing of it is in the register.
type Lying struct{}

// LetterStory is the kind of story of a letter, in the compartment of sealed complaints.
var LetterStory = register.NewKind[Lying]("sealed_letter", nil)

type letterResidue struct {
	Letter letter.Letter `cbor:"1,keyasint"`
}

var written = register.NewFact(LetterStory, "sealed.letter", 1, func(*Lying, *journal.Fact, letterResidue, *register.None) {})

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{KeeperStory, GlassStory, PromiseStory, OpeningStory, LetterStory,
		keyMade, keyLocked, keyConfirmed, glassMade, promised, glassOpened, reviewed, written}
}

// dayKey sorts by day.
func dayKey(d clock.Day) []byte { return binary.BigEndian.AppendUint32(nil, uint32(d)^1<<31) }
