// SPDX-License-Identifier: Apache-2.0

package programme

// State is how far a mark got within the lifecycle of its verb. Do not reorder: folds keep the numbers.
type State uint8

// The states, by verb. Happened is the one of verbs that have but one.
const (
	Happened      State = iota // ask, tell, gather, visit, check: it took place; choose: an adult answered
	BestInterests              // choose: a best-interests decision for children without an adult
	Proposed                   // place: room proposed and explained
	Checked                    // place: one of its checks made; Value says which
	Promised                   // place: room promised once
	Agreed                     // place: the other side agreed; close: the person agrees
	Released                   // place: the room is free again
	Owed                       // pay: owed for a reason frozen that day
	Listed                     // pay: on a payment list
	Approved                   // pay: approved by somebody else
	Sent                       // pay: handed to the financial service provider
	Delivered                  // pay: in the hands of the collector
	Stopped                    // pay: stopped before it was delivered
	Returned                   // pay: came back undelivered
	Willing                    // move: asked again in private, an adult is still willing
	Loaded                     // move: on a load
	Unloaded                   // move: taken off the load
	Boarded                    // move: boarded
	NoShow                     // move: did not come
	Departed                   // move: left, in a convoy or by their own means
	Arrived                    // move: arrival confirmed
	Reported                   // build: reported as built
	Passed                     // build: inspected by someone who does not pay, and passed
	Failed                     // build: inspected, not passed; place: one of its checks found something against the promise
	Fit                        // clear: cleared
	NotFit                     // clear: not cleared; why stays sealed
	Approval                   // decide: yes
	Refusal                    // decide: no
	Offered                    // refer: offered to the partner
	Accepted                   // refer: the partner accepted
	Declined                   // refer: the partner declined
	Closed                     // close: closed with a reason
	Reopened                   // close: opened again
	Allotted                   // give: on a distribution list
	Given                      // give: in the hands of the collector
	Requested                  // clear: asked for
	Consented                  // refer: a person consents to a field being passed; Value says which
	Shared                     // refer: a field was handed over; Value says which
	Recalled                   // refer: the consent was taken back
	AskedBack                  // refer: the partner was asked to give up what it has
	Served                     // refer: the partner said what came of it
	Signed                     // pay: received in cash, on a sheet that waits for a second pair of eyes until a day
	Seen                       // pay: somebody else of the office has seen that sheet
	DecidedFor                 // choose: a best-interests decision for one separated child; By is the child
	lastState
)

var stateNames = [lastState]string{"happened", "best_interests", "proposed", "checked", "promised", "agreed", "released", "owed",
	"listed", "approved", "sent", "delivered", "stopped", "returned", "willing", "loaded", "unloaded", "boarded", "no_show",
	"departed", "arrived", "reported", "passed", "failed", "fit", "not_fit", "approval", "refusal", "offered", "accepted",
	"declined", "closed", "reopened", "allotted", "given", "requested", "consented", "shared", "recalled", "asked_back", "served",
	"signed", "seen", "decided_for"}

// String returns the name of s in snake case; behind a step's name and a dot it is a yes or no in conditions.
func (s State) String() string {
	if s >= lastState {
		return "unknown"
	}
	return stateNames[s]
}

// StateNamed returns the state of a name, and whether there is one.
func StateNamed(name string) (State, bool) {
	for i, n := range stateNames {
		if n == name {
			return State(i), true
		}
	}
	return 0, false
}

// Status is what the evaluator says of a step. Do not reorder: figures keep the numbers.
type Status uint8

// The statuses.
const (
	Ready         Status = iota // it can be done now
	Done                        // it is done, and still valid
	Waiting                     // begun: it waits for a date or for the work of others
	Blocked                     // other steps, a condition or something missing stand before it
	Lapsed                      // it was done, and must be done again
	NotApplicable               // its condition says that it is not for this subject
	NotBuilt                    // this version of the software cannot walk it yet
)

var statusNames = [...]string{"ready", "done", "waiting", "blocked", "lapsed", "not_applicable", "not_built"}

// String returns the name of s in snake case.
func (s Status) String() string { return statusNames[min(int(s), len(statusNames)-1)] }
