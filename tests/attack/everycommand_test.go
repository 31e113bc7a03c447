// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"safar/desk"
	"safar/field/journey"
)

// notDrawn are the commands of the field that no random sequence draws, or so few of a run's that another run may be without, each with why not.
var notDrawn = map[string]string{
	"bulk.Begin":            "an order that changes nothing of those whom it is about; its commands are drawn one by one: field/bulk's own tests draw works of them",
	"bulk.End":              "as above",
	"journey.Migrate":       "drawn up piece by piece when a version is published: field/journey's own tests, and the walk of versions",
	"movement.HandOver":     "a trip changes the office that gives out its seats: the tales of two offices",
	"movement.NotAboard":    "said of who was on a manifest and did not board, when the trip is under way: seldom drawn; the tales of two trips and of two offices",
	"places.DecideClosure":  "once a site, by one role: seldom drawn; field/places' own tests",
	"subjects.Leaves":       "who leaves a committee or a house: seldom drawn; the walks",
	"detention.Receive":     "it registers a family and begins a way, as people.Register and journey.Start do: field/detention's own tests",
	"detention.Note":        "it is given with the former: as above",
	"documents.File":        "what lies in a file moves nobody and pays nothing: field/documents' own tests, and the canaries",
	"documents.Withdraw":    "as above",
	"movement.CountLoad":    "a number that is counted by hand boards nobody: the walk of movements",
	"people.GiveCode":       "it opens an account at a kiosk, and moves nobody: the canaries, and the kiosk's own attacks",
	"voice.Say":             "what people tell moves nobody and holds up nothing: as above",
	"voice.Answer":          "as above",
	"voice.RecordCall":      "as above",
	"voice.ForgetComplaint": "what is complained of moves nobody and pays nothing: the walk of moving one into the sealed lane",
	"sealed.Put":            "what lies sealed moves nobody and pays nothing: field/sealed's own attack, and the canaries",
	"sealed.MakeKey":        "as above",
	"sealed.LockAnew":       "as above",
	"sealed.ConfirmKey":     "as above",
	"sealed.MakeGlass":      "as above",
	"sealed.NoteOpening":    "as above",
	"sealed.Review":         "as above",
	"sealed.SetPromise":     "as above",
	"voice.Hear":            "what is complained of moves nobody and pays nothing: field/voice's own tests, and the canaries",
	"voice.Follow":          "as above",
	"voice.HearMessage":     "as above; what is sent to whom: the random neighbours of field/voice",
	"voice.HandReply":       "as above",
	"voice.HearSpoken":      "as above; field/voice's own tests, and the canaries",
	"voice.Record":          "as above",
	"voice.WriteDown":       "as above",
	"voice.EndReply":        "as above",
	"voice.ExchangeSecret":  "it moves nobody: the tests of the gateway in web/api",
	"voice.WithdrawSecret":  "as above",
	"voice.SayAlike":        "as above",
	"voice.OfFacility":      "as above",
	"voice.OpenBox":         "as above",
	"voice.Refer":           "what is handed over of a complaint moves nobody and pays nothing: field/voice's own tests, those of field/referral, and the canaries",
	"voice.NobodyToAsk":     "as above",
	"people.CorrectOwn":     "what an office may correct of its own registrations is less than what Correct may: field/people's own tests",
	"staff.AddUser":         "who works in an operation is handed to the desk of these sequences with each command",
	"staff.GrantRole":       "as above",
	"staff.RevokeRole":      "as above",
	"staff.Withdraw":        "as above",
	"staff.Readmit":         "as above",
	"staff.StateLine":       "a number that is printed: field/staff's own tests",
	"staff.OpenCaseload":    "each sequence has a caseload of its own",

	"stories.Tell":      "what people tell of themselves moves nobody and pays nothing: field/stories' own random tellers, and the canaries",
	"stories.Write":     "as above",
	"stories.Call":      "as above",
	"stories.CallPlace": "as above",
	"stories.Consent":   "as above",
	"stories.Withdraw":  "as above",
	"stories.Publish":   "as above",
	"stories.UseStory":  "as above",
	"stories.AskBack":   "as above",
	"stories.TellSo":    "as above",

	"standards.Adopt":          "by what a site is measured moves nobody and pays nothing: field/standards' own tests",
	"standards.Settle":         "as above",
	"standards.SetPhase":       "as above",
	"standards.MeasureGround":  "as above",
	"standards.CountStaff":     "as above",
	"standards.Assign":         "as above",
	"standards.LocateFacility": "where a latrine stands moves nobody: field/standards' own tests",
	"shelter.AddBlock":         "where shelters stand moves nobody: field/shelter's own tests",
	"shelter.MoveIn":           "in which shelter somebody lives moves nobody out of a site: field/shelter's own tests",
	"committee.Meet":           "what committees decide moves nobody and pays nothing: field/committee's own tests",
	"committee.Resolve":        "as above",
	"committee.Settle":         "as above",
}

// drawn are the commands that were sent in any sequence of a run, and attacks are the tests that have drawn theirs.
var drawn = struct {
	mu      sync.Mutex
	sent    map[string]bool
	attacks map[string]bool
}{sent: map[string]bool{}, attacks: map[string]bool{}}

// draws notes that a command is sent, and what it carries out where it is one for another.
func draws(c desk.Command) {
	drawn.mu.Lock()
	defer drawn.mu.Unlock()
	drawn.sent[fmt.Sprintf("%T", c)] = true
	if tend, is := c.(journey.Tend); is {
		drawn.sent[fmt.Sprintf("%T", tend.Do)] = true
	}
}

// drawsAll fails where, after the last of the attacks, a command of the field was never sent: nothing was proved of it. A run of some of them says nothing.
func drawsAll(t *testing.T) {
	t.Helper()
	drawn.mu.Lock()
	defer drawn.mu.Unlock()
	if drawn.attacks[t.Name()] = true; len(drawn.attacks) < 4 {
		return
	}
	commands := fieldCommands(t)
	for _, c := range slices.Sorted(maps.Keys(commands)) {
		if !drawn.sent[c] && notDrawn[c] == "" {
			t.Errorf("no random sequence draws %s", c)
		}
	}
	t.Logf("%d of %d commands of the field are drawn", len(commands)-len(notDrawn), len(commands))
}

// fieldCommands finds the exported types of the field that have an Act, as package.Name.
func fieldCommands(t *testing.T) map[string]bool {
	t.Helper()
	commands := map[string]bool{}
	must(t, fs.WalkDir(os.DirFS("../../field"), ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), "../../field/"+file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range tree.Decls {
			method, is := d.(*ast.FuncDecl)
			if !is || method.Recv == nil || method.Name.Name != "Act" {
				continue
			}
			if of, is := method.Recv.List[0].Type.(*ast.Ident); is && of.IsExported() {
				commands[filepath.Base(filepath.Dir(file))+"."+of.Name] = true
			}
		}
		return nil
	}))
	return commands
}
