package ingest

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

func fitsV1Error(s *shape) bool {
	return (s.any("errors") || s.any("error")) && !s.any("data", "text", "full_text", "users", "statuses")
}

// decodeV1Error reads an error body. Collectors write it next to the id or
// handle that they asked for; a status without one is nobody's.
func decodeV1Error(d *decoder, v jsontape.Value) {
	key := askedKey(v)
	errs := v.Get("errors")
	if errs.Kind() != jsontape.Array {
		r := d.begin(v, time.Time{})
		e := errs
		if !e.Exists() {
			e = v.Get("error")
		}
		code, message := errorOf(e)
		if code == 0 {
			code = int(max(number(v.Get("code")), 0))
		}
		d.v1Error(r, v, key, code, message)
		return
	}
	for e := range errs.Elems() {
		if d.cut(e) {
			continue
		}
		r := d.begin(e, time.Time{})
		k, about := key, v
		if k.IsZero() {
			k, about = askedKey(e), e
		}
		code, message := errorOf(e)
		d.v1Error(r, about, k, code, message)
	}
}

// v1Error closes an error record. about is the object that names the account by key.
func (d *decoder) v1Error(r *record, about jsontape.Value, key adentro.Key, code int, message string) {
	s := statusOf(code, message)
	switch code {
	case 50: // asked for by its number, an account cannot have been renamed
		if key.ID != 0 {
			s = adentro.Deactivated
		}
	case 144, 421, 422: // the tweet is gone, which says nothing of its author
		d.ignore("error_nobody")
		return
	case 179: // the id beside it may be that of the tweet
		key = accountAsked(about)
	}
	d.status(r, key, s)
}

// status closes an error record: a status of the account that was asked for.
func (d *decoder) status(r *record, key adentro.Key, s adentro.Status) {
	switch {
	case s == adentro.StatusUnknown:
		d.ignore("collector_error")
	case key.IsZero():
		d.ignore("error_nobody")
	default:
		p := adentro.Seen(key, r.sighting())
		p.SetStatus(s, adentro.BasisCode)
		d.addProfile(p)
		// The record alone does not tell whom it is about.
		d.accept(r, listing{owner: key})
	}
}

// errorOf reads code and message of an error that is an object or a sentence.
func errorOf(v jsontape.Value) (int, string) {
	if v.Kind() == jsontape.String {
		return 0, v.Text()
	}
	return int(max(number(v.Get("code")), 0)), firstOf(v, "message", "detail", "title").Text()
}

// accountAsked finds the account that was asked for under names that can only be
// an account's.
func accountAsked(v jsontape.Value) adentro.Key {
	for _, n := range []string{"user_id_str", "user_id", "userid", "uid", "account_id"} {
		if id, q := jsonID(v.Get(n)); q == exact {
			return adentro.IDKey(id)
		}
	}
	for _, n := range []string{"screen_name", "username", "handle", "screenname"} {
		if h := handle(v.Get(n).Text()); h != "" {
			return adentro.HandleKey(h)
		}
	}
	return requestKey(v.Get("request").Text())
}

// askedKey finds the account that a record says was asked for.
func askedKey(v jsontape.Value) adentro.Key {
	for _, n := range []string{"id_str", "user_id_str", "user_id", "userid", "uid", "id", "account_id"} {
		if id, q := jsonID(v.Get(n)); q == exact {
			return adentro.IDKey(id)
		}
	}
	for _, n := range []string{"screen_name", "username", "handle", "screenname", "user", "account", "id"} {
		x := v.Get(n)
		if x.Kind() == jsontape.Object {
			if k := askedKey(x); !k.IsZero() {
				return k
			}
		}
		if h := handle(x.Text()); h != "" {
			if id, ok := digits([]byte(h)); ok && n != "screen_name" && n != "username" && n != "handle" && n != "screenname" {
				return adentro.IDKey(id)
			}
			return adentro.HandleKey(h)
		}
	}
	return requestKey(v.Get("request").Text())
}

// requestKey reads the account from the address that was asked.
func requestKey(request string) adentro.Key {
	u, err := url.Parse(request)
	if err != nil {
		return adentro.Key{}
	}
	q := u.Query()
	if id, ok := digits([]byte(q.Get("user_id"))); ok {
		return adentro.IDKey(id)
	}
	if h := q.Get("screen_name"); isHandle(h) {
		return adentro.HandleKey(h)
	}
	return adentro.Key{}
}

// statusOf tells what an error of the v1.1 API says of the account that was
// asked for; StatusUnknown if it speaks of the collector or of a tweet.
func statusOf(code int, message string) adentro.Status {
	switch code {
	case 63:
		return adentro.Suspended
	case 17, 34, 50:
		return adentro.NotFound
	case 179:
		return adentro.Protected
	case 136:
		return adentro.Unavailable
	case 0:
	default:
		return adentro.StatusUnknown
	}
	m := strings.ToLower(message)
	switch {
	case strings.Contains(m, "suspended") && !strings.Contains(m, "your account"):
		return adentro.Suspended
	case strings.Contains(m, "deactivated"):
		return adentro.Deactivated
	case strings.Contains(m, "not authorized"), strings.Contains(m, "protected"):
		return adentro.Protected
	case strings.Contains(m, "user not found"), strings.Contains(m, "no user matches"), strings.Contains(m, "page does not exist"), m == "not found":
		return adentro.NotFound
	}
	if n, err := strconv.Atoi(message); err == nil && n > 0 { // {"error": 63}
		return statusOf(n, "")
	}
	return adentro.StatusUnknown
}
