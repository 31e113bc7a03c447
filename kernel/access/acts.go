// SPDX-License-Identifier: Apache-2.0

package access

import "slices"

// Act is one thing a person can do, as "thing.verb". A command of the desk carries the act that it is; a page that only
// reads asks for the act of reading. An act that is not in Acts is never allowed.
type Act string

// Acts of giving roles and running the machines.
const (
	AccessGrant  Act = "access.grant"  // give a role to a person
	AccessRevoke Act = "access.revoke" // take a role away
	AccessReset  Act = "access.reset"  // give a person new recovery codes after they lost theirs
	AccessList   Act = "access.list"   // see who has which role
	NodeOperate  Act = "node.operate"  // back up, check, restore and sync this node
	NodeJoin     Act = "node.join"     // let a new laptop or phone into the operation
	CaseloadOpen Act = "caseload.open" // open a caseload for a field office
	LooksRead    Act = "looks.read"    // see who looked at whose file, and why
	LooksReview  Act = "looks.review"  // say that a look was in order, or was not
)

// Acts of programmes.
const (
	ProgrammeRead    Act = "programme.read"    // read a programme, its steps and words
	ProgrammePublish Act = "programme.publish" // put a new version of a programme in force
)

// Acts of persons and households.
const (
	PeopleRegister Act = "people.register" // register a household and its members
	PeopleAmend    Act = "people.amend"    // change what is known of a person
	PeopleList     Act = "people.list"     // see a list of households
	PeopleSearch   Act = "people.search"   // find a household by name, number or card
	PeopleLook     Act = "people.look"     // open the file of a household or person
	PeopleBirth    Act = "people.birth"    // add a newborn or a new member
	PeopleDeath    Act = "people.death"    // record a death
	PeopleSplit    Act = "people.split"    // let members leave a household
	PeopleJoin     Act = "people.join"     // let persons join a household
	PeopleMerge    Act = "people.merge"    // make two records of one person one
	PeopleLink     Act = "people.link"     // say that two records are, or are not, one person
	PeopleContact  Act = "people.contact"  // record the safe way to reach a person
	PeopleCode     Act = "people.code"     // give an adult the code of their own with which they open their account
	PeopleTransfer Act = "people.transfer" // hand a household to another caseload
	PeopleErase    Act = "people.erase"    // forget a person
	ImportRun      Act = "import.run"      // read a file of households into the register
)

// Acts of what walks a pathway and is neither a household nor a place: committees, projects, practices.
const (
	SubjectsRead    Act = "subjects.read"    // see them, and where they stand
	SubjectsAdd     Act = "subjects.add"     // register one, describe it, begin its pathway
	SubjectsMembers Act = "subjects.members" // say who is of one, such as a committee's members
	SubjectsStep    Act = "subjects.step"    // record the steps of its way
)

// Acts of places.
const (
	PlacesRead         Act = "places.read"          // see sites, villages and what they offer
	PlacesAdd          Act = "places.add"           // add a place or correct its codes
	PlacesDescribe     Act = "places.describe"      // record a village's or site's profile
	PlacesReportSafety Act = "places.report_safety" // report what a source says of a place's safety
	PlacesDecideSafety Act = "places.decide_safety" // decide that a place or route is safe, or is not
	PlacesReady        Act = "places.ready"         // say that a receiving community is ready, or is not
	PlacesClose        Act = "places.close"         // record a site's closing and its dates
)

// Acts of a subject's way.
const (
	JourneyStart    Act = "journey.start"     // begin a pathway
	JourneyAsk      Act = "journey.ask"       // fill a form
	JourneyStep     Act = "journey.step"      // record a step
	JourneyDecide   Act = "journey.decide"    // decide a step that names a role
	JourneyFollowUp Act = "journey.follow_up" // record a follow-up visit
	JourneyClose    Act = "journey.close"     // end a pathway, with the household's word
	JourneyMigrate  Act = "journey.migrate"   // move journeys to a new version of a programme
)

// Acts of choice.
const (
	ChoiceTell          Act = "choice.tell"           // record what people were told
	ChoiceAnswer        Act = "choice.answer"         // record an adult's own answer
	ChoiceWithdraw      Act = "choice.withdraw"       // record a change of mind
	ChoiceConfirm       Act = "choice.confirm"        // ask again before departure: still willing?
	ChoiceBestInterests Act = "choice.best_interests" // write down what the authority decided for children alone, or one separated child
)

