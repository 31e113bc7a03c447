// SPDX-License-Identifier: Apache-2.0

package api

import (
	"safar/field/journey"
	"safar/kernel/access"
)

// readingsOfProgrammes are of programmes, their forms and their figures.
var readingsOfProgrammes = []ask{
	{path: "programmes", why: "task.programme", find: journey.Programmes},
	{path: "programmes/carried_out", why: "task.figures", find: journey.CarriedOut},
	{path: "programmes/walked", why: "task.start", find: journey.WalkedIn, acts: []access.Act{access.PeopleList, access.FiguresRead, access.SubjectsRead}},
	{path: "programmes/objections", why: "task.programme", find: journey.ObjectionsTo, args: []string{"publish"}, body: true},
	{path: "programmes/{programme}/source", why: "task.programme", find: journey.SourceOf, args: []string{"programme"}},
	{path: "programmes/{programme}/steps", why: "task.figures", find: journey.Steps, args: []string{"programme"}},
	{path: "programmes/{programme}/forms", why: "task.programme", find: journey.FormsInForce, args: []string{"programme"}},
	{path: "programmes/{programme}/walked", why: "task.migrate", find: journey.Walked, args: []string{"programme"}},
	{path: "programmes/{programme}/versions", why: "task.programme", find: journey.Versions, args: []string{"programme"}},
	{path: "programmes/{programme}/versions/{version}/source", why: "task.programme", find: journey.SourceOfVersion, args: []string{"programme", "version"}},
	{path: "programmes/{programme}/versions/{version}/forms/{form}", why: "task.programme", find: journey.FormsOnce, args: []string{"programme", "version", "form"}},
	{path: "forms/{version}/{form}", why: "task.programme", find: journey.FormOfVersion, args: []string{"version", "form"}},
	{path: "figures/{programme}", why: "task.figures", find: figuresOf, args: []string{"programme", "day"}},
	{path: "figures/{programme}/moved_on", why: "task.figures", find: journey.MovedOnIn, args: []string{"programme"}},
	{path: "figures/{programme}/standing", why: "task.figures", find: standsOf, args: []string{"programme"}},
	{path: "figures/{programme}/standing/{pathway}/{step}", why: "task.figures", find: whoStands, args: []string{"programme", "pathway", "step", "through"}},
	{path: "figures/{programme}/{figure}", why: "task.figures", find: figureOf, args: []string{"programme", "figure", "day", "by", "is"}},
	{path: "figures/{programme}/{figure}/behind", why: "task.figures", find: behind, args: []string{"programme", "figure", "day", "by", "is"}},
	{path: "figures/{programme}/{figure}/facts", why: "task.figures", find: factsOf, args: []string{"programme", "figure", "day", "after", "by", "is"}},
	{path: "figures/{programme}/{figure}/who", why: "task.figures", find: whoOf, args: []string{"programme", "figure", "day", "after", "by", "is"}},
}
