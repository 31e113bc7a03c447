// SPDX-License-Identifier: Apache-2.0

package access

// This file is the whole policy: which role may do which act in which compartment, and which classes of field it sees
// there. What is not written here is refused. To give somebody a new act, add it to acts.go and to a row below; the tests
// beside this file print the difference and hold what must never be given together.

// rule is where one role may do one act.
type rule struct {
	in    CompartmentSet
	blind bool // may write into a closed compartment without being let in: a complaint must never be refused
}

// row is what a role may do in one compartment.
type row struct {
	compartment Compartment
	blind       bool
	acts        []Act
}

func in(c Compartment, acts ...Act) row   { return row{compartment: c, acts: acts} }
func into(c Compartment, acts ...Act) row { return row{compartment: c, blind: true, acts: acts} }

// everyoneReads are the acts in the commons that every member of staff needs to find their way.
var everyoneReads = in(CommonsCompartment, PlacesRead, ProgrammeRead, PracticeRead)

// hears is the right to pass a sensitive complaint into the sealed lane. Nobody goes without it: who works here may have something to tell too.
var hears = into(SealedComplaints, VoiceSeal)

var policy = map[Role][]row{
	Enumerator: {
		everyoneReads, hears,
		in(CommonsCompartment, PlacesReportSafety, PlacesDescribe, VisitRecord),
		in(General, PeopleRegister, PeopleAmend, PeopleList, PeopleSearch, PeopleLook, PeopleBirth,
			SubjectsRead, JourneyAsk, ChoiceTell, GatheringHold, GatheringAttend, VisitRecord, WorksReport, VoiceHear),
	},
	Caseworker: {
		everyoneReads, hears,
		in(CommonsCompartment, PlacesReportSafety, PlacesDescribe, VisitRecord),
		in(General, PeopleRegister, PeopleAmend, PeopleList, PeopleSearch, PeopleLook, PeopleBirth, PeopleDeath, PeopleSplit,
			PeopleJoin, PeopleMerge, PeopleLink, PeopleContact, PeopleCode, PeopleTransfer, ImportRun, AccountRead, KioskOpen,
			SubjectsRead, SubjectsAdd, SubjectsMembers, SubjectsStep,
			JourneyStart, JourneyAsk, JourneyStep, JourneyFollowUp, JourneyClose,
			ChoiceTell, ChoiceAnswer, ChoiceWithdraw, ChoiceConfirm, CapacityPropose, CapacityPromise, CapacityRelease,
			CapacityCheck, GatheringHold, GatheringAttend, VisitPlan, VisitRecord, MovementConfirmArrival,
			PaymentOwe, PaymentCollector, PaymentDeliver, PaymentHold, WorksReport, ClearanceRequest, VoiceHear, VoiceAnswer, ReferralSend, ReferralAnswer,
			FiguresRead),
	},
	ProtectionOfficer: {
		everyoneReads, hears,
		in(CommonsCompartment, PlacesReportSafety, PlacesDecideSafety, PlacesDescribe, VisitRecord),
		in(General, PeopleRegister, PeopleAmend, PeopleList, PeopleSearch, PeopleLook, PeopleBirth, PeopleDeath, PeopleSplit,
			PeopleJoin, PeopleMerge, PeopleLink, PeopleContact, PeopleCode, PeopleTransfer, AccountRead, KioskOpen,
			SubjectsRead, SubjectsAdd, SubjectsMembers, SubjectsStep,
			JourneyStart, JourneyAsk, JourneyStep, JourneyFollowUp, JourneyClose, JourneyDecide,
			ChoiceTell, ChoiceAnswer, ChoiceWithdraw, ChoiceConfirm, ChoiceBestInterests, CapacityPlan, CapacityCheck, CapacityRelease,
			GatheringHold, GatheringAttend, VisitPlan, VisitRecord, MovementStop, PaymentCollector, PaymentAssess, PaymentCountersign, PaymentHold, PaymentRelease,
			ClearanceRequest, ClearanceRecord, VoiceHear, VoiceAnswer, ReferralSend, ReferralAnswer, FiguresRead),
		in(Protection, PeopleRegister, PeopleAmend, PeopleList, PeopleSearch, PeopleLook, PeopleBirth, PeopleDeath, PeopleSplit, PeopleJoin,
			PeopleMerge, PeopleLink, PeopleContact, SubjectsRead, SubjectsAdd, SubjectsMembers, SubjectsStep,
			JourneyStart, JourneyAsk, JourneyStep, JourneyFollowUp, JourneyClose, JourneyDecide,
			ChoiceTell, ChoiceAnswer, ChoiceWithdraw, ChoiceBestInterests, CapacityOffer, CapacityPropose, CapacityPlan, CapacityPromise, CapacityRelease,
			CapacityCheck, GatheringHold, GatheringAttend, VisitRecord, VoiceHear, VoiceAnswer, ReferralSend, ReferralAnswer, StoryPublish,
			FiguresRead),
		in(Detention, PeopleRegister, PeopleAmend, PeopleList, PeopleSearch, PeopleLook, PeopleBirth, PeopleDeath, PeopleSplit, PeopleJoin,
			PeopleMerge, PeopleContact, JourneyStart, JourneyAsk, JourneyStep, JourneyFollowUp, JourneyClose, JourneyDecide,
			ChoiceTell, ChoiceAnswer, ChoiceWithdraw, ChoiceBestInterests, ClearanceRequest, ClearanceRecord, ReferralSend, ReferralAnswer, FiguresRead),
		in(Medical, ClearanceRecord, PeopleLook, PeopleList),
		in(SealedComplaints, VoiceHear, VoiceAnswer, VoiceList, PeopleLook, ReferralSend),
		in(CommonsCompartment, VoiceKey, VoiceConfirm),
	},
	SiteManager: {
		everyoneReads, hears,
		in(CommonsCompartment, PlacesReportSafety, PlacesDescribe, PlacesClose),
		in(General, PeopleList, PeopleSearch, PeopleLook, PeopleBirth, SubjectsRead, SubjectsAdd, SubjectsMembers, SubjectsStep,
			GatheringHold, GatheringAttend, WorksPlan, WorksReport, PaymentAssess,
			SupplyList, SupplyReceive, SupplyDistribute, AccountRead, KioskOpen, VoiceHear, VoiceAnswer, PlacesClose, JourneyDecide, ExportOpen, FiguresRead),
	},
	MovementOfficer: {
		everyoneReads, hears,
		in(General, PeopleList, PeopleSearch, PeopleLook, PeopleBirth, PeopleDeath, ClearanceRequest, ClearanceRecord, ChoiceConfirm, ChoiceWithdraw,
			VisitPlan, MovementPlan, MovementLoad, MovementFreeze, MovementBoard, MovementStop, MovementDepart,
			MovementArrive, MovementConfirmArrival, MovementCancel, ExportPersonal, FiguresRead),
	},
	FinanceOfficer: {
		everyoneReads, hears,
		in(CommonsCompartment, PaymentRate),
		in(General, PaymentList, PaymentOwe, PaymentPrepare, PaymentSend, PaymentDeliver, PaymentCountersign, PaymentReconcile, PaymentHold,
			ExportPayment, ExportOpen, FiguresRead),
	},
	Approver: {
		everyoneReads, hears,
		in(General, PaymentList, PaymentApprove, PaymentReject, PaymentCountersign, PaymentHold, PaymentRelease, FiguresRead),
	},
	Inspector: {
		everyoneReads, hears,
		in(General, SubjectsRead, WorksList, WorksInspect),
	},
	Municipality: {
		everyoneReads, hears,
		in(CommonsCompartment, PlacesDescribe, PlacesReady, CapacityOffer, PracticeDescribe, PracticeAdopt, PracticeReport),
		in(General, SubjectsRead, SubjectsAdd, SubjectsStep, WorksList, FiguresRead),
	},
	ProgrammeManager: {
		everyoneReads, hears,
		in(CommonsCompartment, ProgrammePublish, PlacesAdd, PlacesDescribe, PlacesClose, CapacityOffer, CapacityQuota, PracticeDescribe, PracticeAdopt,
			PracticeReport, ReferralAgree, FiguresRead, FiguresNote, SourceStatement, VoiceKey, VoicePromise),
		into(SealedComplaints, VoiceBreak), in(Looks, VoiceBreak),
		in(General, SubjectsRead, SubjectsAdd, SubjectsStep, PlacesClose, PaymentBudget, WorksPlan, WorksList, WorksReport, SupplyList, JourneyMigrate,
			FiguresRead, FiguresNote, ExportOpen),
		in(Protection, FiguresRead, JourneyMigrate), in(Detention, FiguresRead, JourneyMigrate), // counts alone: no list of the compartment is theirs
	},
	DataProtectionOfficer: {
		everyoneReads, hears,
		in(General, PeopleList, PeopleSearch, PeopleLook, PeopleErase, FiguresRead),
		in(Protection, PeopleErase), in(Detention, PeopleErase), into(Medical, PeopleErase), into(SealedComplaints, PeopleErase),
		in(Looks, LooksRead, LooksReview, VoiceBreak), into(SealedComplaints, VoiceBreak),
		in(CommonsCompartment, VoiceKey, VoiceConfirm),
	},
	Administrator: {
		everyoneReads, hears,
		in(CommonsCompartment, AccessGrant, AccessRevoke, AccessReset, AccessList, NodeOperate, NodeJoin, PlacesAdd),
		in(General, NodeOperate, CaseloadOpen),
	},
	Auditor: {
		hears,
		in(CommonsCompartment, PlacesRead, ProgrammeRead, FiguresRead),
		in(General, FiguresRead, ExportOpen),
		in(Protection, FiguresRead), in(Detention, FiguresRead),
	},
	letterbox: {
		into(SealedComplaints, VoicePut),
	},
	smsGateway: {
		in(General, VoiceHear),
	},
	smsSender: {
		in(General, VoiceReply),
	},
	kiosk: {
		in(CommonsCompartment, PlacesRead), // at which number the office is reached
		in(General, AccountRead, VoiceHear),
	},
}

