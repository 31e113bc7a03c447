// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strings"

	"safar/field/journey"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
)

// memberOptions are the members of the committees of the caseload, each as their committee and who they are: who may sign on paper beside the office.
func (e *errand) memberOptions() (members []page.Option, err error) {
	seconds, err := ask(e, "task.voices", voice.Seconds(e.scope))
	for _, s := range seconds {
		members = append(members, page.Option{Value: s.Committee.String() + "/" + s.Person.String(), Label: strings.Join(notEmpty(s.Called, s.Name), " · ")})
	}
	slices.SortFunc(members, func(a, b page.Option) int { return strings.Compare(a.Label, b.Label) })
	return members, err
}

// signedLine asks who decided on paper what is looked at again, where there is a committee; nothing for who may not see its members.
func (e *errand) signedLine() ([]line, error) {
	if !e.may(access.VoiceHear) {
		return nil, nil
	}
	members, err := e.memberOptions()
	if err != nil || len(members) == 0 {
		return nil, err
	}
	return []line{{Field: page.Field{Name: "signed", Label: e.Words.T("subjects.signed"), Hint: e.Words.T("subjects.signed_hint"), Optional: true,
		Options: append([]page.Option{{}}, members...)}, as: lineChoice}}, nil
}

// signedIn is who decided on paper, as a form says; nobody where it says nothing. What is no id is nobody of any committee, and is refused as such.
func signedIn(v url.Values) (on journey.Signed) {
	committee, member, both := strings.Cut(v.Get("signed"), "/")
	if !both {
		return on
	}
	on.Committee, on.Member = id.Derived(id.ID{}, committee), id.Derived(id.ID{}, member)
	if of, err := id.Parse(committee); err == nil {
		on.Committee = of
	}
	if of, err := id.Parse(member); err == nil {
		on.Member = of
	}
	return on
}
