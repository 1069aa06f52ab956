package ingest

import (
	"net/url"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// fitsZeeschuimer knows items that the browser extension Zeeschuimer collected: a
// result of the platform inside the extension's wrapper, or, after 4CAT
// imported it, with the wrapper inside it.
func fitsZeeschuimer(s *shape) bool {
	if s.any("__import_meta") {
		return isZeeschuimerItem(s.v)
	}
	return s.any("nav_index", "timestamp_collected", "source_platform_url") && isZeeschuimerItem(s.get("data"))
}

func isZeeschuimerItem(v jsontape.Value) bool {
	return v.Get("legacy").Kind() == jsontape.Object || v.Get("rest_id").Exists() || v.Get("tweet").Kind() == jsontape.Object || isTombstone(v) || isUnavailable(v)
}

// decodeZeeschuimer reads one item as one record. The numbers called id in it went
// through floats; rest_id did not.
func decodeZeeschuimer(d *decoder, v jsontape.Value) {
	meta, item := v, v.Get("data")
	if m := v.Get("__import_meta"); m.Exists() {
		meta, item = m, v
		if x := v.Get("data"); isZeeschuimerItem(x) {
			item = x
		}
	}
	at, ok := jsonDate(meta.Get("timestamp_collected"))
	if !ok || !plausible(at) {
		at = time.Time{}
	}
	r := d.begin(v, at)
	switch advert, _ := truth(item.Get("promoted")); {
	case advert:
		d.ignore("promoted")
	case isTombstone(item):
		d.ignore("tombstone")
	case isUnavailable(item) && webKey(item).IsZero():
		d.ignore("error_nobody")
	case isUnavailable(item):
		p := adentro.Seen(webKey(item), r.sighting())
		p.SetStatus(webStatusOf(item), adentro.BasisCode)
		d.addProfile(p)
		d.accept(r, listing{})
	case isWebUser(item):
		l := pageList(meta.Get("source_platform_url").Text())
		if !l.known() {
			l = d.list
		}
		key, reason := d.webUser(r, item)
		d.settle(r, l, reason)
		if reason == "" && l.known() {
			d.flatMember(l, key, r)
		}
	default:
		_, reason := d.webTweet(r, item)
		d.settle(r, listing{}, reason)
	}
}

// pageList reads from the address of a page whose followers it shows, or whom
// the account follows.
func pageList(address string) listing {
	u, err := url.Parse(address)
	if err != nil || !isPlatform(u.Hostname()) {
		return listing{}
	}
	owner, what, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if !isHandle(owner) {
		return listing{}
	}
	switch what {
	case "followers", "verified_followers":
		return listing{adentro.HandleKey(owner), adentro.Followers, adentro.Stated, "content"}
	case "following":
		return listing{adentro.HandleKey(owner), adentro.Following, adentro.Stated, "content"}
	}
	return listing{}
}
