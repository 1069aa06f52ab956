package ingest

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// warned is how often a source warns of something.
func warned(d *said, code string) string {
	for _, n := range d.src.Warnings {
		if n.Code == code {
			return n.Args[0]
		}
	}
	return "0"
}

// TestTextThatIsNone: records with bytes that are no UTF-8, or half a character, are kept
// and counted, and no others are.
func TestTextThatIsNone(t *testing.T) {
	bad := []string{"\xff", "\xc0\xaf", "\xe2\x82", "\xed\xa0\xbd", "\xf5\x80\x80\x80", "ni\xf1o", `\ud83d`, `\ud83dx`, `\ude00`, `\ude00\ud83d`, `x\uD83D\u0041`, `\\\ud83d`}
	good := []string{"", "ñ", "🌻", `\ud83c\udf3b`, `\\ud83d`, `\u0000`, `\ufffd`, "\ufffd", "\ufeff", "\u2028", `\u00f1`}
	var b strings.Builder
	for i, s := range append(bad, good...) {
		fmt.Fprintf(&b, "{\"id\":%d,\"screen_name\":\"cuenta_%d\",\"name\":\"%s\",\"followers_count\":1}\n", i+1, i, s)
	}
	d := decodeBytes(t, "x.jsonl", []byte(b.String()))
	if r := d.src.Records; r.Accepted != int64(len(bad)+len(good)) || warned(d, "bad_utf8") != fmt.Sprint(len(bad)) {
		t.Errorf("%+v, %s flagged, want %d of %d", r, warned(d, "bad_utf8"), len(bad), len(bad)+len(good))
	}
}

// TestZerosAtEdges puts a zero byte into a text at the edge of every buffer and beside
// it: one record is lost. An escaped one costs nothing.
func TestZerosAtEdges(t *testing.T) {
	const head = `{"id":7,"screen_name":"cero","name":"`
	for _, edge := range []int{512, 4 << 10, 32 << 10, 64 << 10, 256 << 10, 512 << 10, 768 << 10} {
		for at := edge - 1; at <= edge+1; at++ {
			before := users(100, 110)
			pad := at - len(before) - len(head)
			if pad < 0 {
				before, pad = "", at-len(head)
			}
			before += strings.Repeat("\n", pad)
			for zero, lost := range map[string]int64{"\x00": 1, `\u0000`: 0} {
				text := before + head + zero + "\",\"followers_count\":1}\n" + users(200, 210)
				for _, packed := range []string{text, gzipText([]byte(text))} {
					d := decodeOnly(t, "x.jsonl", []byte(packed))
					if r := d.src.Records; r.Rejected != lost || r.Accepted+r.Rejected != int64(strings.Count(text, "{")) {
						t.Errorf("%q at %d: %+v", zero, at, r)
					}
					if lost > 0 && (len(d.src.Rejects) != 1 || d.src.Rejects[0].Offset != int64(at-len(head)) || d.src.Rejects[0].Reason != "bad_json") {
						t.Errorf("%q at %d: rejects %+v", zero, at, d.src.Rejects)
					}
				}
			}
		}
	}
}

// TestDepth: a value a million deep is one that is rejected, soon.
func TestDepth(t *testing.T) {
	for _, open := range []string{"[", `{"a":`, `[{"a":`} {
		deep := `{"id":9,"screen_name":"hondo","entities":` + strings.Repeat(open, 1_000_000/len(open)) + "}"
		for name, text := range map[string]string{"lines": users(1, 4) + deep + "\n" + users(4, 7), "array": "[" + strings.ReplaceAll(strings.TrimSpace(users(1, 4)), "\n", ",\n") + ",\n" + deep + ",\n" + strings.ReplaceAll(strings.TrimSpace(users(4, 7)), "\n", ",\n") + "]"} {
			start := time.Now()
			d := decodeBytes(t, "x.json", []byte(text))
			if r := d.src.Records; r.Accepted != 6 || r.Rejected != 1 || d.src.Rejects[0].Reason != "too_deep" || time.Since(start) > 5*time.Second {
				t.Errorf("%q in %s: %+v, %.200v in %v", open, name, r, d.src.Rejects, time.Since(start))
			}
		}
	}
}

// TestRepeatedMembers: the first member of a name counts, to the letter.
func TestRepeatedMembers(t *testing.T) {
	d := decodeBytes(t, "x.jsonl", []byte(`{"ID":9,"id":1,"Screen_Name":"otra","screen_name":"una","id":2,"followers_count":3,"screen_name":"dos","followers_count":4}`))
	if len(d.obs.Profiles) != 1 {
		t.Fatalf("%+v", d.src)
	}
	if p := d.obs.Profiles[0]; p.Key != adentro.IDKey(1) || p.Handle != "una" || p.Followers != 3 {
		t.Errorf("got %s @%s %d, want 1 @una 3", p.Key, p.Handle, p.Followers)
	}
}

