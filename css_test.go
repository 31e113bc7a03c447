// SPDX-License-Identifier: Apache-2.0

package safar_test

import (
	"regexp"
	"strings"
	"testing"
)

// Arabic mirrors the whole page, which works only when a style never says left or right: it says start and end.
var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	// physicalSide matches a property or a value that names a side of the paper. Declarations are matched, not selectors.
	physicalSide = regexp.MustCompile(`(?i)(^|[;{\s])` +
		`((margin|padding|border|inset|scroll-margin|scroll-padding)-(left|right)[a-z-]*\s*:|` +
		`border-(top|bottom)-(left|right)-radius\s*:|` +
		`(left|right)\s*:|` +
		`(text-align|float|clear|caption-side|justify-content|justify-items|justify-self|text-align-last)\s*:\s*(left|right)\b)`)
	// fourSides matches the shorthand in which the second and the fourth value, the sides, differ.
	fourSides = regexp.MustCompile(`(?i)(?:^|[;{\s])((?:margin|padding|inset|border-width)\s*:\s*(\S+)\s+(\S+)\s+(\S+)\s+([^\s;}]+))`)
)

// physicalFaults returns what in a style sheet would not be mirrored, each with its line.
func physicalFaults(css string) (faults []sideFault) {
	css = cssComment.ReplaceAllStringFunc(css, func(comment string) string {
		return strings.Repeat("\n", strings.Count(comment, "\n"))
	})
	for i, line := range strings.Split(css, "\n") {
		for _, found := range physicalSide.FindAllString(line, -1) {
			faults = append(faults, sideFault{i + 1, strings.Trim(found, " \t;{")})
		}
		for _, found := range fourSides.FindAllStringSubmatch(line, -1) {
			if found[3] != found[5] {
				faults = append(faults, sideFault{i + 1, found[1]})
			}
		}
	}
	return faults
}

type sideFault struct {
	line int
	what string
}

func TestStylesNameNoSide(t *testing.T) {
	for _, f := range mustTree(t) {
		if !strings.HasSuffix(f.path, ".css") || isThirdParty(f.path) {
			continue
		}
		for _, fault := range physicalFaults(f.text) {
			t.Errorf("%s:%d: %q is not mirrored for Arabic: use -inline-start, -inline-end, start, end", f.path, fault.line, fault.what)
		}
	}
}

func TestPagesHoldNoStyle(t *testing.T) {
	inline := regexp.MustCompile(`(?i)\sstyle\s*=|<style[\s>]`)
	for _, f := range mustTree(t) {
		if !strings.HasSuffix(f.path, ".templ") {
			continue
		}
		for i, line := range strings.Split(f.text, "\n") {
			if inline.MatchString(line) {
				t.Errorf("%s:%d: a style in the page: the content policy refuses it; it belongs in a style sheet", f.path, i+1)
			}
		}
	}
}

// The rule is tried on styles that mirror and on styles that do not.
func TestWhatCountsAsASide(t *testing.T) {
	for _, bad := range []string{"a { margin-left: 1px }", "a{left:0}", "b { text-align: right; }", ".x { float: left }",
		"p { border-top-left-radius: 2px }", "p { padding: 1px 2px 3px 4px }", "p {\n  inset-right: 0;\n}"} {
		if len(physicalFaults(bad)) == 0 {
			t.Errorf("%q was taken for a style that mirrors", bad)
		}
	}
	for _, good := range []string{"a { margin-inline-start: 1px }", ".left { color: red }", "p { padding: 1px 2px 1px 2px }",
		"/* left: 0 */", "a { text-align: start; inset-inline-end: 0 }", "a { background: linear-gradient(to bottom, red, blue) }"} {
		if got := physicalFaults(good); len(got) > 0 {
			t.Errorf("%q was refused: %v", good, got)
		}
	}
}
