package ingest

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// Each reader of bytes that others wrote is fuzzed by itself, so that what stands before it
// keeps nothing from it; FuzzDecode goes through all of them.

// FuzzFormat gives any object or table to the decoder of one format, whether it fits or not.
func FuzzFormat(f *testing.F) {
	formats := Formats()
	for _, x := range loadFixtures(f) {
		for i := range formats {
			if formats[i].Name == x.format {
				f.Add(uint8(i), x.text)
				if line, _, _ := bytes.Cut(x.text, newline); formats[i].decode != nil {
					f.Add(uint8(i), line)
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, i uint8, text []byte) {
		one := &formats[int(i)%len(formats)]
		d := newDecoder("x", &Options{MaxRecord: 1 << 20}, formats)
		switch {
		case one.decode != nil:
			var tape jsontape.Tape
			n, err := tape.Parse(text, true)
			if err != nil || tape.Root().Kind() != jsontape.Object {
				return
			}
			d.frame = frame{data: text[:n], line: 1, value: tape.Root()}
			one.decode(d, tape.Root())
		case one.table != nil:
			if h, _, _ := readHeader(text); h == nil {
				return
			}
			x := newTable(newPiece(text, false))
			reader := one.table(d, x.h)
			if reader.row == nil {
				return
			}
			s := newRowScanner(newPiece(text, false), x.sep, 1<<20)
			for r, ok := s.next(); ok; r, ok = s.next() {
				reader.row(d.beginRaw(r.raw, r.off, r.line, jsontape.Value{}, time.Time{}), &r)
			}
			d.finishTable(reader)
		case one.read != nil:
			if !one.opens(text) {
				return
			}
			one.read(d, newPiece(text, false))
		default:
			d.decodeLines(newPiece(text, false))
		}
		facts := d.finish(ChunkKey{}, int64(len(text)), 0).Facts
		if r := facts.Records; !r.Balanced() || int64(len(facts.Rejects)) != r.Rejected {
			t.Fatalf("%s: %+v with %d rejects", one.Name, r, len(facts.Rejects))
		}
	})
}

// FuzzIDs: an id or a handle that was read is read as itself.
func FuzzIDs(f *testing.F) {
	for _, s := range []string{"1.2E+18", "x123", `="1"`, "9223372036854775807", "VXNlcjoxMjM=", "tag:search.twitter.com,2005:123", "1,2E+18", "https://x.com/a_b/status/1", "@Ana", "９"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if id, q := parseID([]byte(s)); q == exact {
			again, q := parseID([]byte(adentro.IDKey(id).String()))
			if id == 0 || id > 1<<63-1 || q != exact || again != id {
				t.Fatalf("%q is %d, and that is %d", s, id, again)
			}
			if at := snowflake(id); !at.IsZero() && uint64(at.UnixMilli()-snowflakeEpoch) != id>>22 {
				t.Fatalf("%d was made at %v", id, at)
			}
		}
		if h := handle(s); h != "" && (!isHandle(h) || handle(h) != h) {
			t.Fatalf("%q is the handle %q, and that is %q", s, h, handle(h))
		}
	})
}

// FuzzDates: a date that was read is read as itself.
func FuzzDates(f *testing.F) {
	for _, s := range []string{"Tue Feb 16 14:03:09 +0000 2021", "16/02/2021 2:03 PM", "2021-02-16T14:03:09.123Z", "1613484189123", "3 de febrero de 2021", "03/02/21", "9999-12-31", "31/12/9999 23:59", "1612325106.0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range []order{0, dayFirst, monthFirst} {
			at, ok := columnDate(s, o)
			if !ok {
				continue
			}
			if y := at.Year(); y < 1 || y > 9999 {
				t.Fatalf("%q is in the year %d", s, y)
			}
			if again, ok := columnDate(at.UTC().Format(time.RFC3339Nano), o); !ok || !again.Equal(at) {
				t.Fatalf("%q is %v, and that is %v, %v", s, at, again, ok)
			}
		}
		orderOf(s)
	})
}