// Acts of room.
const (
	CapacityOffer   Act = "capacity.offer"   // say what room a place has
	CapacityQuota   Act = "capacity.quota"   // give a caseload its share of room
	CapacityPropose Act = "capacity.propose" // propose a place to a household
	CapacityPlan    Act = "capacity.plan"    // write down what binds people to States, and read a plan of which could be told to whom
	CapacityPromise Act = "capacity.promise" // promise a place
	CapacityRelease Act = "capacity.release" // free a place that was promised
	CapacityCheck   Act = "capacity.check"   // record the checks of a plot or home
)

// Acts of meetings and visits.
const (
	GatheringHold   Act = "gathering.hold"   // record a meeting and what was said
	GatheringAttend Act = "gathering.attend" // record who sat there
	VisitPlan       Act = "visit.plan"       // plan a go-and-see visit
	VisitRecord     Act = "visit.record"     // record what visitors found
)

// Acts of clearance.
const (
	ClearanceRequest Act = "clearance.request" // ask for a clearance
	ClearanceRecord  Act = "clearance.record"  // say that somebody is cleared, or is not; a medical one only by who is let into the medical compartment
)

// Acts of movement.
const (
	MovementPlan           Act = "movement.plan"            // plan a convoy or flight
	MovementLoad           Act = "movement.load"            // put households on a load
	MovementFreeze         Act = "movement.freeze"          // make a version of the manifest
	MovementBoard          Act = "movement.board"           // record who boarded and who did not come
	MovementStop           Act = "movement.stop"            // stop people on the road, or turn them back
	MovementDepart         Act = "movement.depart"          // record a departure
	MovementArrive         Act = "movement.arrive"          // record an arrival
	MovementConfirmArrival Act = "movement.confirm_arrival" // confirm that a household that travelled alone has arrived
	MovementCancel         Act = "movement.cancel"          // cancel a movement
)

// Acts of money.
const (
	PaymentList        Act = "payment.list"        // see payment lists
	PaymentRate        Act = "payment.rate"        // set a rate of exchange
	PaymentBudget      Act = "payment.budget"      // enter a donor's grant, its period and ceiling
	PaymentOwe         Act = "payment.owe"         // state that an amount is owed, and why
	PaymentCollector   Act = "payment.collector"   // record the collector a household chose
	PaymentPrepare     Act = "payment.prepare"     // prepare a payment list
	PaymentApprove     Act = "payment.approve"     // approve a payment list
	PaymentReject      Act = "payment.reject"      // send a payment list back
	PaymentSend        Act = "payment.send"        // hand an approved list to the one who pays
	PaymentDeliver     Act = "payment.deliver"     // record that an amount was received
	PaymentAssess      Act = "payment.assess"      // assess the risks of a cash site
	PaymentCountersign Act = "payment.countersign" // say that one has seen the signed sheet of cash that somebody else handed out
	PaymentReconcile   Act = "payment.reconcile"   // compare with the statement of the one who paid
	PaymentHold        Act = "payment.hold"        // hold a payment, for a stated time
	PaymentRelease     Act = "payment.release"     // release a held payment
)

// Acts of building and goods.
const (
	WorksList        Act = "works.list"        // see houses, infrastructure and projects
	WorksPlan        Act = "works.plan"        // plan a house, infrastructure or a project
	WorksReport      Act = "works.report"      // report that a milestone is reached
	WorksInspect     Act = "works.inspect"     // inspect a milestone
	SupplyList       Act = "supply.list"       // see stock and distribution lists
	SupplyReceive    Act = "supply.receive"    // receive stock, move it, count it
	SupplyDistribute Act = "supply.distribute" // hand out goods
)

// Acts of people's own account.
const (
	AccountRead Act = "account.read" // see what a household is told of its own account, at a kiosk or on the telephone
	KioskOpen   Act = "kiosk.open"   // make a browser a kiosk for a caseload, and end it
)

