package casefile

import (
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a case may name a time zone on a machine that has none

	"github.com/pelletier/go-toml/v2"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/text"
)

var (
	keyForm     = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)
	handleForm  = regexp.MustCompile(`^@?[A-Za-z0-9_]{1,30}$`)
	opaqueForm  = regexp.MustCompile(`^[a-z0-9-]+:\S+$`)
	countryForm = regexp.MustCompile(`^[A-Z]{2}$`)
)

// fill checks doc and lays it over c, which is empty or the case extended. An
// entry with the key or name of one already there takes its place; others are added.
func (r *reader) fill(c *adentro.Case, doc *document) error {
	for _, step := range []func(*adentro.Case, *document) error{
		r.fillHead, r.fillClasses, r.fillTags, r.fillWindows, r.fillControl,
		r.fillOrders, r.fillLexicons, r.fillLists, r.fillThresholds,
	} {
		if err := step(c, doc); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) fillHead(c *adentro.Case, doc *document) error {
	switch {
	case doc.Name != "" && !keyForm.MatchString(doc.Name):
		return r.errorf("name", "name %q: use lower-case letters, digits, - and _", doc.Name)
	case doc.Name != "":
		c.Name = doc.Name
	}
	if doc.Title != "" {
		c.Title = doc.Title
	}
	if doc.Language != "" {
		if doc.Language != "es" && doc.Language != "en" {
			return r.errorf("language", "language %q: es or en", doc.Language)
		}
		c.Language = doc.Language
	}
	c.Synthetic = doc.Synthetic
	for i, h := range doc.Home {
		if !countryForm.MatchString(h) {
			return r.errorf(fmt.Sprintf("home[%d]", i), "home %q is not an ISO 3166 code of two capital letters", h)
		}
	}
	if doc.Home != nil {
		c.Home = slices.Compact(slices.Sorted(slices.Values(doc.Home)))
	}
	if doc.Timezone != "" {
		if _, err := time.LoadLocation(doc.Timezone); err != nil || doc.Timezone == "Local" {
			return r.errorf("timezone", "timezone %q is not an IANA name such as America/Caracas", doc.Timezone)
		}
		c.Timezone = doc.Timezone
	}
	if doc.Terms != "" {
		c.Terms = doc.Terms
	}
	var err error
	c.Seeds, err = r.accounts("seeds", doc.Seeds)
	return err
}

// accounts reads a list of ids and handles; repeated ones count once.
func (r *reader) accounts(path string, list []any) ([]adentro.Key, error) {
	var keys []adentro.Key
	for i, v := range list {
		k, err := accountKey(v)
		if err != nil {
			return nil, r.errorf(fmt.Sprintf("%s[%d]", path, i), "%v", err)
		}
		if !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys, nil
}

// AccountKey reads an id or a handle as a person writes it: "@123" is a handle, "123" an id. It
// errs on what no account can be called.
func AccountKey(s string) (adentro.Key, error) {
	if !handleForm.MatchString(s) && !opaqueForm.MatchString(s) {
		return adentro.Key{}, fmt.Errorf("%q is neither an id nor a handle", s)
	}
	return adentro.ParseKey(s)
}

// accountKey is AccountKey for a value of TOML, a string or an integer.
func accountKey(v any) (adentro.Key, error) {
	switch v := v.(type) {
	case int64:
		if v < 1 {
			return adentro.Key{}, fmt.Errorf("account id %d is not positive", v)
		}
		return adentro.IDKey(uint64(v)), nil
	case string:
		return AccountKey(v)
	}
	return adentro.Key{}, fmt.Errorf("%v is neither an id nor a handle", v)
}

// date reads a day or an instant, written as a TOML date or as a string.
func date(v any) (time.Time, error) {
	switch v := v.(type) {
	case nil:
		return time.Time{}, nil
	case time.Time:
		return v.UTC(), nil
	case toml.LocalDate:
		return v.AsTime(time.UTC), nil
	case toml.LocalDateTime:
		return v.AsTime(time.UTC), nil
	case string:
		for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05"} {
			if t, err := time.Parse(layout, v); err == nil {
				return t.UTC(), nil
			}
		}
	}
	return time.Time{}, fmt.Errorf("%v is not a date such as 2021-04-16", v)
}

// day reads a date and drops its time of day.
func (r *reader) day(path string, v any) (time.Time, error) {
	t, err := date(v)
	if err != nil {
		return t, r.errorf(path, "%v", err)
	}
	return t.Truncate(24 * time.Hour), nil
}

func (r *reader) fillTags(c *adentro.Case, doc *document) error {
	own := map[string]bool{}
	for i, d := range doc.Tag {
		at := fmt.Sprintf("tag[%d]", i)
		t := adentro.Tag{Name: strings.TrimPrefix(strings.TrimSpace(d.Name), "#")}
		if t.Name == "" || strings.ContainsAny(t.Name, " \t\n#") {
			return r.errorf(at+".name", "tag name %q: one hashtag", d.Name)
		}
		var err error
		if t.Announced, err = r.day(at+".announced", d.Announced); err != nil {
			return err
		}
		key := text.FoldTag(t.Name)
		if own[key] {
			return r.errorf(at+".name", "tag %q is given twice", t.Name)
		}
		own[key] = true
		c.Tags = put(c.Tags, t, func(o adentro.Tag) bool { return text.FoldTag(o.Name) == key })
	}
	return nil
}

func (r *reader) fillWindows(c *adentro.Case, doc *document) error {
	for i, d := range doc.Window {
		at := fmt.Sprintf("window[%d]", i)
		w := adentro.Window{Name: d.Name, Class: d.Class}
		if w.Class == "all" {
			w.Class = ""
		}
		if w.Class != "" && c.ClassIndex(w.Class) < 0 {
			return r.errorf(at+".class", "no class is called %q", w.Class)
		}
		var err error
		if w.From, err = r.day(at+".from", d.From); err != nil {
			return err
		}
		if w.To, err = r.day(at+".to", d.To); err != nil {
			return err
		}
		if w.From.IsZero() || w.To.IsZero() {
			return r.errorf(at, "a window needs from and to")
		}
		if w.To.Before(w.From) {
			return r.errorf(at+".to", "the window ends before it begins")
		}
		same := func(o adentro.Window) bool { return o.Name != "" && o.Name == w.Name }
		if slices.ContainsFunc(doc.Window[:i], func(o windowDoc) bool { return o.Name != "" && o.Name == w.Name }) {
			return r.errorf(at+".name", "window %q is given twice", w.Name)
		}
		c.Windows = put(c.Windows, w, same)
	}
	return nil
}

func (r *reader) fillControl(c *adentro.Case, doc *document) error {
	if doc.Control == nil {
		return nil
	}
	if k := doc.Control.Class; k != "" && c.ClassIndex(k) < 0 {
		return r.errorf("control.class", "no class is called %q", k)
	}
	seeds, err := r.accounts("control.seeds", doc.Control.Seeds)
	c.Control = adentro.Control{Class: doc.Control.Class, Seeds: seeds}
	return err
}

func (r *reader) fillOrders(c *adentro.Case, doc *document) error {
	for i, d := range doc.Order {
		at := fmt.Sprintf("order[%d]", i)
		t, err := date(d.Time)
		if err != nil {
			return r.errorf(at+".time", "%v", err)
		}
		if strings.TrimSpace(d.Text) == "" && len(d.Tags) == 0 {
			return r.errorf(at, "an order needs a text or tags")
		}
		o := adentro.Order{Name: d.Name, Time: t, Text: d.Text}
		for _, tag := range d.Tags {
			o.Tags = append(o.Tags, strings.TrimPrefix(tag, "#"))
		}
		c.Orders = put(c.Orders, o, func(x adentro.Order) bool { return x.Name != "" && x.Name == o.Name })
	}
	return nil
}

func (r *reader) fillLexicons(c *adentro.Case, doc *document) error {
	own := map[string]bool{}
	for i, d := range doc.Lexicon {
		at := fmt.Sprintf("lexicon[%d]", i)
		if !keyForm.MatchString(d.Key) {
			return r.errorf(at+".key", "lexicon key %q: use lower-case letters, digits, - and _", d.Key)
		}
		if own[d.Key] {
			return r.errorf(at+".key", "lexicon %q is given twice", d.Key)
		}
		own[d.Key] = true
		if len(d.Words) == 0 {
			return r.errorf(at, "lexicon %q has no words", d.Key)
		}
		if err := r.titles(at, d.Title); err != nil {
			return err
		}
		l := adentro.Lexicon{Key: d.Key, Title: d.Title, Words: d.Words}
		c.Lexicons = put(c.Lexicons, l, func(o adentro.Lexicon) bool { return o.Key == l.Key })
	}
	return nil
}

func (r *reader) fillLists(c *adentro.Case, doc *document) error {
	for i, d := range doc.List {
		at := fmt.Sprintf("list[%d]", i)
		if d.File == "" || !filepath.IsLocal(filepath.FromSlash(d.File)) {
			return r.errorf(at+".file", "file %q must lie in the folder of the dumps", d.File)
		}
		if _, err := path.Match(d.File, ""); err != nil {
			return r.errorf(at+".file", "file %q: bad pattern", d.File)
		}
		h := adentro.ListHint{File: d.File}
		switch d.Kind {
		case "":
		case "followers":
			h.Kind = adentro.Followers
		case "following":
			h.Kind = adentro.Following
		default:
			return r.errorf(at+".kind", "kind %q: followers or following", d.Kind)
		}
		var err error
		if d.Owner != nil {
			if h.Owner, err = accountKey(d.Owner); err != nil {
				return r.errorf(at+".owner", "%v", err)
			}
		}
		if h.Observed, err = date(d.Observed); err != nil {
			return r.errorf(at+".observed", "%v", err)
		}
		if h.Owner.IsZero() && h.Kind == adentro.ListUnknown && h.Observed.IsZero() {
			return r.errorf(at, "a list needs owner, kind or observed")
		}
		c.Lists = append(c.Lists, h)
	}
	return nil
}

func (r *reader) fillThresholds(c *adentro.Case, doc *document) error {
	t := doc.Thresholds
	if t == nil {
		return nil
	}
	if t.NameFollowers != nil {
		if *t.NameFollowers < 1 {
			return r.errorf("thresholds.name_followers", "name_followers must be at least 1")
		}
		c.Thresholds.NameFollowers = *t.NameFollowers
	}
	if t.MinCell != nil {
		if *t.MinCell < 1 {
			return r.errorf("thresholds.min_cell", "min_cell must be at least 1")
		}
		c.Thresholds.MinCell = *t.MinCell
	}
	return nil
}

// titles accepts the languages of the report.
func (r *reader) titles(at string, title map[string]string) error {
	return r.languages(at+".title", title)
}

// languages accepts texts in the languages of the report.
func (r *reader) languages(at string, texts map[string]string) error {
	for _, lang := range sortedKeys(texts) {
		if key := at[strings.LastIndexByte(at, '.')+1:]; lang != "es" && lang != "en" {
			return r.errorf(at+"."+lang, "unknown key %q: %s is in es and en", key+"."+lang, key)
		}
	}
	return nil
}

func sortedKeys(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// put replaces the first item that is the same, else appends.
func put[T any](list []T, x T, same func(T) bool) []T {
	if i := slices.IndexFunc(list, same); i >= 0 {
		list[i] = x
		return list
	}
	return append(list, x)
}
