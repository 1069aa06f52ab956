package ingest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

// A disguise changes what a file looks like and not what it is; it returns nil where it
// cannot be done to the file.
type disguise struct {
	name string
	do   func(r *rand.Rand, f *fixture) []byte
}

var disguises = []disguise{
	{"another name", func(_ *rand.Rand, f *fixture) []byte { return f.text }},
	{"a byte order mark", func(_ *rand.Rand, f *fixture) []byte {
		if isUTF16(f.text) || opensSQLite(f.text) {
			return nil
		}
		return append(bytes.Clone(utf8BOM), bytes.TrimPrefix(f.text, utf8BOM)...)
	}},
	{"line ends of CRLF", func(_ *rand.Rand, f *fixture) []byte {
		if isUTF16(f.text) || opensSQLite(f.text) {
			return nil
		}
		return bytes.ReplaceAll(bytes.ReplaceAll(f.text, []byte("\r\n"), newline), newline, []byte("\r\n"))
	}},
	{"gzip", func(_ *rand.Rand, f *fixture) []byte { return []byte(gzipText(f.text)) }},
	{"UTF-16", func(r *rand.Rand, f *fixture) []byte {
		if isUTF16(f.text) || opensSQLite(f.text) || !json.Valid(f.text) && !bytes.Contains(f.text, newline) {
			return nil
		}
		return utf16Of(f.text, r.IntN(2) == 0, true)
	}},
	{"a head cut off", func(r *rand.Rand, f *fixture) []byte { // lines stand for themselves
		line := bytes.IndexByte(f.text, '\n')
		if !strings.HasSuffix(f.label, ".jsonl") || line < 2 || bytes.Count(f.text, newline) < 4 {
			return nil
		}
		return f.text[1+r.IntN(line-1):]
	}},
	{"a tail cut off", func(r *rand.Rand, f *fixture) []byte {
		if bytes.Count(f.text, newline) < 5 || isUTF16(f.text) || opensSQLite(f.text) {
			return nil
		}
		return f.text[:len(f.text)-1-r.IntN(len(f.text)/8)]
	}},
	{"members in another order", func(r *rand.Rand, f *fixture) []byte {
		if f.text[0] != '{' && f.text[0] != '[' {
			return nil
		}
		var out bytes.Buffer
		dec := json.NewDecoder(bytes.NewReader(f.text))
		dec.UseNumber()
		for dec.More() {
			var v any
			if dec.Decode(&v) != nil {
				return nil
			}
			writeShuffled(r, &out, v)
			out.WriteByte('\n')
		}
		return out.Bytes()
	}},
	{"junk lines", func(r *rand.Rand, f *fixture) []byte { // one in 20, at least one
		lines := bytes.SplitAfter(f.text, newline)
		if isUTF16(f.text) || opensSQLite(f.text) || len(lines) < 5 || !strings.HasSuffix(f.label, ".jsonl") && !strings.HasSuffix(f.label, ".csv") && !strings.HasSuffix(f.label, ".txt") {
			return nil
		}
		var out []byte
		last := 1 + r.IntN(len(lines)-1)
		for i, line := range lines {
			if i == last || i > 0 && r.IntN(20) == 0 {
				out = append(out, []string{"sleeping 900 s\n", "<html>503</html>\n", "\x00\x00\n", "Traceback:\n"}[r.IntN(4)]...)
			}
			out = append(out, line...)
		}
		return out
	}},
}

// writeShuffled writes v with the members of each object in any order.
func writeShuffled(r *rand.Rand, w *bytes.Buffer, v any) {
	m, ok := v.(map[string]any)
	if !ok {
		if list, ok := v.([]any); ok {
			w.WriteByte('[')
			for i, x := range list {
				if i > 0 {
					w.WriteByte(',')
				}
				writeShuffled(r, w, x)
			}
			w.WriteByte(']')
			return
		}
		b, _ := json.Marshal(v)
		w.Write(b)
		return
	}
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	w.WriteByte('{')
	for i, k := range keys {
		if i > 0 {
			w.WriteByte(',')
		}
		b, _ := json.Marshal(k)
		w.Write(b)
		w.WriteByte(':')
		writeShuffled(r, w, m[k])
	}
	w.WriteByte('}')
}

func isUTF16(b []byte) bool {
	return bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff"))
}

// mute are names that spell no account, however they sound.
var mute = []string{
	"x.dat", "followers_of_nobody_final(2).json", "seguidores_cdi_2301.json", "followers (copy).csv", "followers_of_followers.json", "friends_and_followers.json",
	"seguidores_nuevos_2.csv", "get_followers_list.json", "2021-04-02_followers.txt", "followers_202104.csv", "following_final_final.jsonl", "export_followers_1617321600.json",
	"seguidores_seguidos.csv", "lista de seguidores.csv", "my_followers.txt", "followers_with_bots.csv", "amigos.json", "data/followers.csv",
}

// lists are the owners and kinds of what was said of a file, those that are more than guessed.
func lists(d *said) map[string]bool {
	all := map[string]bool{}
	for _, p := range d.obs.Pages {
		if !p.Owner.IsZero() && p.Basis != adentro.Guessed {
			all[fmt.Sprint(p.Kind, " of ", p.Owner)] = true
		}
	}
	return all
}

// taken are the fixtures that are of another format than their neighbours, or of none.
var taken = map[string]string{
	"v1-notices/2018-10-10-20-19.json":               "v1-tweets", // a stream of tweets with notices between them
	"personal-archive/nuevo/data/direct-messages.js": "",
	"csv-users/unknown.csv":                          "",
}

// TestSniffing takes the fixtures for what they are, and in disguises under names that say nothing
// or lie: the format is the same in 99 of 100, no list has another owner or kind than the content
// gives it, and none has an owner because of such a name.
func TestSniffing(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	all := loadFixtures(t)
	tried, wrong, owners := 0, 0, 0
	for i := range all {
		f := &all[i]
		want, ok := taken[f.format+"/"+f.label]
		if !ok {
			want = f.format
		}
		for _, label := range []string{f.label, "x.dat"} {
			if got := decodeOnly(t, label, f.text).src.Format; got != want {
				t.Errorf("%s/%s as %s is taken for %q, want %q", f.format, f.label, label, got, want)
			}
		}
		known := lists(decodeOnly(t, "x.dat", f.text))
		for _, how := range disguises {
			for range max(2, amount(0)/800) {
				text := how.do(r, f)
				if text == nil {
					continue
				}
				label := mute[r.IntN(len(mute))]
				got := decodeOnly(t, label, text)
				tried++
				if got.src.Format != want {
					wrong++
					t.Logf("%s/%s with %s as %s is taken for %q", f.format, f.label, how.name, label, got.src.Format)
				}
				for l := range lists(got) {
					if !known[l] {
						owners++
						t.Errorf("%s/%s with %s as %s has the %s", f.format, f.label, how.name, label, l)
					}
				}
				for _, p := range got.obs.Pages {
					name := strings.TrimPrefix(name(p.Owner), "@")
					if p.Basis == adentro.Guessed && !bytes.Contains(bytes.ToLower(f.text), []byte(name)) {
						owners++
						t.Errorf("%s/%s with %s as %s has a list of %s", f.format, f.label, how.name, label, name)
					}
				}
			}
		}
	}
	if wrong*100 > tried {
		t.Errorf("%d of %d are taken for another format", wrong, tried)
	}
	t.Logf("%d files in disguise: %d taken for another format, %d lists with an owner or kind that is not theirs", tried, wrong, owners)
}
