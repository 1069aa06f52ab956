package ingest

import (
	"slices"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

func fitsV1Page(s *shape) bool { return s.kind("users") == jsontape.Array }

// decodeV1Page reads a page of users. Such pages are also the form of blocks,
// mutes and members of lists, so that without an owner they are accounts only.
func decodeV1Page(d *decoder, v jsontape.Value) {
	l := d.list
	suggestion := v.Get("slug").Exists()
	if suggestion {
		l = listing{}
	}
	page := -1
	if !suggestion {
		page = d.v1NewPage(v, l)
	}
	for u := range v.Get("users").Elems() {
		if d.cut(u) {
			continue
		}
		r := d.begin(u, time.Time{})
		if u.Kind() != jsontape.Object {
			d.reject(r, "unknown_shape", details["unknown_shape"])
			continue
		}
		key, reason := d.v1User(r, u)
		d.settle(r, l, reason)
		if reason == "" && page >= 0 {
			d.addMember(page, key, r.off)
		}
	}
}

func (d *decoder) addMember(page int, key adentro.Key, off int64) {
	p := &d.obs.Pages[page]
	p.Members.Append(key, off)
}

// v1NewPage begins a page with the cursors of a v1.1 envelope: the token of the
// next page, and 0 for none on either side.
func (d *decoder) v1NewPage(v jsontape.Value, l listing) int {
	i := d.newPage(l, d.frame.off+int64(v.Offset()))
	p := &d.obs.Pages[i]
	next, previous := cursor(v, "next_cursor"), cursor(v, "previous_cursor")
	p.Last = next == "0"
	p.First = previous == "0"
	if next != "0" {
		p.Next = next
	}
	return i
}

// cursor reads a cursor as text, the string twin first.
func cursor(v jsontape.Value, name string) string {
	c := v.Get(name + "_str")
	if !c.Exists() {
		c = v.Get(name)
	}
	return string(c.Token())
}

func fitsV1IDs(s *shape) bool { return s.kind("ids") == jsontape.Array }

// decodeV1IDs reads a page of ids, numbers or strings.
func decodeV1IDs(d *decoder, v jsontape.Value) {
	p := &d.obs.Pages[d.v1NewPage(v, d.list)]
	p.Bare = true
	list := v.Get("ids")
	base := d.frame.off + int64(list.Offset())
	n := len(list.Raw()) / 16 // about as many as there are
	ids, offsets, plain := list.AppendDigits(make([]uint64, 0, n), make([]uint32, 0, n))
	if !plain || len(d.blanked) > 0 || len(ids) > 0 && slices.Max(ids) > adentro.MaxID {
		ids, offsets = d.idElements(list, ids[:0], offsets[:0])
	}
	p.Members = adentro.MakeMembers(ids, offsets, base, nil)
	d.src.Records.Seen += int64(len(ids))
	d.src.Records.Accepted += int64(len(ids))
}

// idElements reads the ids of a list one by one, and rejects those that are none.
func (d *decoder) idElements(list jsontape.Value, ids []uint64, offsets []uint32) ([]uint64, []uint32) {
	for e := range list.Elems() {
		if d.cut(e) {
			continue
		}
		if id, q := jsonID(e); q == exact {
			ids, offsets = append(ids, id), append(offsets, uint32(e.Offset()-list.Offset()))
		} else {
			d.reject(d.begin(e, time.Time{}), idReason(q), details[idReason(q)])
		}
	}
	return ids, offsets
}

func fitsV1Search(s *shape) bool {
	return s.kind("statuses") == jsontape.Array || s.kind("results") == jsontape.Array || s.kind("id") == jsontape.Object
}

// decodeV1Search reads the statuses of a search, or of a map from ids to tweets.
func decodeV1Search(d *decoder, v jsontape.Value) {
	for _, name := range []string{"statuses", "results"} {
		for e := range v.Get(name).Elems() {
			d.v1Status(e)
		}
	}
	for _, e := range v.Get("id").Members() {
		if e.Kind() == jsontape.Null {
			d.begin(e, time.Time{})
			d.ignore("missing_tweet")
			continue
		}
		d.v1Status(e)
	}
}
