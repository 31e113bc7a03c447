// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Secret names a secret with which the gateway of a caseload signs by its Name; what it is is drawn from the name and a key of the node, and kept nowhere. The zero Secret is the one that each caseload has from the beginning.
// Withdrawn says that there is none.
type Secret struct {
	_         struct{} `cbor:",toarray"`
	Name      id.ID    // zero for the first
	Withdrawn bool
}

// Former is a secret that was exchanged. Name is which; Until is the minute until which it is still taken, counted since 1 January 1970 by the operation's time of day.
type Former struct {
	_     struct{} `cbor:",toarray"`
	Name  id.ID    // zero for the first
	Until int64    // see above
}

// Gateway is what is known of the gateway for SMS of a caseload. Secret holds two where two offices wrote without seeing each other; nothing stands while it is the first. Former are the secrets before it, By and Day who
// exchanged or withdrew it last, and when.
type Gateway struct {
	Secret register.Held[Secret] `cbor:"1,keyasint"`
	Former []Former              `cbor:"2,keyasint,omitempty"`
	By     id.ID                 `cbor:"3,keyasint,omitempty"`
	Day    clock.Day             `cbor:"4,keyasint,omitempty"`
}

// GatewayStory is the kind of story of a gateway for SMS.
var GatewayStory = register.NewKind("sms_gateway", func(*Gateway, register.Adder) {})

// GatewayID is the story of the gateway of a caseload.
func GatewayID(caseload id.ID) id.ID { return id.Derived(caseload, "sms gateway of") }

const (
	fieldSecret = "secret"
	mostFormer  = 4

	KeepSecret  = 24 * 60     // minutes for which the secret before is taken beside a new one, where nobody says otherwise: a day
	LongestKept = 7 * 24 * 60 // minutes for which it is taken at most: a week
)

type secretResidue struct {
	Name  id.ID `cbor:"1,keyasint"`
	Until int64 `cbor:"2,keyasint"` // of the one before
}

var secretMade = register.NewFact(GatewayStory, "voice.sms_secret_made", 1, func(g *Gateway, f *journal.Fact, r secretResidue, _ *register.None) {
	before := g.Secret.Standing
	if len(before) == 0 {
		before = []register.Stated[Secret]{{}}
	}
	for _, s := range before {
		if !s.Value.Withdrawn && (s.Value.Name.IsZero() || slices.Contains(f.Supersedes[fieldSecret], s.Ref)) {
			g.Former = append(g.Former, Former{Name: s.Value.Name, Until: r.Until})
		}
	}
	g.Former = g.Former[max(0, len(g.Former)-mostFormer):]
	g.Secret.Put(f, fieldSecret, Secret{Name: r.Name})
	g.By, g.Day = f.Author, f.Day
})

var secretWithdrawn = register.NewFact(GatewayStory, "voice.sms_secret_withdrawn", 1, func(g *Gateway, f *journal.Fact, _ register.None, _ *register.None) {
	g.Former = nil
	g.Secret.Put(f, fieldSecret, Secret{Withdrawn: true})
	g.By, g.Day = f.Author, f.Day
})

// withdrawn reports whether no secret is taken: somebody withdrew it, and nobody who knew of that made another since.
func (g *Gateway) withdrawn() bool {
	return slices.ContainsFunc(g.Secret.Standing, func(s register.Stated[Secret]) bool { return s.Value.Withdrawn })
}

// current names the secret with which a gateway signs from now on.
func (g *Gateway) current() id.ID { return g.Secret.Value().Name }

// taken names the secrets that are taken at a minute, the present one first; none where it was withdrawn.
func (g *Gateway) taken(minute int64) (names []id.ID) {
	if g.withdrawn() {
		return nil
	}
	names = []id.ID{g.current()}
	for _, s := range g.Secret.Standing {
		names = append(names, s.Value.Name)
	}
	for _, f := range g.Former {
		if minute < f.Until {
			names = append(names, f.Name)
		}
	}
	return names
}

