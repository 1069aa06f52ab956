package ingest

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// plainText returns a string as people wrote it: the API escapes & < > in all its
// texts, once.
func plainText(v jsontape.Value) string { return unescapeHTML(v.Text()) }

func unescapeHTML(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for ; i >= 0; i = strings.IndexByte(s, '&') {
		n, c := 1, byte('&')
		for _, e := range htmlEscapes {
			if strings.HasPrefix(s[i:], e.name) {
				n, c = len(e.name), e.char
				break
			}
		}
		b.WriteString(s[:i])
		b.WriteByte(c)
		s = s[i+n:]
	}
	b.WriteString(s)
	return b.String()
}

var htmlEscapes = [...]struct {
	name string
	char byte
}{{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}}

// number reads a count that is a number or a string; -1 if it is neither.
func number(v jsontape.Value) int64 {
	switch v.Kind() {
	case jsontape.Number, jsontape.String:
		if n, ok := v.Digits(); ok && n <= math.MaxInt64 {
			return int64(n)
		}
		return parseCount(string(v.Token()))
	}
	return -1
}

// parseCount reads a count: digits, perhaps with .0 behind them or with
// thousands separators; -1 if s is no count.
func parseCount(s string) int64 {
	if s = strings.Trim(s, " \u00a0"); s == "" {
		return -1
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return max(n, -1)
	}
	if whole, zeros, ok := strings.Cut(s, "."); ok && strings.Trim(zeros, "0") == "" && len(zeros) != 3 {
		if n, err := strconv.ParseInt(whole, 10, 64); err == nil {
			return max(n, -1)
		}
	}
	return grouped(s)
}

// grouped reads 12,345 and 1.234.567 and 12 345: groups of three behind one
// kind of separator.
func grouped(s string) int64 {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\u00a0", " "), "\u202f", " ")
	for _, sep := range []string{",", ".", " ", "'"} {
		groups := strings.Split(s, sep)
		ok := len(groups) > 1 && len(groups[0]) >= 1 && len(groups[0]) <= 3
		for _, g := range groups[1:] {
			ok = ok && len(g) == 3
		}
		if !ok {
			continue
		}
		if n, err := strconv.ParseInt(strings.Join(groups, ""), 10, 64); err == nil && n >= 0 {
			return n
		}
	}
	return -1
}

// shortCount reads a count as pages display it, rounded: 12K, 1.2M, 3,4 mil;
// -1 if s is none.
func shortCount(s string) int64 {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, u := range []struct {
		word string
		n    float64
	}{{"mil", 1e3}, {"k", 1e3}, {"mill.", 1e6}, {"m", 1e6}, {"b", 1e9}} {
		rest, ok := strings.CutSuffix(s, u.word)
		if !ok {
			continue
		}
		rest = strings.ReplaceAll(strings.TrimRight(rest, " \u00a0"), ",", ".")
		if strings.Trim(rest, "0123456789.") != "" {
			return -1
		}
		f, err := strconv.ParseFloat(rest, 64)
		if err != nil || f > 1e6 {
			return -1
		}
		return int64(math.Round(f * u.n))
	}
	return -1
}

// truth reads a truth value that is a boolean, a number or a word.
func truth(v jsontape.Value) (value, known bool) {
	switch v.Kind() {
	case jsontape.True:
		return true, true
	case jsontape.False:
		return false, true
	case jsontape.String, jsontape.Number:
		return parseFlag(string(v.Token()))
	}
	return false, false
}

func parseFlag(s string) (value, known bool) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true", "1", "yes", "y", "t", "si", "sí", "verdadero", "v", "1.0":
		return true, true
	case "false", "0", "no", "n", "f", "falso", "0.0":
		return false, true
	}
	return false, false
}

// setCount, setText, setFlag and setDate copy a member into a profile if it is there.
func setCount(p *adentro.Profile, f adentro.Field, v jsontape.Value) {
	if v.Exists() {
		p.SetCount(f, number(v))
	}
}

func setText(p *adentro.Profile, f adentro.Field, v jsontape.Value) {
	if v.Kind() == jsontape.String {
		p.SetText(f, plainText(v))
	}
}

func setFlag(p *adentro.Profile, f adentro.Field, v jsontape.Value) {
	if b, ok := truth(v); ok {
		p.SetFlag(f, b)
	}
}

// created reads when an account was created; dates that cannot be are dropped
// with a warning.
func (d *decoder) created(p *adentro.Profile, v jsontape.Value, seen time.Time) {
	if !v.Exists() {
		return
	}
	if t, ok := jsonDate(v); ok {
		d.setCreated(p, t, seen)
	} else {
		d.warned["bad_date"]++
	}
}

func (d *decoder) setCreated(p *adentro.Profile, t, seen time.Time) {
	if !plausible(t) || !seen.IsZero() && t.After(seen.Add(24*time.Hour)) {
		d.warned["implausible_date"]++
		return
	}
	p.SetCreated(t)
	if t.After(d.newestAccount) {
		d.newestAccount = t
	}
}

