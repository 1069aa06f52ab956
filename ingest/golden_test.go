package ingest

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-1b5e0f84/adentro"
)

var update = flag.Bool("update", false, "write the goldens anew")

// fixtures is the folder with one folder per format.
const fixtures = "../testdata"

func read(t *testing.T, opt Options, paths ...string) *adentro.Observations {
	t.Helper()
	obs, err := Read(context.Background(), paths, opt)
	if err != nil {
		t.Fatal(err)
	}
	return obs.Unshared()
}

// TestGolden reads the fixtures of every format and compares all that they
// yield with what a person has looked at.
func TestGolden(t *testing.T) {
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			obs := read(t, Options{}, filepath.Join(fixtures, f.Name))
			got := dump(obs)
			path := filepath.Join("testdata", f.Name+".golden")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			found := false
			for _, s := range obs.Sources {
				found = found || s.Format == f.Name
			}
			if !found {
				t.Errorf("no file of the fixtures was taken for %s", f.Name)
			}
		})
	}
}

// dump shows observations, one thing a line.
func dump(obs *adentro.Observations) string {
	obs = obs.Unshared()
	var b strings.Builder
	place := func(o adentro.Origin) string { return fmt.Sprintf("%s:%d", obs.Sources[o.Source].Path, o.Offset) }
	for _, s := range obs.Sources {
		r := s.Records
		fmt.Fprintf(&b, "source %s %s %s %.2f seen %d accepted %d duplicate %d rejected %d ignored %d %s %s", s.Path, s.Role, s.Format, s.Confidence, r.Seen, r.Accepted, r.Duplicate, r.Rejected, r.Ignored, s.ObservedBasis, stamp(s.Observed))
		if s.Damage != "" {
			fmt.Fprintf(&b, " damage %q", s.Damage)
		}
		b.WriteByte('\n')
		for _, n := range s.Why {
			fmt.Fprintf(&b, "  why %s %s\n", n.Code, strings.Join(n.Args, " "))
		}
		for _, n := range s.Warnings {
			fmt.Fprintf(&b, "  warning %s %s\n", n.Code, strings.Join(n.Args, " "))
		}
		for _, r := range s.Rejects {
			fmt.Fprintf(&b, "  reject %s at %d line %d\n", r.Reason, r.Offset, r.Line)
		}
	}
	for i := range obs.Profiles {
		p := &obs.Profiles[i]
		fmt.Fprintf(&b, "profile %s", p.Key)
		for _, f := range []struct {
			f adentro.Field
			v any
		}{{adentro.FieldHandle, p.Handle}, {adentro.FieldName, p.Name}, {adentro.FieldBio, p.Bio}, {adentro.FieldLocation, p.Location}, {adentro.FieldURL, p.URL},
			{adentro.FieldCreated, stamp(p.Created)}, {adentro.FieldFollowers, p.Followers}, {adentro.FieldFollowing, p.Following}, {adentro.FieldTweets, p.Tweets},
			{adentro.FieldListed, p.Listed}, {adentro.FieldLikes, p.Likes}, {adentro.FieldProtected, p.Protected}, {adentro.FieldVerified, p.Verified},
			{adentro.FieldDefaultImage, p.DefaultImage}} {
			if p.Known(f.f) {
				fmt.Fprintf(&b, " %s=%#v", f.f, f.v)
			}
		}
		for _, e := range p.Statuses {
			fmt.Fprintf(&b, " %s/%s@%s", e.Status, e.Basis, stamp(e.At))
		}
		for _, l := range p.Labels {
			fmt.Fprintf(&b, " label %s=%q", l.Scheme, l.Value)
		}
		for _, s := range p.Sightings {
			fmt.Fprintf(&b, " <%s %s>", place(s.Origin), stamp(s.At))
		}
		b.WriteByte('\n')
	}
	for _, t := range obs.Tweets {
		fmt.Fprintf(&b, "tweet %s by %s %s %s %s %q lang=%s client=%q", t.ID, t.Author.Key, stamp(t.Created), t.Kind, t.TextKind, t.Text, t.Lang, t.Client)
		for _, r := range t.Refs {
			fmt.Fprintf(&b, " %s->%s/%s", r.Kind, r.ID, r.Author.Key)
		}
		fmt.Fprintf(&b, " tags=%q urls=%q mentions=%s wrapper=%s", t.Hashtags, t.URLs, mentions(t.Mentions), mentions(t.Wrapper))
		for c := range adentro.NumTweetCounts {
			for _, x := range t.CountsSeen(c) {
				fmt.Fprintf(&b, " %s=%d@%s", c, x.N, stamp(x.At))
			}
		}
		if t.Edits != nil {
			fmt.Fprintf(&b, " edits=%d", t.Edits)
		}
		if t.Deleted {
			fmt.Fprintf(&b, " deleted@%s", stamp(t.DeletedAt))
		}
		if t.Unshown {
			b.WriteString(" unshown")
		}
		fmt.Fprintf(&b, " seen=%s <%s>\n", stamp(t.Observed), place(t.Origin))
	}
	for _, p := range obs.Pages {
		fmt.Fprintf(&b, "page %s of %s %s cursor=%q next=%q first=%v last=%v %s <%s>:", p.Kind, p.Owner, p.Basis, p.Cursor, p.Next, p.First, p.Last, stamp(p.Observed), place(p.Origin))
		for _, m := range p.Members.All() {
			fmt.Fprintf(&b, " %s@%d", m.Key, m.Offset)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func mentions(ms []adentro.Mention) string {
	var out []string
	for _, m := range ms {
		out = append(out, m.Key.String()+"/"+m.Handle)
	}
	return "[" + strings.Join(out, " ") + "]"
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02T15:04:05.999Z")
}
