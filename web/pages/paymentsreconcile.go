// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"safar/field/payment"
	"safar/kernel/fault"
	"safar/web/words"
)

func reconcileTask(e *errand) (*task, error) {
	t, err := listTask("payments.reconcile", "payments.reconcile_lead")(e)
	if err != nil {
		return nil, err
	}
	t.upload = true
	t.blanks = []blank{e.blank(asInput, "file", "payments.statement_file").kind("file").optional(),
		e.blank(asArea, "lines", "payments.statement_lines").hinted(e.Words.T("payments.statement_hint")).optional()}
	t.blanks[1].LTR = true
	return t, nil
}

func reconcileList(e *errand, in *input) (string, string, error) {
	a, err := e.list()
	if err != nil {
		return "", "", err
	}
	text := in.values.Get("lines")
	if file, _, err := e.FormFile("file"); err == nil {
		content, err := io.ReadAll(file)
		if err != nil {
			return "", "", fault.New("pages.reconcile", fault.Invalid, "web.form_unreadable", nil).Because(err)
		}
		text = string(bytes.TrimPrefix(content, []byte("\ufeff"))) + "\n" + text
	}
	c := payment.Reconcile{List: a.List.ID}
	if c.Lines, err = statement(text, a.List.Currency); err != nil {
		return "", "", err
	}
	if len(c.Lines) == 0 {
		in.blame("lines", "office.wrong.missing")
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return "/payments/lists/" + a.List.ID.String(), "saved", err
}

// statement reads lines of "reference;amount". A first line without any digit in its amount is a heading. An amount is never guessed: what
// cannot be read is refused with its line.
func statement(text, currency string) ([]payment.Stated, error) {
	var lines []payment.Stated
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		cut := strings.LastIndexAny(line, ";\t")
		if cut < 0 {
			return nil, fault.New("pages.statement", fault.Invalid, "payments.statement_line", fault.Args{"line": n})
		}
		minor, ok := minorOf(strings.TrimSpace(line[cut+1:]), currency)
		reference := strings.Trim(strings.TrimSpace(line[:cut]), `"`)
		switch {
		case !ok && n == 1 && !strings.ContainsAny(line[cut:], "0123456789"):
			continue
		case !ok || reference == "":
			return nil, fault.New("pages.statement", fault.Invalid, "payments.statement_line", fault.Args{"line": n})
		}
		lines = append(lines, payment.Stated{Reference: reference, Amount: minor})
	}
	return lines, nil
}

// minorOf reads an amount of money: digits, and at most as many decimals as the currency has, behind a point or a comma.
func minorOf(text, currency string) (int64, bool) {
	places := words.Decimals(currency)
	text = strings.Trim(strings.ReplaceAll(text, " ", ""), `"`)
	whole, part := text, ""
	if i := strings.LastIndexAny(text, ".,"); i >= 0 {
		whole, part = text[:i], text[i+1:]
	}
	if len(part) > places || whole == "" {
		return 0, false
	}
	n, err := strconv.ParseUint(whole+part+strings.Repeat("0", places-len(part)), 10, 62)
	return int64(n), err == nil
}

// amount reads an amount of money; 0 where there is none.
func (in *input) amount(name, currency string) int64 {
	text := in.text(name)
	if text == "" {
		return 0
	}
	minor, ok := minorOf(text, currency)
	if !ok {
		in.blame(name, "office.wrong.amount")
	}
	return minor
}
