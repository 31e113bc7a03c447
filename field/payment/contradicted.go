// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"

	"safar/field/capacity"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/fault"
)

// contradicted says what two offices wrote of the payment, or of what it rests on, that cannot both be.
func contradicted(src source, k *journey.Case, line *Line) (Reason, error) {
	switch err := k.Whole(); {
	case fault.KeyOf(err) == "journey.walks_two":
		return TwoJourneys, nil
	case fault.KeyOf(err) == "journey.member_in_two_households":
		return TwoHouseholds, nil
	case fault.Is(err, fault.Blocked):
		return Contradicted, nil
	case err != nil:
		return "", err
	}
	if err := src.undoubted(k.Journey); err != nil {
		if fault.KeyOf(err) == capacity.PromisedTwice {
			return Contradicted, nil
		}
		return "", err
	}
	for i := range k.Journey.Marks {
		m := &k.Journey.Marks[i]
		if m.Withdrawn || m.Step != line.Step || m.State != programme.Listed || m.Link == line.List {
			continue
		}
		if on, err := src.list(m.Link); err != nil {
			return "", err
		} else if on.Open() && !stoppedOrBack(k.Journey, i) {
			return TwoLists, nil
		}
	}
	return "", nil
}

// stoppedOrBack reports whether the line that the nth mark of a journey put on a list was stopped, or came back, since.
func stoppedOrBack(j *journey.Journey, nth int) bool {
	return slices.ContainsFunc(j.Marks[nth+1:], func(m journey.Mark) bool {
		return !m.Withdrawn && m.Step == j.Marks[nth].Step && (m.State == programme.Stopped || m.State == programme.Returned)
	})
}
