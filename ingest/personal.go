package ingest

import (
	"bytes"
	"regexp"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// The archive that the platform gives to the owner of an account, since 2018, is
// a folder of scripts: each assigns one array of JSON to a name, window.YTD.follower.part0 =
// […], and manifest.js assigns an object to window.__THAR_CONFIG. Whose the archive is stands in
// account.js and manifest.js, beside the others. The files are known by these names, not by theirs.
//
// Only what concerns the public account is read. Messages, contacts, addresses of
// the network, advertising, e-mail and telephone numbers are in the archive as well: files with a name that
// is not in personalFiles are recognised and never decoded, and of account.js only four members are read.

var personalOpening = regexp.MustCompile(`^\s*(?:window\.)?(?:YTD\.(\w+)\.part[0-9]+|(__THAR_CONFIG))\s*=\s*`)

// personalFiles are the names that are read.
var personalFiles = map[string]func(p *personal, v jsontape.Value){
	"account":         (*personal).account,
	"profile":         (*personal).profile,
	"follower":        (*personal).member,
	"following":       (*personal).member,
	"tweet":           (*personal).tweet,
	"tweets":          (*personal).tweet,
	"community_tweet": (*personal).tweet,
	"note_tweet":      (*personal).note,
	"manifest":        (*personal).manifest,
	"__THAR_CONFIG":   (*personal).manifest,
}

// personalName returns the name that a script assigns to, "" if it is no part
// of such an archive, and the length of the assignment.
func personalName(head []byte) (string, int) {
	m := personalOpening.FindSubmatch(head[:min(len(head), 1<<10)])
	if m == nil {
		return "", 0
	}
	return string(m[1]) + string(m[2]), len(m[0])
}

func opensPersonal(head []byte) bool {
	name, _ := personalName(head)
	return personalFiles[name] != nil
}

// isPrivate reports whether a file is a part of a personal archive that is
// never read.
func isPrivate(head []byte) bool {
	name, _ := personalName(head)
	return name != "" && personalFiles[name] == nil
}

// A personal is one file of the archive.
type personal struct {
	d       *decoder
	owner   adentro.Key // zero if unknown
	at      time.Time   // when the archive was made; zero if unknown
	members int         // of a list, as the manifest says; -1 if it does not
}

func readPersonal(d *decoder, w *window) {
	if bytes.HasPrefix(w.rest(), utf8BOM) {
		w.skip(len(utf8BOM))
	}
	what, n := personalName(w.rest())
	w.skip(n)
	p := &personal{d: d, members: -1}
	p.beside(what)
	kind := adentro.ListUnknown
	switch what {
	case "follower":
		kind = adentro.Followers
	case "following":
		kind = adentro.Following
	}
	if kind != adentro.ListUnknown {
		p.list(kind)
	}
	read := personalFiles[what]
	d.assigned(w, func(v jsontape.Value) { read(p, v) })
	if d.page > 0 {
		page := &d.obs.Pages[d.page-1]
		page.Observed = p.at
		page.First = page.Members.Len() == p.members
		page.Last = page.First
	}
}

// assigned reads the JSON that a script assigns: an array whose elements are
// shown to each, or one value, perhaps with a semicolon behind it. Anything else behind it is
// rejected as the code that it is.
func (d *decoder) assigned(w *window, each func(v jsontape.Value)) {
	f := newFramer(w, d.opt.MaxRecord)
	for {
		c, ok := f.between()
		if !ok {
			break
		}
		if !f.array && (c == '[' || c == ';') || c == ']' {
			f.array = c == '['
			w.skip(1)
			continue
		}
		fr := f.value(c)
		d.frame, d.blanked = fr, nil
		if fr.reason == "" {
			each(fr.value)
			continue
		}
		d.src.Records.Seen++
		d.misfits++
		d.reject(&record{off: fr.off, line: fr.line}, fr.reason, fr.detail)
	}
	if f.array {
		d.warned["array_unclosed"]++
	}
	if f.nuls > 0 {
		d.warned["nul_run"] = f.nuls
	}
}

// beside learns from the files beside this one whose the archive is, when it
// was made, and how long a list ought to be.
func (p *personal) beside(what string) {
	p.script("manifest.js", func(v jsontape.Value) {
		if v.Kind() == jsontape.Array { // a part like the others
			v = firstElem(v)
		}
		p.owner = idOf(v.Get("userInfo").Get("accountId"))
		if t, ok := jsonDate(v.Get("archiveInfo").Get("generationDate")); ok && plausible(t) {
			p.at = t
		}
		files, n := v.Get("dataTypes").Get(what).Get("files"), 0
		for f := range files.Elems() {
			n++
			p.members = int(number(f.Get("count")))
		}
		if n != 1 { // in parts, of which this is one
			p.members = -1
		}
	})
	p.script("account.js", func(v jsontape.Value) {
		for e := range v.Elems() {
			if k := idOf(e.Get("account").Get("accountId")); !k.IsZero() {
				p.owner = k
			}
		}
	})
}

// script shows what a script beside the file assigns, if it is there and whole.
func (p *personal) script(name string, show func(v jsontape.Value)) {
	if p.d.sibling == nil {
		return
	}
	b, err := p.d.sibling(name)
	if err != nil {
		return
	}
	b = bytes.TrimPrefix(b, utf8BOM)
	what, n := personalName(b)
	if personalFiles[what] == nil {
		return
	}
	b = bytes.TrimRight(b[n:], "; \t\r\n")
	var tape jsontape.Tape
	if end, err := tape.Parse(b, true); err == nil && end == len(b) {
		show(tape.Root())
	}
}

func idOf(v jsontape.Value) adentro.Key {
	if id, q := jsonID(v); q == exact {
		return adentro.IDKey(id)
	}
	return adentro.Key{}
}

// list settles whose list the file is: the archive's owner's, else that of
// whom the operator, the case or the name says.
func (p *personal) list(kind adentro.ListKind) {
	d := p.d
	beside := d.list
	if p.owner.IsZero() {
		if d.list.kind != adentro.ListUnknown && d.list.kind != kind {
			d.list = listing{} // it says something else
		}
		d.list.kind = kind
		return
	}
	d.list = listing{p.owner, kind, adentro.Stated, "content"}
	if beside.known() && (beside.owner != p.owner || beside.kind != kind) {
		d.overrule = p.owner
	}
}

// begin opens the record of an element, and returns what it wraps.
func (p *personal) begin(v jsontape.Value, name string) (*record, jsontape.Value) {
	r := p.d.begin(v, p.at)
	if in := v.Get(name); in.Kind() == jsontape.Object {
		return r, in
	}
	return r, v
}

// member reads one account of a list. Nothing but its id is given.
func (p *personal) member(v jsontape.Value) {
	r := p.d.begin(v, p.at)
	in := firstOf(v, "follower", "following")
	id, q := jsonID(in.Get("accountId"))
	p.d.settle(r, p.d.list, idReason(q))
	if q == exact {
		p.d.member(adentro.IDKey(id), r.off)
	}
}

// tweet reads a tweet of the owner. It has no author, and a retweet has no
// original: its text is cut.
func (p *personal) tweet(v jsontape.Value) {
	d := p.d
	r, in := p.begin(v, "tweet")
	n := len(d.obs.Tweets)
	_, reason := d.v1Tweet(r, in, adentro.AccountRef{Key: p.owner})
	d.settle(r, listing{}, reason)
	if len(d.obs.Tweets) == n {
		return
	}
	t := &d.obs.Tweets[len(d.obs.Tweets)-1]
	h := retweeted(t.Text)
	if _, known := t.Ref(adentro.Retweet); known || h == "" {
		return
	}
	ref := adentro.Ref{Kind: adentro.Retweet, Author: adentro.AccountRef{Key: adentro.HandleKey(h)}}
	for _, m := range t.Mentions {
		if m.Key.ID != 0 && adentro.HandleKey(m.Handle) == ref.Author.Key {
			ref.Author.Key = m.Key
		}
	}
	t.TextKind = adentro.TextCopy
	t.Wrapper, t.Mentions = t.Mentions, nil
	addRef(t, ref)
}

// note passes over the long form of a tweet: it does not say of which.
func (p *personal) note(v jsontape.Value) {
	p.d.begin(v, p.at)
	p.d.ignore("note_text")
}

// account reads what account.js says in public.
func (p *personal) account(v jsontape.Value) {
	r, in := p.begin(v, "account")
	p.owned(r, in.Get("accountId"), func(s *adentro.Profile) {
		p.handle(s, in.Get("username"))
		setText(s, adentro.FieldName, in.Get("accountDisplayName"))
		p.d.created(s, in.Get("createdAt"), r.at)
	})
}

func (p *personal) manifest(v jsontape.Value) {
	r, in := p.begin(v, "userInfo")
	p.owned(r, in.Get("accountId"), func(s *adentro.Profile) {
		p.handle(s, in.Get("userName"))
		setText(s, adentro.FieldName, in.Get("displayName"))
	})
}

func (p *personal) profile(v jsontape.Value) {
	r, in := p.begin(v, "profile")
	p.owned(r, jsontape.Value{}, func(s *adentro.Profile) {
		about := in.Get("description")
		setText(s, adentro.FieldBio, about.Get("bio"))
		setText(s, adentro.FieldURL, about.Get("website"))
		setText(s, adentro.FieldLocation, about.Get("location"))
		setDefaultImage(s, jsontape.Value{}, in.Get("avatarMediaUrl"))
	})
}

// owned closes a record that describes the owner, by the id in it or by that
// of the files beside it.
func (p *personal) owned(r *record, id jsontape.Value, describe func(s *adentro.Profile)) {
	owner, reason := p.owner, ""
	if n, q := jsonID(id); q != missing {
		owner, reason = adentro.IDKey(n), idReason(q)
	} else if owner.IsZero() {
		reason = "no_id"
	}
	p.d.settle(r, listing{}, reason)
	if reason != "" {
		return
	}
	s := adentro.Seen(owner, r.sighting())
	describe(&s)
	p.d.addProfile(s)
}

func (p *personal) handle(s *adentro.Profile, v jsontape.Value) {
	if h := displayHandle(v.Text()); h != "" {
		s.SetText(adentro.FieldHandle, h)
	}
}
