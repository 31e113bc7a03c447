// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strings"

	"safar/kernel/fault"
	"safar/web"
	"safar/web/page"
)

// addHelp adds the pages of help, which are open to everybody: they hold nothing of anybody. Every page leads to the one that is about it.
func addHelp(site *web.Site) {
	site.Helps(HelpFor)
	site.Open("GET /help", showHelp)
	site.Open("GET /help/{about}", showHelp)
}

// helpBy says which help is about the pages below a path; the longest path counts.
var helpBy = []struct{ path, about string }{
	{"/", "today"}, {"/lately", "today"}, {"/help", "today"}, {"/gallery", "today"},
	{"/operation", "operation"},
	{"/households", "households"}, {"/search", "households"}, {"/households/register", "register"}, {"/households/{household}", "household"},
	{"/households/{household}/forget", "forget"}, {"/forget", "forget"}, {"/lists", "lists"}, {"/several", "several"}, {"/follow-ups", "visits"},
	{"/sites", "sites"}, {"/listening", "sites"}, {"/surveys", "sites"}, {"/standards", "standards"}, {"/sites/{site}/standards", "standards"}, {"/handbooks", "standards"}, {"/committees", "subjects"}, {"/decisions", "subjects"}, {"/facilities", "subjects"}, {"/villages", "villages"}, {"/gatherings", "gatherings"}, {"/planned", "planned"}, {"/movements", "movements"},
	{"/payments", "payments"}, {"/payments/sites", "cash"}, {"/payments/sheets", "cash"}, {"/payments/lists/{id}/plan", "cash"}, {"/payments/lists/{id}/keep", "cash"},
	{"/supplies", "supplies"}, {"/houses", "houses"}, {"/hosts", "hosts"}, {"/guests", "hosts"}, {"/pledges", "pledges"}, {"/stories", "stories"}, {"/households/{household}/stories", "stories"}, {"/subjects", "subjects"},
	{"/programmes", "programmes"}, {"/programme", "programmes"}, {"/referrals", "referrals"}, {"/agreements", "referrals"},
	{"/figures", "figures"}, {"/years", "figures"}, {"/users", "users"}, {"/roles", "users"}, {"/caseloads", "users"}, {"/sms", "users"}, {"/setup", "setup"}, {"/looks", "looks"}, {"/households/{household}/looks", "looks"},
	{"/caseload", "account"}, {"/passphrase", "account"}, {"/confirm", "account"}, {"/account", "account"}, {"/kiosk", "kiosk"}, {"/kiosks", "kiosk"}, {"/households/{household}/members/{person}/code", "kiosk"}, {"/stacks", "stacks"}, {"/hotline", "hotline"}, {"/voices", "hotline"}, {sealedPath, "sealed"},
	{"/sign-in", "signin"}, {"/join", "signin"},
}

// glossary are the words of the field that help explains, in the order in which they are told.
var glossary = []string{"household", "caseload", "compartment", "pathway", "blocked", "lapsed", "on_hold", "stay", "go_and_see", "plot", "tranche", "owed", "reconciled",
	"collector", "manifest", "best_interests", "focal_point", "key_informant", "referral", "withheld", "fact", "contradiction", "pcode", "disaggregated"}

// HelpFor returns the path of the help that is about the pages of a pattern ("GET /households/{household}"); "" where there is none. A pattern names nobody, and so does
// the path.
func HelpFor(pattern string) string {
	_, path, _ := strings.Cut(pattern, " ")
	path = strings.TrimSuffix(path, "{$}")
	best, about := 0, ""
	for _, h := range helpBy {
		if path == h.path || h.path != "/" && strings.HasPrefix(path, h.path+"/") {
			if len(h.path) > best {
				best, about = len(h.path), h.about
			}
		}
	}
	if about == "" {
		return ""
	}
	return "/help/" + about
}

// helpTopics are what help is about, each once, in order.
func helpTopics() (all []string) {
	for _, h := range helpBy {
		if !slices.Contains(all, h.about) {
			all = append(all, h.about)
		}
	}
	return all
}

// showHelp shows the help about one kind of pages, what the words mean, and the way to all other help.
func showHelp(r *web.Request) error {
	about := r.PathValue("about")
	if about == "" {
		about = "today"
	}
	if !slices.Contains(helpTopics(), about) {
		return fault.New("pages.help", fault.NotFound, "", nil)
	}
	w := r.Words
	var others []page.Link
	for _, other := range helpTopics() {
		others = append(others, page.Link{Text: w.T("help.about_" + other), To: "/help/" + other, Current: other == about})
	}
	return r.Show(helpPage(r.Frame(w.T("help.about_"+about)), about, others))
}
