// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"path"
	"reflect"
	"slices"
	"sync"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/clearance"
	"safar/field/committee"
	"safar/field/documents"
	"safar/field/gathering"
	"safar/field/hosting"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/places"
	"safar/field/pledging"
	"safar/field/referral"
	"safar/field/shelter"
	"safar/field/staff"
	"safar/field/standards"
	"safar/field/subjects"
	"safar/field/supply"
	"safar/field/voice"
	"safar/field/works"
	"safar/kernel/access"
)

// offered is a command of the field that programs may give.
type offered struct {
	of      reflect.Type
	commons bool // it is written into the commons, and not into a caseload
}

// name is the package and the name of a command, as they stand in its path: people/register.
func (c *offered) name() string { return path.Base(c.of.PkgPath()) + "/" + snake(c.of.Name()) }

func (c *offered) shape() *shape { return shapeOf(c.of) }

// act is what one must be allowed to do; of a command whose act depends on what is asked, that of the plainest.
func (c *offered) act() access.Act { return reflect.Zero(c.of).Interface().(desk.Command).Act() }

// ofCaseloads are the commands that programs may give, and that are written into a caseload.
var ofCaseloads = []desk.Command{
	capacity.Check{}, capacity.Promise{}, capacity.Release{},
	choice.Answer{}, choice.BestInterests{}, choice.Tell{}, choice.Wait{}, choice.Withdraw{},
	clearance.Request{}, clearance.State{},
	committee.Meet{}, committee.Resolve{}, committee.Settle{},
	documents.Withdraw{},
	gathering.Arrange{}, gathering.Attend{}, gathering.CallOff{}, gathering.Correct{}, gathering.Invite{}, gathering.Rearrange{}, gathering.RecordSession{}, gathering.Uninvite{},
	hosting.Describe{}, hosting.Drop{}, hosting.End{}, hosting.Introduce{}, hosting.KeepApart{}, hosting.LiftApart{}, hosting.Move{}, hosting.OfferBeds{}, hosting.Pause{}, hosting.Place{}, hosting.Propose{}, hosting.Review{}, hosting.Say{}, hosting.Seek{},
	journey.Ask{}, journey.Attend{}, journey.Close{}, journey.DecideStep{}, journey.FollowUp{}, journey.Join{}, journey.Merge{}, journey.Migrate{}, journey.SetAside{}, journey.Split{}, journey.Start{}, journey.Tend{}, journey.UndoMerge{}, journey.Visit{},
	movement.Arrive{}, movement.AskAgain{}, movement.Board{}, movement.Cancel{}, movement.ConfirmArrival{}, movement.CountLoad{}, movement.Depart{}, movement.Freeze{}, movement.GoOn{}, movement.HandOver{}, movement.LeaveByOwnMeans{}, movement.Load{}, movement.LookFor{}, movement.NoShow{}, movement.NotAboard{}, movement.Plan{}, movement.Replan{}, movement.SayHow{}, movement.StopOrTurnBack{}, movement.TakeBackArrival{}, movement.TakeBackTripArrival{}, movement.Unload{},
	payment.AssessSite{}, payment.Close{}, payment.ConfirmCollector{}, payment.Deliver{}, payment.Entrust{}, payment.HoldPayment{}, payment.KeepSheet{}, payment.Lift{}, payment.Owe{}, payment.PlanPaying{}, payment.Prepare{}, payment.Reconcile{}, payment.Reject{}, payment.Release{}, payment.Return{}, payment.SeeSheet{}, payment.Send{}, payment.Settle{}, payment.SettleSheet{}, payment.Stop{}, payment.StopCash{},
	people.AddMember{}, people.Birth{}, people.ChooseCollector{}, people.Correct{}, people.CorrectOwn{}, people.Forget{}, people.MoveSite{}, people.RecordDeath{}, people.Register{}, people.SayGroups{}, people.SayTravels{}, people.SetSafeContact{},
	pledging.Say{},
	referral.Answer{}, referral.AskBack{}, referral.Consent{}, referral.End{}, referral.Receive{}, referral.Send{}, referral.Withdraw{},
	shelter.AddBlock{}, shelter.MoveIn{},
	standards.Assign{}, standards.LocateFacility{},
	subjects.Add{}, subjects.Describe{}, subjects.Join{}, subjects.Leaves{},
	supply.Count{}, supply.HandOut{}, supply.Keep{}, supply.MakeList{}, supply.Move{}, supply.Receive{}, supply.Settle{},
	voice.Answer{}, voice.Follow{}, voice.Hear{}, voice.NobodyToAsk{}, voice.OfFacility{}, voice.OpenBox{}, voice.Refer{}, voice.Say{}, voice.SayAlike{},
	works.Inspect{}, works.Report{},
}

