// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"cmp"
	"crypto/sha256"
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
)

// A form is changed while papers are out. What was filled in on such a paper is typed on the form as it stood: nothing of it is lost, and a question that
// came later is not invented. The answers say which form it was (programme.FilledOn), by the hash of its file; it is kept for ever with the version
// that had it.

// FormOnce is a form as it stood before.
type FormOnce struct {
	Hash  [32]byte  `class:"open"` // SHA-256 of its file
	Since clock.Day `class:"open"` // on which it was published
	Until clock.Day `class:"open"` // on which another took its place
	File  FormFile  // as it was published
}

// FormsOnce lists the forms of a name that some version of a programme had and the version of a journey does not ask, the latest first.
func FormsOnce(programmeID string, version [32]byte, name string) desk.Query[[]FormOnce] {
	return desk.Query[[]FormOnce]{Act: access.ProgrammeRead, Scope: access.Commons, Run: func(r *desk.Reader) (forms []FormOnce, err error) {
		of, err := r.FindCommons(VersionsOf, []byte(programmeID), maxVersions)
		if err != nil {
			return nil, err
		}
		var versions []*Published
		for _, v := range of {
			p, err := desk.ReadCommons(r, VersionStory, v)
			if err != nil {
				return nil, err
			}
			versions = append(versions, p.State)
		}
		asked, err := desk.ReadCommons(r, VersionStory, VersionID(version))
		if err != nil {
			return nil, err
		}
		return formsOnce(versions, name, sha256.Sum256(asked.State.Forms.Value()[name])), nil
	}}
}

// formsOnce are the forms of a name that versions had, each once with its last days, but for the one that is asked.
func formsOnce(versions []*Published, name string, asked [32]byte) (forms []FormOnce) {
	slices.SortStableFunc(versions, func(a, b *Published) int { return cmp.Compare(a.Day, b.Day) })
	add := func(since clock.Day, file []byte) {
		if n := len(forms); n > 0 && !forms[n-1].Until.Known() {
			forms[n-1].Until = since
		}
		if len(file) > 0 {
			forms = append(forms, FormOnce{Hash: sha256.Sum256(file), Since: since, Until: clock.NoDay, File: FormFile{file}})
		}
	}
	for _, v := range versions {
		since := v.Day
		for _, before := range v.Before {
			if len(before.Files[name]) > 0 {
				add(since, before.Files[name])
				since = clock.DayOf(before.Until.Time())
			}
		}
		add(since, v.Forms.Value()[name])
	}
	slices.Reverse(forms)
	seen := map[[32]byte]bool{asked: true}
	return slices.DeleteFunc(forms, func(f FormOnce) bool {
		was := seen[f.Hash]
		seen[f.Hash] = true
		return was
	})
}

// formOnce returns the form of a step that some version of the programme had, by the hash of its file.
func (c *Case) formOnce(step *programme.Step, hash [32]byte) (*programme.Form, error) {
	file, err := formFileOnce(c.source, c.Pathway.Programme.ID, step.Form, hash)
	if err != nil {
		return nil, err
	}
	if len(file) == 0 {
		return nil, fault.New("journey.Filled", fault.Invalid, "journey.no_such_form_once", nil).WithHint("journey.no_such_form_once_hint")
	}
	return parsedForm(step.Form, file)
}

// formFileOnce returns the file of a form that some version of a programme has or had, by its hash; nothing where there is none.
func formFileOnce(s desk.Source, programmeID, name string, hash [32]byte) ([]byte, error) {
	of, err := desk.ListedCommons(s, VersionsOf, []byte(programmeID), maxVersions)
	if err != nil {
		return nil, err
	}
	var versions []*Published
	for _, v := range of {
		p, err := desk.SeeCommons(s, VersionStory, v)
		if err != nil {
			return nil, err
		}
		versions = append(versions, p.State)
	}
	for _, file := range formsOnceIn(versions, name) {
		if len(file) > 0 && sha256.Sum256(file) == hash {
			return file, nil
		}
	}
	return nil, nil
}