// tweetTime settles when a tweet was sent. Ids tell it to the millisecond
// since November 2010, and win over a date that differs.
func (d *decoder) tweetTime(id uint64, t time.Time, ok bool, seen time.Time) time.Time {
	flake := snowflake(id)
	switch {
	case !flake.IsZero() && plausible(flake):
		if diff := t.Sub(flake); ok && (diff > 2*time.Second || diff < -2*time.Second) {
			d.warned["date_conflict"]++
		}
		t = flake
	case !ok:
		return time.Time{}
	}
	if !plausible(t) || !seen.IsZero() && t.After(seen.Add(24*time.Hour)) {
		d.warned["implausible_date"]++
		return time.Time{}
	}
	if t.After(d.newestTweet) {
		d.newestTweet = t
	}
	return t
}

// client returns the name of the posting client, the text of its link.
func client(s string) string {
	if i := strings.IndexByte(s, '>'); i >= 0 && strings.HasPrefix(strings.TrimSpace(s), "<") {
		s = s[i+1:]
		if j := strings.LastIndex(s, "</"); j >= 0 {
			s = s[:j]
		}
	}
	return strings.TrimSpace(unescapeHTML(s))
}

// wordRune reports whether r can stand in a hashtag.
func wordRune(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '\u200c'
}

// textTags finds the hashtags of a text: # and letters, digits and underscores
// of any script, not all digits, not inside a word or an address.
func textTags(s string) []string {
	var out []string
	before := ' '
	for i, r := range s {
		if (r == '#' || r == '＃') && !wordRune(before) && before != '&' && before != '/' {
			rest := s[i+utf8.RuneLen(r):]
			end := strings.IndexFunc(rest, func(r rune) bool { return !wordRune(r) })
			if end < 0 {
				end = len(rest)
			}
			if tag := rest[:end]; strings.ContainsFunc(tag, unicode.IsLetter) {
				out = append(out, tag)
			}
		}
		before = r
	}
	return uniqueStrings(out)
}

// textMentions finds the handles that a text mentions.
func textMentions(s string) []adentro.Mention {
	var out []adentro.Mention
	for i := 0; i < len(s); i++ {
		if s[i] != '@' || i > 0 && (isWordByte(s[i-1]) || s[i-1] == '@' || s[i-1] == '/' || s[i-1] == '.') {
			continue
		}
		j := i + 1
		for j < len(s) && isWordByte(s[j]) && s[j] < 0x80 {
			j++
		}
		if h := s[i+1 : j]; isHandle(h) && (j == len(s) || s[j] != '@') {
			out = append(out, mention(0, h))
		}
	}
	return uniqueMentions(out)
}

func isWordByte(c byte) bool {
	return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c >= 0x80
}

// mention makes a mention of an id or, where that is 0, of a handle.
func mention(id uint64, h string) adentro.Mention {
	m := adentro.Mention{Handle: h}
	if id != 0 {
		m.Key = adentro.IDKey(id)
	} else {
		m.Key = adentro.HandleKey(h)
	}
	return m
}

func uniqueStrings(xs []string) []string {
	slices.Sort(xs)
	return slices.Compact(xs)
}

func uniqueMentions(ms []adentro.Mention) []adentro.Mention {
	slices.SortStableFunc(ms, func(a, b adentro.Mention) int { return a.Key.Compare(b.Key) })
	ms = slices.CompactFunc(ms, func(a, b adentro.Mention) bool { return a.Key == b.Key })
	return slices.DeleteFunc(ms, func(m adentro.Mention) bool { return m.Key.IsZero() })
}

// isStatusLink reports whether a URL leads to the tweet with this id.
func isStatusLink(url string, id adentro.Key) bool {
	if id.ID == 0 {
		return false
	}
	_, rest, ok := strings.Cut(url, "/status/")
	return ok && rest != "" && strings.HasPrefix(rest, id.String()) && (strings.Contains(url, "twitter.com/") || strings.Contains(url, "//x.com/"))
}

// addRef adds a reference, keeping them sorted by kind and id.
func addRef(t *adentro.Tweet, r adentro.Ref) {
	t.Refs = append(t.Refs, r)
	slices.SortStableFunc(t.Refs, func(a, b adentro.Ref) int {
		if a.Kind != b.Kind {
			return int(a.Kind) - int(b.Kind)
		}
		return a.ID.Compare(b.ID)
	})
	t.Kind = adentro.KindOf(t.Refs)
	if t.Kind == adentro.Retweet {
		t.ClearCounts()
	}
}

// firstOf returns the first of the members that is there and not null.
func firstOf(v jsontape.Value, names ...string) jsontape.Value {
	for _, n := range names {
		if x := v.Get(n); x.Exists() {
			return x
		}
	}
	return jsontape.Value{}
}

var rtPrefix = []byte("RT @")

// retweeted returns the handle in "RT @handle: …", "" if s does not begin so.
func retweeted(s string) string {
	rest, ok := bytes.CutPrefix([]byte(s), rtPrefix)
	if !ok {
		return ""
	}
	h, _, ok := bytes.Cut(rest, []byte(":"))
	if !ok || !isHandle(string(h)) {
		return ""
	}
	return string(h)
}
