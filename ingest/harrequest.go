package ingest

import (
	"net/url"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// An addressKind says what a browser asked for.
type addressKind uint8

const (
	otherAddress    addressKind = iota // not the platform's data: scripts, pictures, other hosts
	dataAddress                        // accounts, tweets, lists
	messagesAddress                    // direct messages, never kept
	privateAddress                     // what only whoever is logged in sees of itself
)

// kindOfAddress tells by its address what a request was for.
func kindOfAddress(address string) addressKind {
	u, err := url.Parse(address)
	if err != nil || !isPlatform(u.Hostname()) {
		return otherAddress
	}
	path := strings.ToLower(u.Path)
	contains := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(path, p) {
				return true
			}
		}
		return false
	}
	switch op := strings.ToLower(operation(u.Path)); {
	case !contains("/graphql/", "/1.1/", "/2/", "/i/api/"), contains("/jot/", "/live_pipeline/"):
		return otherAddress
	case contains("/dm/", "/direct_messages", "/dm_"), strings.HasPrefix(op, "dm"), strings.HasPrefix(op, "xchat"), strings.Contains(op, "message"):
		return messagesAddress
	case contains("/account/", "/notifications/", "/settings", "badge_count", "/onboarding/", "/blocks/", "/mutes/", "bookmark"),
		strings.HasPrefix(op, "viewer"), strings.HasPrefix(op, "notification"), strings.HasPrefix(op, "blocked"), strings.HasPrefix(op, "muted"), strings.HasPrefix(op, "bookmark"):
		return privateAddress
	}
	return dataAddress
}

// isPlatform reports whether a host is one of the platform's that give data.
func isPlatform(host string) bool {
	host = strings.ToLower(host)
	for _, site := range []string{"x.com", "twitter.com"} {
		switch strings.TrimSuffix(host, site) {
		case "", "www.", "api.", "mobile.", "pro.":
			return strings.HasSuffix(host, site)
		}
	}
	return false
}

// operation returns the GraphQL operation that a path ends with, "" if it is of another kind.
func operation(path string) string {
	_, rest, ok := strings.Cut(path, "/graphql/")
	if !ok {
		return ""
	}
	return rest[strings.LastIndexByte(rest, '/')+1:]
}

// readRequest reads what an answer is an answer to: from the address, and from
// the body where the variables stand there. Lists of followers are asked for
// by POST since April 2026.
func readRequest(address, body string) webRequest {
	var q webRequest
	u, err := url.Parse(address)
	if err != nil {
		return q
	}
	if q.operation = operation(u.Path); q.operation == "" {
		q.list = restList(u)
		return q
	}
	var tape jsontape.Tape
	variables := parsed(&tape, u.Query().Get("variables"))
	if variables.Kind() != jsontape.Object {
		variables = parsed(&tape, body).Get("variables")
		if variables.Kind() == jsontape.String {
			variables = parsed(&tape, variables.Text())
		}
	}
	q.cursor = variables.Get("cursor").Text()
	owner := adentro.Key{}
	if id, n := jsonID(variables.Get("userId")); n == exact {
		owner = adentro.IDKey(id)
	} else if h := firstOf(variables, "screen_name", "screenName").Text(); isHandle(h) {
		owner = adentro.HandleKey(h)
	}
	if kind := listKinds[q.operation]; kind != adentro.ListUnknown {
		q.list = listing{owner, kind, adentro.Stated, "content"}
	} else if strings.HasPrefix(q.operation, "UserBy") {
		q.account = owner
	}
	return q
}

// parsed returns the JSON value that s spells, absent if it spells none.
func parsed(tape *jsontape.Tape, s string) jsontape.Value {
	if n, err := tape.Parse([]byte(s), true); err != nil || strings.TrimSpace(s[n:]) != "" {
		return jsontape.Value{}
	}
	return tape.Root()
}

// restList reads the list that a request of the REST API is for.
func restList(u *url.URL) listing {
	if m := listPath.FindStringSubmatch(u.Path); m != nil {
		id, _ := digits([]byte(m[1]))
		if m[2] == "following" {
			return listing{adentro.IDKey(id), adentro.Following, adentro.Stated, "content"}
		}
		return listing{adentro.IDKey(id), adentro.Followers, adentro.Stated, "content"}
	}
	owner := requestKey(u.String())
	switch {
	case owner.IsZero():
	case strings.Contains(u.Path, "/followers/"):
		return listing{owner, adentro.Followers, adentro.Stated, "content"}
	case strings.Contains(u.Path, "/friends/"):
		return listing{owner, adentro.Following, adentro.Stated, "content"}
	}
	return listing{}
}

// answer decodes one value of an answer by the format that it has. Answers of
// other kinds are many in a browser's work, and nothing is to be kept of them.
func (d *decoder) answer(v jsontape.Value, q webRequest) {
	if v.Kind() == jsontape.Object {
		s := newShape(v)
		for i := range d.formats {
			f := &d.formats[i]
			if f.fits == nil || !f.fits(s) {
				continue
			}
			d.fits[i]++
			if f.Name == "graphql" {
				d.webAnswer(v, q)
			} else {
				f.decode(d, v)
			}
			return
		}
	}
	d.begin(v, q.at)
	d.ignore("answer")
}