// ExchangeSecret makes a new secret for the gateway of the caseload. The one before is taken for as many Minutes more; with none it is taken no more. One that was withdrawn stays so.
type ExchangeSecret struct{ Minutes int }

// Act is the act of running a node.
func (ExchangeSecret) Act() access.Act { return access.NodeOperate }

// Decide records it. Fault: Invalid voice.secret_kept.
func (c ExchangeSecret) Decide(tx *desk.Tx) error {
	if c.Minutes < 0 || c.Minutes > LongestKept {
		return fault.New("voice.ExchangeSecret", fault.Invalid, "voice.secret_kept", fault.Args{"hours": LongestKept / 60})
	}
	of := GatewayID(tx.Scope().Caseload)
	g, err := desk.See(tx, GatewayStory, of)
	if err != nil {
		return err
	}
	name, err := tx.NewID()
	if err != nil {
		return err
	}
	r := secretResidue{name, minuteOf(tx.Today(), tx.Minute()) + int64(c.Minutes)}
	return tx.Record(secretMade.Draft(of, clock.NoDay, r).Replacing(fieldSecret, g.State.Secret.Seen()))
}

// WithdrawSecret has no message come or go through the gateway of the caseload, until a new secret is made.
type WithdrawSecret struct{}

// Act is the act of running a node.
func (WithdrawSecret) Act() access.Act { return access.NodeOperate }

// Decide records it; nothing where it is so already.
func (WithdrawSecret) Decide(tx *desk.Tx) error {
	of := GatewayID(tx.Scope().Caseload)
	g, err := desk.See(tx, GatewayStory, of)
	if err != nil || g.State.withdrawn() && !g.State.Secret.Contested() {
		return err
	}
	return tx.Record(secretWithdrawn.Draft(of, clock.NoDay, none).Replacing(fieldSecret, g.State.Secret.Seen()))
}

// SecretNames are the names of the secrets that are taken now: Taken, the present one first; none where it was withdrawn.
type SecretNames struct {
	Taken []id.ID `class:"open"`
}

// SecretsOf names the secrets that are taken from the gateway of a caseload. The names open nothing.
func SecretsOf(scope access.Scope) desk.Query[SecretNames] {
	return desk.Query[SecretNames]{Act: access.VoiceReply, Scope: scope, Run: func(r *desk.Reader) (SecretNames, error) {
		g, err := desk.Read(r, GatewayStory, GatewayID(scope.Caseload))
		now := r.Now()
		return SecretNames{g.State.taken(minuteOf(clock.DayOf(now), now.Hour()*60+now.Minute()))}, err
	}}
}

// GatewayRow is how the gateway of a caseload stands: Withdrawn, or Kept for how many minutes more a secret is taken that was exchanged; By whom, zero for nobody, and on which Day it was exchanged or withdrawn.
type GatewayRow struct {
	Withdrawn bool      `class:"open"`
	Kept      int       `class:"open"`
	By        id.ID     `class:"open"`
	Day       clock.Day `class:"open"`
}

// GatewayOf tells how the gateway of a caseload stands, to who runs the node.
func GatewayOf(scope access.Scope) desk.Query[GatewayRow] {
	return desk.Query[GatewayRow]{Act: access.NodeOperate, Scope: scope, Run: func(r *desk.Reader) (row GatewayRow, err error) {
		g, err := desk.Read(r, GatewayStory, GatewayID(scope.Caseload))
		if err != nil || !g.Exists {
			return row, err
		}
		now := r.Now()
		minute := minuteOf(clock.DayOf(now), now.Hour()*60+now.Minute())
		row = GatewayRow{Withdrawn: g.State.withdrawn(), By: g.State.By, Day: g.State.Day}
		for _, f := range g.State.Former {
			row.Kept = max(row.Kept, int(f.Until-minute))
		}
		return row, err
	}}
}
