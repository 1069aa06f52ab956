package ingest

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// previewRows is how many rows a preview shows of a table, previewFiles of how many tables.
const (
	previewRows  = 5
	previewFiles = 3
)

// Preview tells in English, for the terminal, how the mapping of the options reads the
// first rows of the first tables at paths that it means. It reads 256 KiB of each file. The errors are those of
// reading folders; a mapping that means no table is told in the text.
func Preview(ctx context.Context, paths []string, opt Options) (string, error) {
	if opt.MaxRecord <= 0 {
		opt.MaxRecord = DefaultMaxRecord
	}
	files, err := list(paths, &opt)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	shown := 0
	for _, in := range files {
		if in.role != adentro.RoleDump || in.err != nil || in.path == "-" || in.why.Code != "" || shown == previewFiles {
			continue
		}
		if err := ctx.Err(); err != nil {
			return "", err
		}
		if text := previewFile(ctx, in, &opt); text != "" {
			b.WriteString(text)
			shown++
		}
	}
	if shown == 0 {
		b.WriteString("the mapping means none of the tables: every column that it names must be in the header\n")
	}
	return b.String(), nil
}

// previewFile shows one file, "" if the mapping does not mean it.
func previewFile(ctx context.Context, in input, opt *Options) string {
	r, closer, err := openInput(in, opt)
	if err != nil {
		return ""
	}
	defer closer()
	c := open(ctx, r, func(int) {})
	defer c.finish()
	if c.archive() != "" {
		return ""
	}
	f := (&scanner{opt: opt, formats: Formats()}).reading(in)
	w := f.open(c, &adentro.Source{})
	head := w.rest()[:min(len(w.rest()), sniffSize)]
	if class, _ := sniff(head, w.eof); class != classTable || f.wholeFormat(head) >= 0 {
		return ""
	}
	t := newTable(w)
	if opt.Map.header(newDecoder(in.label, opt, f.formats), t.h) == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s, by the mapping:\n", safe.Terminal(in.label))
	s := newRowScanner(w, t.sep, opt.MaxRecord)
	if bytes.HasPrefix(w.rest(), utf8BOM) {
		w.skip(len(utf8BOM))
	}
	first, ok := s.next()
	for ok && skipsHeader(&first) {
		first, ok = s.next()
	}
	s.want = t.want
	for range previewRows {
		row, ok := s.next()
		if !ok {
			break
		}
		d := newDecoder(in.label, opt, f.formats)
		d.list, d.later = f.list, true
		d.decodeTable(t, newPiece(append(bytes.Clone(row.raw), '\n'), false), true)
		fmt.Fprintf(&b, "  line %d: %s\n", row.line, safe.Terminal(d.tells()))
	}
	return b.String()
}

// tells says what a decoder made of a record.
func (d *decoder) tells() string {
	var parts []string
	for _, r := range d.src.Rejects {
		parts = append(parts, "rejected, "+r.Reason+": "+r.Detail)
	}
	for i := range d.obs.Profiles {
		parts = append(parts, profileTells(&d.obs.Profiles[i]))
	}
	for i := range d.obs.Tweets {
		t := &d.obs.Tweets[i]
		s := "tweet " + t.ID.String() + " by " + t.Author.Key.String() + ", " + t.Kind.String()
		if !t.Created.IsZero() {
			s += ", " + t.Created.Format("2006-01-02 15:04:05 UTC")
		}
		if t.Text != "" {
			s += ", " + strconv.Quote(safe.Clamp(t.Text, 60))
		}
		parts = append(parts, s)
	}
	for i := range d.obs.Pages {
		p := &d.obs.Pages[i]
		for _, m := range p.Members.All() {
			switch p.Kind {
			case adentro.Followers:
				parts = append(parts, m.Key.String()+" follows "+p.Owner.String())
			case adentro.Following:
				parts = append(parts, p.Owner.String()+" follows "+m.Key.String())
			}
		}
	}
	if len(parts) == 0 {
		return "nothing to keep"
	}
	return strings.Join(parts, "; ")
}

func profileTells(p *adentro.Profile) string {
	s := "account " + p.Key.String()
	for _, f := range []struct {
		field adentro.Field
		value string
	}{
		{adentro.FieldHandle, p.Handle}, {adentro.FieldName, p.Name}, {adentro.FieldBio, p.Bio}, {adentro.FieldLocation, p.Location}, {adentro.FieldURL, p.URL},
		{adentro.FieldCreated, p.Created.Format("2006-01-02 15:04:05 UTC")},
		{adentro.FieldFollowers, count(p.Followers)}, {adentro.FieldFollowing, count(p.Following)}, {adentro.FieldTweets, count(p.Tweets)},
		{adentro.FieldListed, count(p.Listed)}, {adentro.FieldLikes, count(p.Likes)},
		{adentro.FieldProtected, strconv.FormatBool(p.Protected)}, {adentro.FieldVerified, strconv.FormatBool(p.Verified)},
		{adentro.FieldDefaultImage, strconv.FormatBool(p.DefaultImage)},
	} {
		if p.Known(f.field) {
			s += ", " + f.field.String() + " " + strconv.Quote(safe.Clamp(f.value, 60))
		}
	}
	return s
}
