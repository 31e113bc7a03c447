// SPDX-License-Identifier: Apache-2.0

package access

import (
	"math"

	"safar/kernel/clock"
	"safar/kernel/id"
)

// kiosk is what a browser may do that stands open to people in a yard. It is no role of anybody's: it stands in no list of roles, nobody can be given
// it, and it sees open fields alone, so that no name and no number can be shown there, also by a mistake.
const kiosk Role = math.MaxUint8

// AtKiosk returns who acts at a kiosk for a caseload that the actor opened: they answer for it, and of what they may do nothing is left but what
// people do there themselves. Fault: NotAllowed access.not_allowed where they may open none there, or may not any more.
func (a Actor) AtKiosk(caseload id.ID, day clock.Day) (Actor, error) {
	if err := May(a, KioskOpen, Scope{Caseload: caseload, Compartment: General}, day); err != nil {
		return Actor{}, err
	}
	return Actor{User: a.User, Device: a.Device, Grants: []Grant{NewGrant(kiosk, caseload)}}, nil
}

// letterbox is the lane of sealed complaints itself, under whose name letters lie there: it is no role of anybody's, and may do nothing else.
const letterbox Role = kiosk - 1

// Letterbox returns who lays letters into the sealed lane of a caseload: nobody, so that no letter tells who wrote it, or whether anybody did.
func Letterbox(caseload id.ID) Actor {
	return Actor{User: id.Derived(caseload, "letterbox"), Grants: []Grant{NewGrant(letterbox, caseload)}}
}

// smsGateway is the gateway of a sender of SMS, which hands on what people send: it is no role of anybody's, may do nothing but write down what was said, and sees no field.
const smsGateway Role = letterbox - 1

// SMSGateway returns who writes down what people send to a caseload as SMS.
func SMSGateway(caseload id.ID) Actor {
	return Actor{User: id.Derived(caseload, "sms gateway"), Grants: []Grant{NewGrant(smsGateway, caseload)}}
}

// smsSender is the same gateway where it sends: it is no role of anybody's, may do nothing but take what is to be sent and say what became of it, and sees the number to where it goes.
const smsSender Role = smsGateway - 1

// SMSSender returns who hands out what is to be sent from a caseload as SMS.
func SMSSender(caseload id.ID) Actor {
	return Actor{User: id.Derived(caseload, "sms sender"), Grants: []Grant{NewGrant(smsSender, caseload)}}
}
