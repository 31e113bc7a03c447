// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"reflect"
	"strings"

	"safar/desk"
	"safar/field/documents"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/register"
)

var (
	typeOfCommand = reflect.TypeFor[desk.Command]()
	typeOfCursor  = reflect.TypeFor[journey.Cursor]()
)

// wordsOf are the closed lists of words that stand for values of a type: of a number each by its number, "" for one that says nothing.
var wordsOf = map[reflect.Type][]string{
	reflect.TypeFor[access.Class]():       numbered[access.Class](4),
	reflect.TypeFor[access.Compartment](): numbered[access.Compartment](len(access.Compartments())),
	reflect.TypeFor[access.Role]():        append([]string{""}, texts(access.Roles())...),
	reflect.TypeFor[movement.Status]():    numbered[movement.Status](int(movement.Cancelled) + 1),
	reflect.TypeFor[programme.State]():    stateWords(),
	reflect.TypeFor[desk.Level]():         {"on_this_disk", "on_a_second_device", "at_the_hub", "at_the_quorum"},

	reflect.TypeFor[people.Answer]():          {"", "yes", "no"},
	reflect.TypeFor[people.Sex]():             {"", "female", "male", "other"},
	reflect.TypeFor[people.Precision]():       {"", "day", "month", "year", "estimated"},
	reflect.TypeFor[people.Difficulty]():      {"", "none", "some", "lot", "cannot"},
	reflect.TypeFor[people.Device]():          append([]string{""}, people.DeviceNames...),
	reflect.TypeFor[people.Need]():            append([]string{""}, people.NeedNames...),
	reflect.TypeFor[register.ErasureReason](): {"", "asked", "retention", "mistake", "protection"},

	reflect.TypeFor[people.Flag](): texts([]people.Flag{people.FlagChildHead, people.FlagNoHead, people.FlagSeveralHeads, people.FlagPhoneShort, people.FlagPhoneUnsure,
		people.FlagBirthUnsure, people.FlagAloneChildren}),
	reflect.TypeFor[documents.Kind](): texts(documents.Kinds()),
	reflect.TypeFor[gathering.Kind](): texts(gathering.Kinds()),
	reflect.TypeFor[places.Kind]():    texts([]places.Kind{places.Country, places.Province, places.Territory, places.Site, places.Village, places.Municipality}),
	reflect.TypeFor[journey.Whereabouts](): texts([]journey.Whereabouts{journey.Remaining, journey.OnTheRoad, journey.HaveLeft, journey.Lapsing, journey.TwoWays, journey.Doubtful,
		journey.Asked}),
	reflect.TypeFor[movement.Outcome](): texts([]movement.Outcome{movement.ToldThem, movement.CameBack, movement.WentOn, movement.NotReached}),
	reflect.TypeFor[payment.Method]():   texts([]payment.Method{payment.Cash, payment.MobileMoney, payment.Bank}),
	reflect.TypeFor[payment.Outcome]():  texts([]payment.Outcome{payment.Go, payment.GoWithCare, payment.NoGo}),
	reflect.TypeFor[payment.Risk]():     texts(payment.Risks),
	reflect.TypeFor[voice.About]():      texts(voice.Abouts()),
	reflect.TypeFor[voice.Via]():        texts([]voice.Via{voice.AtKiosk, voice.ByTelephone}),
}

// texts writes words of the field as text.
func texts[T any](words []T) (all []string) {
	for _, w := range words {
		all = append(all, fmt.Sprint(w))
	}
	return all
}

// numbered writes the values of a type from 0 on as their String does.
func numbered[T interface {
	~uint8
	fmt.Stringer
}](count int) (all []string) {
	for i := range count {
		all = append(all, T(i).String())
	}
	return all
}

// stateWords are the states of marks, which know how many they are.
func stateWords() (all []string) {
	for s := programme.State(0); ; s++ {
		name := s.String()
		if back, known := programme.StateNamed(name); !known || back != s {
			return all
		}
		all = append(all, name)
	}
}

// isWord reports whether a text is one of some words.
func isWord(words []string, text string) bool {
	for _, w := range words {
		if w != "" && w == text {
			return true
		}
	}
	return false
}

// listed writes words for a sentence.
func listed(words []string) string { return strings.Trim(strings.Join(words, ", "), ", ") }