// FuzzSniff: what a file is does not depend on its byte order mark or on who asks again.
func FuzzSniff(f *testing.F) {
	for _, x := range loadFixtures(f) {
		f.Add(x.text[:min(len(x.text), 2000)], true)
	}
	f.Fuzz(func(t *testing.T, head []byte, whole bool) {
		kind, what := sniff(head, whole)
		if rows := kind == classLines && what == "rows"; (kind == classNone) != (what != "" && !rows) {
			t.Fatalf("class %d, %q", kind, what)
		}
		if kind == classNone && looks(what).Code == "" {
			t.Fatalf("there is no note for %q", what)
		}
		if bytes.HasPrefix(head, utf8BOM) {
			return
		}
		if again, _ := sniff(append(bytes.Clone(utf8BOM), head...), whole); again != kind {
			t.Fatalf("class %d, with a mark %d", kind, again)
		}
	})
}

// FuzzFileName: an owner that a name gives is spelled in it, and a name is all that a label becomes.
func FuzzFileName(f *testing.F) {
	for _, s := range []string{"followers_jack_20210402.json", "followers/jack/page_1.json", "seguidores_cdi_2301.json", "followers_of_nobody_final(2).json", "../../etc/followers_jack", "12345_friends_2021-04-02.json", "@_a_-followers.json.gz", "jack_followers_1617321600000.json"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l := nameListing(s, func(base string) bool { return len(base)%2 == 0 })
		if !l.owner.IsZero() {
			h, ok := l.owner.Handle()
			if ok && !isHandle(h) || !ok && l.owner.ID == 0 {
				t.Fatalf("%q: owner %s", s, l.owner)
			}
			if !ok {
				h = l.owner.String()
			}
			if !strings.Contains(strings.ToLower(s), h) {
				t.Fatalf("%q: owner %s is not in it", s, l.owner)
			}
			if l.kind == adentro.ListUnknown || l.basis != adentro.Guessed {
				t.Fatalf("%q: %+v", s, l)
			}
		}
		if at, ok := nameDate(s); ok && !plausible(at) {
			t.Fatalf("%q: dated %v", s, at)
		}
		name := memberName(s)
		for part := range strings.SplitSeq(name, "/") {
			if part == "" || part == "." || part == ".." {
				t.Fatalf("%q becomes %q", s, name)
			}
		}
		aside(s, "", &Options{Lists: []adentro.ListHint{{File: s}}}, nil)
	})
}

// FuzzArchive walks any bytes as whatever container they begin as.
func FuzzArchive(f *testing.F) {
	files := []file{{"a.txt", "uno"}, {"b/c.json.gz", gzipText([]byte("dos"))}, {"README", "tres"}}
	for _, s := range []string{zipped(f, files...), tarred(f, files...), gzipText([]byte(tarred(f, files...))), zipped(f, file{"in.tar", tarred(f, files...)}), bzipped(f), "\x28\xb5\x2f\xfd\x04\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, c := range []*content{streamed(string(data)), onDisk(t, string(data))} {
			shown(t, c)
			if c.stored.n != int64(len(data)) {
				t.Fatalf("%d of %d bytes were hashed", c.stored.n, len(data))
			}
		}
	})
}

// FuzzMapping reads any table by a mapping of any columns.
func FuzzMapping(f *testing.F) {
	f.Add("left", "a", "right", "b", "a,b\n1,2\n1,x\n", false)
	f.Add("account_id", "id", "handle", "usuario", "id;usuario\n1;ana\n;\n", true)
	f.Add("tweet_id", "n", "text", "dice", "n,dice\nabc,\"hola #Uno\"\n", true)
	f.Fuzz(func(t *testing.T, field1, name1, field2, name2, text string, own bool) {
		m := &Mapping{Columns: map[string]string{field1: name1, field2: name2}, Direction: LeftFollowsRight}
		if own {
			m.Space = "ejemplo"
		}
		if m.Check() != nil {
			return
		}
		obs, _ := Read(t.Context(), []string{"-"}, Options{Stdin: strings.NewReader(text), Map: m, Workers: 1})
		checkSums(t, obs)
		if err := adentro.Resolve(obs).Check(); err != nil {
			t.Fatal(err)
		}
	})
}
