// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"context"
	"crypto/subtle"
	"net/http"
	"strings"

	"safar/kernel/access/signin"
	"safar/kernel/fault"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// Founding is what a new office says of itself on its first page. Folder is the passphrase of the data folder, without which nothing in it is
// read; Office is what the first caseload is called; Name and Passphrase are those of the first administrator.
type Founding struct {
	Folder, Office, Name, Passphrase string
}

// Found makes an operation of what was said, and returns the administrator's printed codes and the token of their session.
type Found func(ctx context.Context, f Founding, device string) (codes []string, token string, err error)

// AddFounding adds the page on which an operation is founded in an empty folder. key stands in the address that the terminal says, so that nobody founds it but who
// started the program.
func AddFounding(site *web.Site, key string, found Found) {
	p := &foundingPage{key: key, found: found}
	site.Open("GET /found", p.show)
	site.Open("POST /found", p.send)
}

type foundingPage struct {
	key   string
	found Found
}

func (p *foundingPage) known(key string) error {
	if subtle.ConstantTimeCompare([]byte(key), []byte(p.key)) != 1 {
		return fault.New("pages.Found", fault.NotAllowed, "found.key", nil).WithHint("found.key.hint")
	}
	return nil
}

// task is the form: five fields.
func (p *foundingPage) task(w *words.Printer) *task {
	field := func(name, label, hint, kind, complete string) blank {
		return blank{as: asInput, Field: page.Field{Name: name, Label: w.T(label), Hint: w.T(hint, words.Args{"least": signin.ShortestPassphrase}), Kind: kind, Complete: complete}}
	}
	return &task{title: "found.title", lead: "found.lead", do: "found.do", blanks: []blank{
		field("office", "found.office", "found.office_hint", "", ""),
		field("name", "found.name", "found.name_hint", "", "username"),
		field("passphrase", "found.own_passphrase", "signin.passphrase_rule", "password", "new-password"),
		field("folder", "found.folder_passphrase", "found.folder_hint", "password", "new-password"),
		field("again", "found.folder_again", "found.again_hint", "password", "new-password"),
		{as: asHidden, Field: page.Field{Name: "key", Value: p.key}}}}
}

func (p *foundingPage) show(r *web.Request) error {
	if err := p.known(r.URL.Query().Get("key")); err != nil {
		return err
	}
	return r.Show(taskPage(r.Frame(r.Words.T("found.title")), r.Words, p.task(r.Words), "/found", "", ""))
}

func (p *foundingPage) send(r *web.Request) error {
	values, err := r.Values()
	if err != nil {
		return err
	}
	if err := p.known(values.Get("key")); err != nil {
		return err
	}
	f := Founding{Folder: values.Get("folder"), Office: strings.TrimSpace(values.Get("office")), Name: strings.TrimSpace(values.Get("name")), Passphrase: values.Get("passphrase")}
	faults := f.faults(r.Words, values.Get("again"))
	var codes []string
	var token, text, hint string
	if len(faults) == 0 {
		if codes, token, err = p.found(r.Context(), f, ""); err != nil && !mendable(err) {
			return err
		}
		if err == nil {
			r.Enter(token)
			r.Secret()
			return r.Show(codesToGoOn(r.Frame(r.Words.T("found.codes_title")), r.Words, []printed{{f.Name, codes}}, "found.codes_lead", "/setup"))
		}
		text, hint = r.Words.Fault(err)
	}
	t := p.task(r.Words)
	t.fill(values, faults)
	return r.ShowAs(http.StatusUnprocessableEntity, taskPage(r.Frame(r.Words.T("found.title")), r.Words, t, "/found", text, hint))
}

// faults says what is to be mended before anything is made.
func (f Founding) faults(w *words.Printer, again string) map[string]string {
	faults := map[string]string{}
	for name, value := range map[string]string{"office": f.Office, "name": f.Name, "passphrase": f.Passphrase, "folder": f.Folder} {
		if value == "" {
			faults[name] = w.T("office.wrong.missing")
		}
	}
	for name, value := range map[string]string{"passphrase": f.Passphrase, "folder": f.Folder} {
		if err := signin.CheckPassphrase(f.Name, value); err != nil && value != "" {
			faults[name], _ = w.Fault(err)
		}
	}
	if again != f.Folder {
		faults["again"] = w.T("found.passphrases_differ")
	}
	if f.Folder == f.Passphrase && f.Folder != "" {
		faults["folder"] = w.T("found.same")
	}
	return faults
}

// printed are the recovery codes of somebody, for the sheet that they get.
type printed struct {
	name  string
	codes []string
}