// clearances says which classes a role sees in a compartment. A role that is not named in a compartment sees nothing there.
// Medical and sealed complaints are closed: the row counts only for those whom a grant lets in.
//
// Finance and approvers see personal fields because a payment list carries the payee's name and phone; they open no file.
var clearances = map[Role]map[Compartment]ClassSet{
	Enumerator:      {CommonsCompartment: seesOpen, General: seesPersonal},
	Caseworker:      {CommonsCompartment: seesOpen, General: seesPersonal},
	SiteManager:     {CommonsCompartment: seesOpen, General: seesPersonal},
	MovementOfficer: {CommonsCompartment: seesOpen, General: seesPersonal},
	ProtectionOfficer: {CommonsCompartment: seesOpen, General: seesSensitive, Protection: seesSensitive,
		Detention: seesSensitive, Medical: seesAll, SealedComplaints: seesAll},
	FinanceOfficer:        {CommonsCompartment: seesOpen, General: seesPersonal},
	Approver:              {CommonsCompartment: seesOpen, General: seesPersonal},
	Inspector:             {CommonsCompartment: seesOpen, General: seesPersonal},
	Municipality:          {CommonsCompartment: seesOpen, General: seesOpen},
	ProgrammeManager:      {CommonsCompartment: seesOpen, General: seesOpen, Protection: seesOpen, Detention: seesOpen},
	DataProtectionOfficer: {CommonsCompartment: seesOpen, General: seesPersonal, Protection: seesOpen, Detention: seesOpen, Looks: seesPersonal},
	Administrator:         {CommonsCompartment: seesOpen, General: seesOpen},
	Auditor:               {CommonsCompartment: seesOpen, General: seesOpen, Protection: seesOpen, Detention: seesOpen},
	kiosk:                 {CommonsCompartment: seesOpen, General: seesOpen},
	smsSender:             {General: seesPersonal},
}

// Holders returns the roles that may do an act in a compartment, in order: who could ever do it there.
func Holders(act Act, in Compartment) (roles []Role) {
	for _, role := range Roles() {
		if r, given := rules[role][act]; given && r.in.Has(in) {
			roles = append(roles, role)
		}
	}
	return roles
}

// ActsOf returns what a role may do in a compartment, in the order of Acts: for whoever wants to know what a role is. In a closed one that holds for
// those whom a grant lets in.
func ActsOf(role Role, in Compartment) (may []Act) {
	for _, act := range acts {
		if r, given := rules[role][act]; given && r.in.Has(in) {
			may = append(may, act)
		}
	}
	return may
}

// rules is policy, turned so that one question is one look.
var rules = index(policy)

func index(policy map[Role][]row) map[Role]map[Act]rule {
	out := make(map[Role]map[Act]rule, len(policy))
	for role, rows := range policy {
		out[role] = map[Act]rule{}
		for _, r := range rows {
			for _, act := range r.acts {
				was := out[role][act]
				out[role][act] = rule{was.in | SetOf(r.compartment), was.blind || r.blind}
			}
		}
	}
	return out
}
