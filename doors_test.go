// SPDX-License-Identifier: Apache-2.0

package safar_test

import (
	"go/ast"
	"path"
	"strings"
	"testing"
)

// givenOtherwise are the commands that neither a page nor the command line names, each with how it is given all the same.
var givenOtherwise = map[string]string{
	"bulk.Begin":         "bulk.Works writes down what is asked for on the pages of works before any of it is done",
	"detention.Receive":  "detention.HandOver gives it, on the page of the step at which a family is handed over",
	"detention.Note":     "as above",
	"bulk.End":           "bulk.Works writes down that a work has come to its end",
	"gathering.Invite":   "bulk.Works gives it, for one or many: whose cards were typed on the page of a plan, or who were ticked on a list",
	"gathering.Uninvite": "as above",
	"sealed.MakeGlass":   "sealed.NewGlass makes its halves, on the page on which they are handed out",
	"sealed.NoteOpening": "sealed.GlassRoom writes it down before anything is opened",
	"sealed.Put":         "whatever is written in the lane lies there as letters: sealed.Hear, sealed.Lane, sealed.Cover",
	"voice.HearMessage":  "the gateway of a sender of SMS gives it, signed: web/api, docs/sms.md",
	"voice.HandReply":    "as above",
	"voice.EndReply":     "as above",
	"journey.Migrate":    "journey.MigrateAll draws them up piece by piece, for a new version of a programme that is published",
}

// What can be ordered can be ordered by the people whose work it is: every command of the field has a page, a line of the program's own
// command, or a file that it takes in.
func TestEveryCommandHasADoor(t *testing.T) {
	files := mustGoTree(t)
	commands := commandsOf(files)
	if len(commands) < 50 {
		t.Fatalf("only %d commands were found", len(commands))
	}
	named := map[string]bool{}
	for _, f := range files {
		if part, _, _ := strings.Cut(f.dir(), "/"); f.isTest() || f.dir() == "web/api" || part != "web" && part != "cmd" && part != "exchange" {
			continue // what programs give is for people too: web/api counts for no door
		}
		for command := range commands {
			of, name, _ := strings.Cut(command, ".")
			eachUseOf(f, "safar/field/"+of, func(use *ast.SelectorExpr) { named[command] = named[command] || use.Sel.Name == name })
		}
	}
	for command, where := range commands {
		switch how := givenOtherwise[command]; {
		case !named[command] && how == "":
			t.Errorf("%s: nobody can give %s: give it a page, or say in this test how it is given", where, command)
		case named[command] && how != "":
			t.Errorf("%s has a door of its own by now: take it off the list", command)
		}
	}
}

// commandsOf finds the types of the field that have an Act, as "package.Name", and where each stands.
func commandsOf(files []goFile) map[string]string {
	commands := map[string]string{}
	for _, f := range files {
		if f.isTest() || !strings.HasPrefix(f.dir(), "field/") {
			continue
		}
		for _, d := range f.syntax.Decls {
			method, is := d.(*ast.FuncDecl)
			if !is || method.Recv == nil || method.Name.Name != "Act" {
				continue
			}
			if of, is := method.Recv.List[0].Type.(*ast.Ident); is && of.IsExported() {
				commands[path.Base(f.dir())+"."+of.Name] = positions.Position(of.Pos()).String()
			}
		}
	}
	return commands
}