// ofCommons are those that are written into the commons.
var ofCommons = []desk.Command{
	capacity.GrantCustody{},
	journey.Publish{},
	places.Add{}, places.DecideClosure{}, places.DecideSafety{}, places.Locate{}, places.NoteClosure{}, places.Observe{}, places.OfferRoom{}, places.Rename{}, places.ReportSafety{},
	referral.Agree{}, referral.EndAgreement{},
	staff.OpenCaseload{}, staff.RevokeRole{}, staff.StateLine{},
	standards.Adopt{}, standards.CountStaff{}, standards.MeasureGround{}, standards.SetPhase{}, standards.Settle{},
}

// notOffered are the commands of the field that no program gives, each with why not.
var notOffered = map[string]string{
	"bulk/begin":             "what is done to many is looked at by a person first: a program gives the commands one by one, each under its own key",
	"bulk/end":               "as above",
	"detention/note":         "the other half of a hand-over: it is written down by whoever has the family registered where they are cared for",
	"detention/receive":      "half of a hand-over: whoever gave it alone would register a family of whom nothing says that they are free; people hand over on the page of the step",
	"documents/file":         "a picture comes with it, which the page makes smaller and strips of where it was taken: it is filed there",
	"payment/approve":        "the passphrase is typed again for it, which a program does not have",
	"people/give_code":       "the code is drawn on the page, shown there once, and is in no command",
	"sealed/put":             "the sealed lane is for people alone: no program is let into it",
	"sealed/make_key":        "as above",
	"sealed/lock_anew":       "as above",
	"sealed/confirm_key":     "as above",
	"sealed/make_glass":      "as above",
	"sealed/note_opening":    "as above",
	"sealed/review":          "as above",
	"sealed/set_promise":     "as above",
	"stories/tell":           "a story names who tells it until it is written: people write it, on the page",
	"stories/write":          "as above",
	"stories/call":           "as above",
	"stories/call_place":     "as above",
	"stories/consent":        "somebody was asked alone, and it was read back to them: by a person",
	"stories/withdraw":       "as above",
	"stories/publish":        "somebody else than who wrote it has read it: a person",
	"stories/use_story":      "where it goes is written down by whoever takes it there",
	"stories/ask_back":       "as above",
	"stories/tell_so":        "somebody was told, by a person",
	"voice/forget_complaint": "it cannot be taken back: somebody who answers does it, on the page",
	"staff/add_user":         "who works here is said by somebody who is signed in: whoever took a token would stay after it has ended",
	"staff/grant_role":       "as above",
	"staff/readmit":          "as above",
	"staff/withdraw":         "its page shuts the door of this office as well",
	"voice/hear_spoken":      "a recording comes in as a file, with who speaks having agreed: on the page",
	"voice/record":           "as above",
	"voice/write_down":       "somebody listened to it: on the page, where it is heard",
	"voice/hear_message":     "what people send comes in through the gateway that signs it (docs/sms.md)",
	"voice/hand_reply":       "the gateway alone is handed what it sends, once",
	"voice/end_reply":        "as above",
	"voice/exchange_secret":  "whoever took a token could keep others out: somebody who is signed in does it, or who runs the node",
	"voice/withdraw_secret":  "as above",
	"voice/record_call":      "who calls is asked by a person who listens, before anything is told",
}

// commands are all that are offered, in order of their names.
var commands = sync.OnceValue(func() []*offered {
	var all []*offered
	for _, c := range ofCaseloads {
		all = append(all, &offered{reflect.TypeOf(c), false})
	}
	for _, c := range ofCommons {
		all = append(all, &offered{reflect.TypeOf(c), true})
	}
	slices.SortFunc(all, func(a, b *offered) int { return cmp.Compare(a.name(), b.name()) })
	return all
})

// commandNamed finds a command by its name.
func commandNamed(name string) (*offered, bool) {
	all := commands()
	i, found := slices.BinarySearchFunc(all, name, func(c *offered, name string) int { return cmp.Compare(c.name(), name) })
	if !found {
		return nil, false
	}
	return all[i], true
}

// tended are the commands that journey.Tend carries out for what is no person and no place.
func tended() []string {
	return []string{"journey/start", "journey/ask", "journey/attend", "journey/follow_up", "journey/decide_step", "journey/close", "journey/set_aside"}
}
