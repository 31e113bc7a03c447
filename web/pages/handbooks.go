// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"errors"
	"io"
	"io/fs"
	"math"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"safar/field/standards"
	"safar/kernel/access"
	"safar/programmes"
	"safar/web/page"
	"safar/web/words"
)

// addHandbooks adds the pages of the handbooks by which the operation works.
func (o *office) addHandbooks() {
	o.handle("GET /handbooks", showHandbooks)
	o.serve("/handbooks/adopt", duty{act: access.ProgrammePublish, commons: true, show: adoptTask, send: adoptHandbook})
	o.serve("/handbooks/{handbook}/{standard}", duty{act: access.ProgrammePublish, commons: true, show: settleStandardTask, send: settleStandard})
}

// showHandbooks shows by what the sites are measured: each figure with where it stands, and what the operation settled for itself.
func showHandbooks(e *errand) error {
	rows, err := ask(e, "task.sites", standards.Adoptions())
	if err != nil {
		return err
	}
	w, may := e.Words, e.mayInCommons(access.ProgrammePublish)
	var parts []templ.Component
	for _, h := range rows {
		g := grid{caption: h.Title, columns: columns(w, "standards.standard", "#standards.phase.first", "#standards.phase.medium", "handbooks.where", "handbooks.stands", "")}
		for _, s := range h.Standards {
			var to []templ.Component
			if may {
				to = append(to, linked(w.T("handbooks.settle"), "/handbooks/"+url.PathEscape(h.ID)+"/"+url.PathEscape(s.ID)))
			}
			g.rows = append(g.rows, []templ.Component{plain(standardName(w, s)), boundCell(w, s.First), boundCell(w, s.Medium), plain(writtenIn(w, s)), stands(w, s), cells(to...)})
		}
		part := []templ.Component{paragraph(w.T("handbooks.edition", words.Args{"Edition": h.Edition})), gridOf(g)}
		if h.Contested {
			part = append([]templ.Component{noticed(page.Warn, w.T("handbooks.contested"))}, part...)
		}
		parts = append(parts, headed(h.Title, part...))
	}
	if len(rows) == 0 {
		parts = append(parts, page.Empty(w.T("handbooks.none")))
	}
	return e.Show(officePage(e.frame(w.T("handbooks.title"), e.crumb("sites.title", "/sites")), w.T("handbooks.lead"), e.way(may, "handbooks.adopt", "/handbooks/adopt"), parts...))
}

func boundCell(w *words.Printer, bound standards.Thousandths) templ.Component {
	if bound == 0 {
		return hushed(w.T("standards.no_value"))
	}
	return plain(w.Decimal(int64(bound)))
}

// writtenIn says where a standard stands in its handbook.
func writtenIn(w *words.Printer, s standards.StandardRow) string {
	if s.Page == "" {
		return s.Chapter
	}
	return w.T("handbooks.page", words.Args{"Chapter": s.Chapter, "Page": s.Page})
}

// stands says by what right a figure holds: the handbook's, the operation's, or nobody's yet.
func stands(w *words.Printer, s standards.StandardRow) templ.Component {
	switch {
	case s.Contested:
		return status(page.Bad, w.T("handbooks.settled_twice"))
	case s.Settled:
		return cells(status(page.Good, w.T("handbooks.settled")), hushed(s.Reason))
	case s.Suggested:
		return status(page.Warn, w.T("standards.suggested"))
	}
	return plain(w.T("handbooks.as_written"))
}

// shippedHandbooks are the handbooks that come with Safar, by the names of their files.
func shippedHandbooks() (names []string, texts map[string][]byte, err error) {
	found, err := fs.Glob(programmes.Handbooks(), "standards/*.yaml")
	texts = map[string][]byte{}
	for _, at := range found {
		name := strings.TrimSuffix(path.Base(at), ".yaml")
		text, wrong := fs.ReadFile(programmes.Handbooks(), at)
		names, texts[name], err = append(names, name), text, errors.Join(err, wrong)
	}
	return names, texts, err
}

