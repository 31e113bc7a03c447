// SPDX-License-Identifier: Apache-2.0

package safar_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// command is the program that is shipped.
const command = module + "/cmd/safar"

// notShipped are modules, each with the reason why no line of it may reach the binary.
var notShipped = map[string]string{
	"github.com/stretchr/testify":        "assertions are for tests",
	"modernc.org/sqlite":                 "the second driver: only the conformance suite runs on it",
	"github.com/wasilibs/go-pgquery":     "PostgreSQL's grammar judges our statements in a test",
	"github.com/pganalyze/pg_query_go":   "as above",
	"github.com/chromedp/chromedp":       "drives a browser through the pages, in tests",
	"pgregory.net/rapid":                 "property tests (and its licence is MPL-2.0)",
	"github.com/google/go-cmp":           "compares, in tests",
	"github.com/rogpeppe/go-internal":    "runs the scripts of the tests",
	"golang.org/x/tools":                 "belongs to generators and linters",
	"github.com/mattn/go-sqlite3":        "needs cgo",
	"github.com/a-h/templ/cmd/templ":     "the generator; the binary holds what it made",
	"github.com/a-h/templ/generator":     "the generator",
	"github.com/a-h/templ/parser/v2":     "the generator",
	"github.com/fsnotify/fsnotify":       "the generator's watcher",
	"github.com/a-h/parse":               "the generator's parser",
	"github.com/fatih/color":             "the generator's output",
	"github.com/cli/browser":             "the generator's preview",
	"github.com/chromedp/cdproto":        "speaks to that browser",
	"github.com/go-json-experiment/json": "comes with the browser driver",
}

// reach returns everything that the package imports, directly or not, and through whom it was first met.
func reach(all map[string]goPackage, from string) map[string]string {
	via := map[string]string{from: ""}
	queue := []string{from}
	for len(queue) > 0 {
		here := queue[0]
		queue = queue[1:]
		for _, imported := range all[here].Imports {
			if _, seen := via[imported]; !seen {
				via[imported] = here
				queue = append(queue, imported)
			}
		}
	}
	return via
}

// chain tells how the binary came to a package.
func chain(via map[string]string, importPath string) string {
	var steps []string
	for at := importPath; at != ""; at = via[at] {
		steps = append(steps, at)
	}
	slices.Reverse(steps)
	return strings.Join(steps, " → ")
}

func binary(t *testing.T) (all map[string]goPackage, via map[string]string) {
	t.Helper()
	all = mustPackages(t)
	if _, there := all[command]; !there {
		t.Fatalf("%s is not there", command)
	}
	return all, reach(all, command)
}

func TestTheBinaryHoldsNothingThatIsForTests(t *testing.T) {
	_, via := binary(t)
	for _, importPath := range slices.Sorted(maps.Keys(via)) {
		if folder, is := ours(importPath); is && (isSupport(folder) || isBeside(folder)) {
			t.Errorf("for tests alone, yet in the binary: %s", chain(via, importPath))
		}
		for forbidden, why := range notShipped {
			if importPath == forbidden || strings.HasPrefix(importPath, forbidden+"/") {
				t.Errorf("%s must stay out of the binary (%s): %s", forbidden, why, chain(via, importPath))
			}
		}
	}
}

func TestTheBinaryHoldsNoC(t *testing.T) {
	all, via := binary(t)
	for importPath := range via {
		if p := all[importPath]; !p.Standard && len(p.CgoFiles) > 0 {
			t.Errorf("needs cgo: %s", chain(via, importPath))
		}
	}
	for _, f := range mustGoTree(t) {
		for _, imported := range f.syntax.Imports {
			if imported.Path.Value == `"C"` {
				t.Errorf("%s imports C", f.path)
			}
		}
	}
}

// A time zone is known where the system brings none: on Windows, and in a container that holds the program alone.
func TestTheBinaryKnowsTheTimeZones(t *testing.T) {
	if _, via := binary(t); via["time/tzdata"] == "" {
		t.Error("time/tzdata is not in the binary: serving stops at the time zone of the operation")
	}
}