// Acts of voice.
const (
	VoiceHear      Act = "voice.hear"      // record feedback or a complaint
	VoiceAnswer    Act = "voice.answer"    // answer it
	VoiceList      Act = "voice.list"      // see the sealed complaints
	VoiceSeal      Act = "voice.seal"      // pass a sensitive complaint into the sealed lane
	VoicePut       Act = "voice.put"       // lay a sealed letter there: nobody's, but the lane's own
	VoiceKey       Act = "voice.key"       // make one's own key to sealed complaints, or to half of the glass
	VoiceConfirm   Act = "voice.confirm"   // say that such a key is whose it says it is
	VoiceBreak     Act = "voice.break"     // open, with a second person, what no focal point is left to open
	VoiceReply     Act = "voice.reply"     // hand an acknowledgement to a sender of SMS: the gateway's alone
	VoicePromise   Act = "voice.promise"   // say within what time sealed complaints are seen to
	ReferralSend   Act = "referral.send"   // hand a case to another organisation under an agreement
	ReferralAnswer Act = "referral.answer" // accept or decline a referral
	ReferralAgree  Act = "referral.agree"  // agree with another organisation what may be handed to it
	StoryPublish   Act = "story.publish"   // publish a story, on consent and with changed names
)

// Acts of local solutions.
const (
	PracticeRead     Act = "practice.read"     // read practices and commitments
	PracticeDescribe Act = "practice.describe" // describe a practice with its evidence
	PracticeAdopt    Act = "practice.adopt"    // adopt another city's practice
	PracticeReport   Act = "practice.report"   // report what came of it
)

// Acts of figures and files.
const (
	FiguresRead     Act = "figures.read"             // read figures
	FiguresNote     Act = "figures.note"             // keep a frontier with a report, so that it can be drawn again
	SourceStatement Act = "figures.source_statement" // enter another's published total, as their statement
	ExportOpen      Act = "export.open"              // take out a file without personal data
	ExportPersonal  Act = "export.personal"          // take out a manifest or list with names
	ExportPayment   Act = "export.payment"           // take out a payment file for the one who pays
)

// Acts lists every act, in the order of this file.
func Acts() []Act { return slices.Clone(acts) }

// Known reports whether a is one of Acts.
func (a Act) Known() bool { return slices.Contains(acts, a) }

var acts = []Act{
	AccessGrant, AccessRevoke, AccessReset, AccessList, NodeOperate, NodeJoin, CaseloadOpen, LooksRead, LooksReview,
	ProgrammeRead, ProgrammePublish, PeopleRegister, PeopleAmend, PeopleList, PeopleSearch, PeopleLook, PeopleBirth,
	PeopleDeath, PeopleSplit, PeopleJoin, PeopleMerge, PeopleLink, PeopleContact, PeopleCode, PeopleTransfer, PeopleErase,
	ImportRun, SubjectsRead, SubjectsAdd, SubjectsMembers, SubjectsStep, PlacesRead, PlacesAdd, PlacesDescribe, PlacesReportSafety, PlacesDecideSafety, PlacesReady,
	PlacesClose, JourneyStart, JourneyAsk, JourneyStep, JourneyDecide, JourneyFollowUp, JourneyClose,
	JourneyMigrate, ChoiceTell, ChoiceAnswer, ChoiceWithdraw, ChoiceConfirm, ChoiceBestInterests, CapacityOffer,
	CapacityQuota, CapacityPropose, CapacityPlan, CapacityPromise, CapacityRelease, CapacityCheck, GatheringHold, GatheringAttend,
	VisitPlan, VisitRecord, ClearanceRequest, ClearanceRecord, MovementPlan, MovementLoad, MovementFreeze,
	MovementBoard, MovementStop, MovementDepart, MovementArrive, MovementConfirmArrival, MovementCancel,
	PaymentList, PaymentRate, PaymentBudget, PaymentOwe, PaymentCollector, PaymentPrepare, PaymentApprove,
	PaymentReject, PaymentSend, PaymentDeliver, PaymentAssess, PaymentCountersign, PaymentReconcile, PaymentHold, PaymentRelease, WorksList, WorksPlan,
	WorksReport, WorksInspect, SupplyList, SupplyReceive, SupplyDistribute, AccountRead, KioskOpen, VoiceHear, VoiceAnswer, VoiceList, VoiceSeal, VoicePut, VoiceReply, VoiceKey, VoiceConfirm, VoiceBreak, VoicePromise,
	ReferralSend, ReferralAnswer, ReferralAgree, StoryPublish, PracticeRead, PracticeDescribe, PracticeAdopt, PracticeReport,
	FiguresRead, FiguresNote, SourceStatement, ExportOpen, ExportPersonal, ExportPayment,
}