// adoptTask asks by which handbook the operation works: one that comes with Safar, or a file of its own.
func adoptTask(e *errand) (*task, error) {
	names, texts, err := shippedHandbooks()
	if err != nil {
		return nil, err
	}
	w := e.Words
	var options []page.Option
	for _, name := range names {
		h, err := standards.Read(texts[name])
		if err != nil {
			return nil, err
		}
		options = append(options, page.Option{Value: name, Label: w.T("handbooks.option", words.Args{"Title": h.Title, "Edition": h.Edition})})
	}
	file := e.blank(asInput, "file", "handbooks.file").hinted(w.T("handbooks.file_hint")).optional()
	file.Kind = "file"
	return &task{title: "handbooks.adopt", lead: "handbooks.adopt_lead", do: "handbooks.adopt_do", back: "/handbooks", upload: true,
		crumbs: []page.Link{e.crumb("sites.title", "/sites"), e.crumb("handbooks.title", "/handbooks")},
		blanks: []blank{e.blank(asRadios, "handbook", "handbooks.which").of(options).optional(), file}}, nil
}

func adoptHandbook(e *errand, in *input) (string, string, error) {
	text, err := e.handbookSent(in)
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(access.Commons, standards.Adopt{Text: text})
	var problems standards.Problems
	if errors.As(err, &problems) {
		in.faults["file"] = problemsSaid(e.Words, problems)
		err = nil
	}
	return "/handbooks", "saved", err
}

// handbookSent is the text of the handbook that was chosen or handed in.
func (e *errand) handbookSent(in *input) ([]byte, error) {
	if e.MultipartForm != nil {
		file, head, err := e.FormFile("file")
		if err == nil && head.Size > 0 {
			defer file.Close()
			return io.ReadAll(io.LimitReader(file, largestUpload))
		}
	}
	_, texts, err := shippedHandbooks()
	text, known := texts[in.text("handbook")]
	if !known {
		in.blame("handbook", "office.wrong.missing")
	}
	return text, err
}

// mostProblems bounds how many problems of a file are told beside it.
const mostProblems = 20

// problemsSaid says what is wrong with a handbook's file, each with its standard.
func problemsSaid(w *words.Printer, problems standards.Problems) string {
	var lines []string
	for _, p := range problems[:min(len(problems), mostProblems)] {
		line := w.T(p.Key, p.Args)
		if p.Standard != "" {
			line = w.T("handbooks.wrong_in", words.Args{"Standard": p.Standard, "Wrong": line})
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, " ")
}

// settleStandardTask asks by which figure the operation measures one standard.
func settleStandardTask(e *errand) (*task, error) {
	rows, err := ask(e, "task.sites", standards.Adoptions())
	if err != nil {
		return nil, err
	}
	w := e.Words
	for _, h := range rows {
		for _, s := range h.Standards {
			if h.ID != e.PathValue("handbook") || s.ID != e.PathValue("standard") {
				continue
			}
			bound := func(name, key string, is standards.Thousandths) blank {
				b := e.blank(asInput, name, key).hinted(w.T("handbooks.bound_hint")).optional()
				b.LTR = true
				if is > 0 {
					b.Value = strconv.FormatFloat(float64(is)/1000, 'f', -1, 64)
				}
				return b
			}
			return &task{title: "handbooks.settle", lead: "handbooks.settle_lead", do: "form.save", back: "/handbooks",
				crumbs: []page.Link{e.crumb("sites.title", "/sites"), e.crumb("handbooks.title", "/handbooks")},
				about:  page.Facts(w, []page.Term{{Label: w.T("standards.standard"), Value: standardName(w, s)}, {Label: w.T("handbooks.where"), Value: writtenIn(w, s)}}),
				blanks: []blank{bound("first", "standards.phase.first", s.First), bound("medium", "standards.phase.medium", s.Medium),
					e.blank(asArea, "reason", "handbooks.reason").hinted(w.T("standards.names_nobody")).worth(s.Reason)}}, nil
		}
	}
	return nil, notThere("pages.settle")
}

func settleStandard(e *errand, in *input) (string, string, error) {
	c := standards.Settle{Handbook: e.PathValue("handbook"), Standard: e.PathValue("standard"), First: in.thousandths("first"), Medium: in.thousandths("medium"), Reason: in.must("reason")}
	if in.wrong() {
		return "", "", nil
	}
	_, err := e.do(access.Commons, c)
	return "/handbooks", "saved", err
}

// thousandths reads a number with up to three digits behind the point, or the comma; 0 where there is none.
func (in *input) thousandths(name string) standards.Thousandths {
	text := strings.Replace(in.text(name), ",", ".", 1)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 0 || n > 1e9 || math.IsNaN(n) {
		in.blame(name, "office.wrong.number")
		return 0
	}
	return standards.Thousandths(math.Round(n * 1000))
}
