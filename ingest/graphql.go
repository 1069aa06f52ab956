package ingest

import (
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// A webPage is one answer that the platform gave a browser, and what is known of the request.
// The shapes are nowhere documented; they are those that collectors which read
// them agree on, in the layout before May 2025 and in the one since.
type webPage struct {
	webRequest
	page           int // index of the adentro.Page, -1 if none was begun
	timelines      int
	entries, marks int // entries of timelines that are content, and those that are cursors
	next           string
	last           bool
}

// fitsGraphQL knows answers of the web GraphQL, adaptive answers of the time before it,
// and single results that a collector took out of an answer.
func fitsGraphQL(s *shape) bool {
	if data := s.get("data"); data.Kind() == jsontape.Object {
		return isWebData(data) || data.Len() == 0 && !s.any("meta", "includes", "__twarc")
	}
	return s.get("globalObjects").Kind() == jsontape.Object || isWebResult(s)
}

// isWebData tells the data of a GraphQL answer from that of a page of the v2 API: its members are
// envelopes of results and timelines.
func isWebData(data jsontape.Value) bool {
	for name, m := range data.Members() {
		switch n := string(name.Token()); {
		case n == "user" && m.Kind() == jsontape.Object, n == "tweetResult", n == "threaded_conversation_with_injections_v2":
			return true
		case m.Get("result").Exists(), m.Get("timeline").Exists(), m.Get("instructions").Exists():
			return true
		case strings.HasSuffix(n, "_timeline"), strings.HasPrefix(n, "search_by_"), n == "home", n == "list":
			if m.Kind() == jsontape.Object {
				return true
			}
		}
		for e := range m.Elems() {
			if e.Get("result").Exists() {
				return true
			}
			break
		}
	}
	return false
}

func isWebResult(s *shape) bool {
	return s.any("rest_id") && s.any("legacy", "core") || s.any("__typename") && s.any("tweet", "legacy", "tombstone", "reason")
}

func decodeGraphQL(d *decoder, v jsontape.Value) { d.webAnswer(v, webRequest{list: d.list}) }

// webAnswer reads one answer to a browser.
func (d *decoder) webAnswer(v jsontape.Value, request webRequest) {
	p := &webPage{webRequest: request, page: -1}
	switch {
	case v.Get("globalObjects").Kind() == jsontape.Object:
		d.adaptive(p, v)
	case v.Get("data").Kind() == jsontape.Object:
		d.webData(p, v)
	default:
		d.webResult(p, v)
	}
}

// webData reads the data of an answer, and marks the page of a list with its cursors.
func (d *decoder) webData(p *webPage, v jsontape.Value) {
	data := v.Get("data")
	seen := d.src.Records.Seen
	d.webErrors(p, v.Get("errors"))
	for name, m := range data.Members() {
		d.webEnvelope(p, m, string(name.Token()) == "user", 8)
	}
	if p.isList() && p.page < 0 && p.marks > 0 {
		d.webList(p, data)
	}
	if p.timelines == 0 && d.src.Records.Seen == seen {
		if r := d.begin(data, p.at); p.account.IsZero() {
			d.ignore("answer")
		} else { // nothing came back of the account that was asked for
			d.status(r, p.account, adentro.NotFound)
		}
	}
	if p.page >= 0 {
		pg := &d.obs.Pages[p.page]
		pg.Next, pg.Last = p.next, p.last
	}
}

// webErrors reads the errors beside the data.
func (d *decoder) webErrors(p *webPage, errs jsontape.Value) {
	for e := range errs.Elems() {
		if d.cut(e) {
			continue
		}
		r := d.begin(e, p.at)
		if code, message := errorOf(e); !p.account.IsZero() {
			d.status(r, p.account, statusOf(code, message))
		} else {
			d.ignore("collector_error")
		}
	}
}

// webEnvelope descends to the timelines and results inside an envelope. of says that
// the envelope is that of an account, whose timeline may be a list of its followers.
func (d *decoder) webEnvelope(p *webPage, v jsontape.Value, of bool, depth int) {
	if depth == 0 {
		return
	}
	if v.Kind() == jsontape.Array {
		for e := range v.Elems() {
			d.webEnvelope(p, e, false, depth-1)
		}
		return
	}
	if in := v.Get("instructions"); in.Kind() == jsontape.Array {
		d.webTimeline(p, in, of)
		return
	}
	result := v.Get("result")
	if result.Kind() == jsontape.Object && isWebThing(result) {
		d.webResult(p, result)
	}
	for name, m := range v.Members() {
		switch k := m.Kind(); {
		case isMessages(string(name.Token())):
			d.begin(m, p.at)
			d.ignore("direct_message")
		case k == jsontape.Object && string(name.Token()) == "result" && isWebThing(m):
			// its timeline, if it has one, stands beside what it says of the account
			for _, n := range []string{"timeline", "timeline_v2"} {
				d.webEnvelope(p, m.Get(n), of, depth-1)
			}
		case k == jsontape.Object, k == jsontape.Array:
			d.webEnvelope(p, m, of, depth-1)
		}
	}
}

// isMessages reports whether a member holds direct messages, which are never kept.
func isMessages(name string) bool {
	return strings.HasPrefix(name, "dm_") || strings.HasPrefix(name, "direct_message") || strings.HasPrefix(name, "inbox") || strings.HasPrefix(name, "conversation_")
}

// isWebThing reports whether a result is an account or a tweet, or says why it is not there.
func isWebThing(v jsontape.Value) bool {
	return v.Get("rest_id").Exists() || v.Get("legacy").Exists() || v.Get("tweet").Exists() || isUnavailable(v) || isTombstone(v)
}

func isUnavailable(v jsontape.Value) bool {
	return v.Get("__typename").Text() == "UserUnavailable" || !v.Get("__typename").Exists() && !v.Get("legacy").Exists() && v.Get("unavailable_reason").Exists()
}

func isTombstone(v jsontape.Value) bool {
	switch v.Get("__typename").Text() {
	case "TweetTombstone", "TweetUnavailable", "TweetPreviewDisplay":
		return true
	}
	return v.Get("tombstone").Exists()
}

// isWebUser tells an account from a tweet.
func isWebUser(v jsontape.Value) bool {
	switch v.Get("__typename").Text() {
	case "User", "UserUnavailable":
		return true
	case "":
		return v.Get("legacy").Get("screen_name").Exists() || v.Get("core").Get("screen_name").Exists() || isUnavailable(v)
	}
	return false
}

// webResult reads a result that stands alone, as one record.
func (d *decoder) webResult(p *webPage, v jsontape.Value) {
	if isWebUser(v) {
		d.webAccount(p, v, p.account, listing{}, -1)
		return
	}
	d.webStatus(p, v)
}

// webAccount reads one account as one record, and puts it into a page. hint is the account as
// the entry around it names it.
func (d *decoder) webAccount(p *webPage, v jsontape.Value, hint adentro.Key, l listing, page int) {
	r := d.begin(v, p.at)
	var key adentro.Key
	reason := ""
	switch {
	case isUnavailable(v):
		if key = webKey(v); key.IsZero() {
			key = hint
		}
		if key.IsZero() {
			d.ignore("error_nobody")
			return
		}
		x := adentro.Seen(key, r.sighting())
		x.SetStatus(webStatusOf(v), adentro.BasisCode)
		d.addProfile(x)
		if page < 0 {
			l = listing{owner: key} // the record alone does not tell whom it is about
		}
	case !isWebThing(v): // {}: the platform kept the account back
		if key = hint; page < 0 || key.IsZero() {
			d.ignore("web_empty")
			return
		}
	default:
		key, reason = d.webUser(r, v)
	}
	d.settle(r, l, reason)
	if reason == "" && page >= 0 {
		d.addMember(page, key, r.off)
	}
}

// webStatus reads one tweet as one record.
func (d *decoder) webStatus(p *webPage, v jsontape.Value) {
	r := d.begin(v, p.at)
	if isTombstone(v) {
		d.ignore("tombstone") // whose tweet it was it does not say
		return
	}
	_, reason := d.webTweet(r, v)
	d.settle(r, listing{}, reason)
}

// webStatusOf tells what a result says of an account that it does not show.
func webStatusOf(v jsontape.Value) adentro.Status {
	for _, n := range []string{"reason", "unavailable_reason", "message", "unavailable_message"} {
		x := v.Get(n)
		if x.Kind() == jsontape.Object {
			x = x.Get("text")
		}
		if s := statusOf(0, x.Text()); s != adentro.StatusUnknown {
			return s
		}
	}
	return adentro.Unavailable
}

// A webRequest is what a browser asked for, as far as anything beside the answer tells.
type webRequest struct {
	operation string      // of the GraphQL, "" if unknown
	list      listing     // whose list of accounts the answer is, if it is one
	account   adentro.Key // the one account that was asked for
	cursor    string
	at        time.Time
}

// listKinds are the operations whose answers are lists of accounts with an owner.
var listKinds = map[string]adentro.ListKind{
	"Followers": adentro.Followers, "BlueVerifiedFollowers": adentro.Followers, "Following": adentro.Following,
}

// isList reports whether the request is known to be for a list with a known owner.
func (q *webRequest) isList() bool {
	return listKinds[q.operation] != adentro.ListUnknown && q.list.known()
}
