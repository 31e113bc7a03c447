// SPDX-License-Identifier: Apache-2.0

// Package referral is what is handed to another organisation, and what comes from one.
//
// An agreement (referral.agreed) says with which partner, which fields may be passed and from when until when; it stands in the commons, for every
// office. What may be passed of somebody on a day is what the step of the programme shares, the agreement of that day covers, and the person
// consented to that day: the rule stands in rules.go and nowhere else. Consent (referral.consented) is each adult's own, asked in private, oral
// before a witness or written; nobody's spouse and no head of a household gives it for them, so that a survivor's consent governs. For a child an
// adult of the household consents, or the child-protection authority where there is none. An authority of detention gets nothing without a consent
// that is noted as given in detention.
//
// The machine sends nothing. A referral (referral.sent) keeps, in the words of the person, exactly what was handed over, for the page that is
// printed and the file that is given; the partner answers (referral.answered), and says what came of it (referral.ended). Whoever takes back their
// consent (referral.withdrawn) is asked for no reason: the step counts for nothing from then on, and the office asks the partner to give up what it
// has, and writes down that it did (referral.asked_back).
//
// A step that is inbound is a submission by another organisation that becomes a case here: it is received under an agreement, with the consent that
// came with it, and accepted or declined by us.
package referral
