// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"sync"
	"time"

	"safar/desk"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/operation"
	"safar/web"
)

// SMSSecrets returns the secrets with which the gateway of a caseload may sign now, the present one first: 64 hexadecimal digits each, which as they are written are the key. They are drawn from a key of the
// operation, are others for each caseload, and are kept nowhere; none where it was withdrawn. Fault: Internal.
func SMSSecrets(ctx context.Context, op *operation.Operation, caseload id.ID) (all []string, err error) {
	scope := access.Scope{Caseload: caseload, Compartment: access.General}
	names, err := desk.Ask(ctx, op.Desk, access.SMSSender(caseload), "task.voices", voice.SecretsOf(scope))
	for _, name := range names.Taken {
		purpose := "sms inward " + caseload.String()
		if !name.IsZero() {
			purpose += " " + name.String()
		}
		key, wrong := op.KeyFor(purpose)
		if wrong != nil {
			return nil, wrong
		}
		all = append(all, hex.EncodeToString(key[:]))
	}
	return all, err
}

// signed reads what the gateway of a caseload sent, and holds it to how often it may. Who signs nothing takes nothing off what the gateway has left. Faults: those of proven; Invalid sms.too_large; NotAllowed api.too_often.
func (d *smsDoor) signed(r *web.Request) (caseload id.ID, body []byte, err error) {
	if caseload, err = r.PathID("caseload"); err != nil {
		return caseload, nil, err
	}
	r.AllowBody(largestSMS)
	body, err = r.Sent()
	if fault.KeyOf(err) == "web.too_large" {
		err = fault.New("api.sms", fault.Invalid, "sms.too_large", fault.Args{"kilobytes": largestSMS >> 10})
	}
	if err == nil {
		err = d.proven(r.Context(), caseload, r.Header, body)
	}
	if err == nil {
		err = d.pace.next(id.Derived(caseload, r.Pattern))
	}
	return caseload, body, err
}

// proven judges whether a message is of the gateway of a caseload, and is not handed on long after it was signed. Faults: NotAllowed sms.not_signed, sms.clock.
func (d *smsDoor) proven(ctx context.Context, caseload id.ID, h http.Header, body []byte) error {
	const op = "api.sms"
	secrets, err := SMSSecrets(ctx, d.op, caseload)
	if err != nil {
		return err
	}
	moment := h.Get("Safar-Time")
	shown, err := hex.DecodeString(h.Get("Safar-Signature"))
	if err != nil || !signedBy(secrets, moment, body, shown) {
		return fault.New(op, fault.NotAllowed, "sms.not_signed", nil).WithHint("sms.not_signed.hint")
	}
	seconds, err := strconv.ParseInt(moment, 10, 64)
	if err != nil || d.op.Clock.Now().Sub(time.Unix(seconds, 0)).Abs() > smsOff {
		return fault.New(op, fault.NotAllowed, "sms.clock", fault.Args{"minutes": int(smsOff / time.Minute)}).WithHint("sms.clock.hint")
	}
	return nil
}

// signedBy reports whether a signature is by one of the secrets. Each is tried, so that the time it takes does not tell which.
func signedBy(secrets []string, moment string, body, shown []byte) (good bool) {
	for _, secret := range secrets {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(moment + "."))
		mac.Write(body)
		good = hmac.Equal(mac.Sum(nil), shown) || good
	}
	return good
}

// once remembers the requests that were signed of late, so that one that was listened to and is sent again takes nothing out. It is kept in memory alone, for longer than a signature holds.
type once struct {
	clock clock.Clock
	mu    sync.Mutex
	heard map[id.ID]time.Time
}

func newOnce(c clock.Clock) *once { return &once{clock: c, heard: map[id.ID]time.Time{}} }

// first reports whether a request is heard for the first time.
func (o *once) first(of id.ID) bool {
	now := o.clock.Now()
	o.mu.Lock()
	defer o.mu.Unlock()
	for old, at := range o.heard {
		if now.Sub(at).Abs() > 3*smsOff {
			delete(o.heard, old)
		}
	}
	_, known := o.heard[of]
	o.heard[of] = now
	return !known
}
