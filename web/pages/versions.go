// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"encoding/hex"
	"strconv"

	"github.com/a-h/templ"

	"safar/field/journey"
	"safar/kernel/access"
	"safar/web/page"
	"safar/web/words"
)

// addVersions adds the pages of a programme's versions: which there were, the next one, and moving journeys to it.
func (o *office) addVersions() {
	o.handle("GET /programme/{programme}/versions", showVersions)
	o.handle("GET /programme/{programme}/versions/{version}", showVersion)
	o.handle("GET /programme/{programme}/next", showNext)
	o.handle("POST /programme/{programme}/next", lookAtNext)
	o.handle("GET /programme/{programme}/migrate", showMigration)
	o.handle("POST /programme/{programme}/migrate", migratePiece)
}

// pathOf is the path of a programme's page.
func pathOf(programme string) string { return "/programme/" + programme }

// programmeCrumbs is the way back from the pages of a programme.
func (e *errand) programmeCrumbs(programme string) []page.Link {
	return []page.Link{e.crumb("programmes.title", "/programmes"), {Text: e.speech(e.Words, programme).name(programme), To: pathOf(programme)}}
}

func showVersions(e *errand) error {
	name, w := e.PathValue("programme"), e.Words
	rows, err := ask(e, "task.programme", journey.Versions(name))
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return notThere("pages.versions")
	}
	cut, pages := pageOf(e, rows, perPage)
	ways := join(e.way(e.mayInCommons(access.ProgrammePublish), "versions.next", pathOf(name)+"/next"),
		e.way(e.may(access.JourneyMigrate), "versions.migrate", pathOf(name)+"/migrate"))
	return e.Show(officePage(e.frame(w.T("versions.title"), e.programmeCrumbs(name)...), w.T("versions.lead"), ways,
		gridOf(versionsGrid(w, name, cut)), page.Pager(w, pages)))
}

func versionsGrid(w *words.Printer, name string, rows []journey.VersionRow) grid {
	g := grid{caption: w.T("versions.title"), columns: columns(w, "#versions.number", "versions.published", "versions.by", "#versions.journeys")}
	for _, v := range rows {
		published := []templ.Component{day(w, v.Day)}
		if v.InForce {
			published = append(published, inForce(w, v.Since))
		}
		g.rows = append(g.rows, []templ.Component{linked(strconv.Itoa(v.Number), pathOf(name)+"/versions/"+hex.EncodeToString(v.Hash[:])),
			cells(published...), page.Name(v.By), num(w, v.Journeys)})
	}
	return g
}

func showVersion(e *errand) error {
	name, w := e.PathValue("programme"), e.Words
	hash, err := hex.DecodeString(e.PathValue("version"))
	if err != nil || len(hash) != 32 {
		return notThere("pages.version")
	}
	s, err := ask(e, "task.programme", journey.SourceOfVersion(name, [32]byte(hash)))
	if err != nil {
		return err
	}
	crumbs := append(e.programmeCrumbs(name), e.crumb("versions.title", pathOf(name)+"/versions"))
	return e.Show(officePage(e.frame(w.T("programme.source"), crumbs...), w.T("versions.source_lead"), nil,
		page.Facts(w, []page.Term{{Label: w.T("programme.hash"), Value: hex.EncodeToString(s.Hash[:]), Class: "id"}}), sourceText(s.Text)))
}