// TestTimesThatCannotBe: the record stays, its date goes, and that is counted.
func TestTimesThatCannotBe(t *testing.T) {
	var b strings.Builder
	years := []int{1970, 2005, 2039, 2100, 9999}
	for i, y := range append(years, 2012, 2021) {
		fmt.Fprintf(&b, "{\"id\":%d,\"screen_name\":\"cuenta_%d\",\"followers_count\":1,\"created_at\":\"Fri Jan 01 00:00:00 +0000 %d\"}\n", i+1, i, y)
	}
	d := decodeBytes(t, "x.jsonl", []byte(b.String()))
	if d.src.Records.Accepted != int64(len(years)+2) || warned(d, "implausible_date") != fmt.Sprint(len(years)) {
		t.Errorf("%+v, %v", d.src.Records, d.src.Warnings)
	}
	for i := range d.obs.Profiles {
		if p := &d.obs.Profiles[i]; p.Known(adentro.FieldCreated) && !plausible(p.Created) {
			t.Errorf("%s was created %v", p.Key, p.Created)
		}
	}
	if !plausible(d.src.Observed) {
		t.Errorf("the file is of %v", d.src.Observed)
	}
}

// An endless reader repeats a text for ever.
type endless struct {
	text string
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.text[(e.at+i)%len(e.text)]
	}
	e.at += len(p)
	return len(p), nil
}

// TestEndlessInput ends when it is told to, having kept no more than a record.
func TestEndlessInput(t *testing.T) {
	for name, head := range map[string]string{"zeros": "", "one string": users(1, 3) + `{"id":1,"name":"`, "one array": users(1, 3) + "[", "one row": "id,username\n1,\"", "a line of digits": "1\n2\n"} {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		start := time.Now()
		var in io.Reader = &endless{text: "0"}
		if name == "zeros" {
			in = &endless{text: "\x00"}
		}
		_, err := Read(ctx, []string{"-"}, Options{Stdin: io.MultiReader(strings.NewReader(head), in), MaxRecord: 1 << 20, Workers: 1})
		cancel()
		if err == nil || time.Since(start) > 10*time.Second {
			t.Errorf("%s: %v after %v", name, err, time.Since(start))
		}
	}
}

// TestGrowingFile: what is written to a file while it is read is not read, so that reading ends.
func TestGrowingFile(t *testing.T) {
	p := filepath.Join(t.TempDir(), "vivo.jsonl")
	text := users(1, 30_000)
	if err := os.WriteFile(p, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(p, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	wrote := 0
	obs := read(t, Options{Progress: func(int64, int64) {
		if wrote++; wrote < 50 {
			io.WriteString(f, text)
		}
	}}, p)
	if s := obs.Sources[0]; s.Bytes != int64(len(text)) || s.Records.Accepted != 29_999 || wrote == 0 {
		t.Errorf("%d bytes of %d, %+v", s.Bytes, len(text), s.Records)
	}
}

// TestLinear reads what is made to be read again and again: the time is that of its size.
func TestLinear(t *testing.T) {
	const size = 1 << 17
	for name, unit := range map[string]string{
		"braces": "{", "brackets": "[", "open members": `{"id":`, "quotes": `"`, "objects cut": "{\"id\":1,\"a\":{\n", "objects in a broken array": `{"id":1,"x":[{"id":2}`,
		"commas": ",", "quoted cells": "a,\"b\n", "two quotes": "\"\"", "backslashes": `\`, "blank": " ", "ids": "1 ", "closing": "}]", "elements": `{"id":x},`, "tags": "<a b=\"c\">", "lines": "\n",
	} {
		for _, head := range []string{"", "[", users(1, 3), "[" + strings.TrimSpace(users(1, 2)) + ",", "id,username\n1,ana\n", "<graphml><graph>"} {
			text := head + strings.Repeat(unit, size/len(unit))
			start := time.Now()
			d := decodeOnly(t, "x.dat", []byte(text))
			if took := time.Since(start); took > 4*time.Second { // a fraction of it, unless every part searches all others
				t.Errorf("%s behind %.20q: %v for %d KiB", name, head, took, len(text)>>10)
			}
			if r := d.src.Records; !r.Balanced() {
				t.Errorf("%s behind %.20q: %+v", name, head, r)
			}
		}
	}
}
