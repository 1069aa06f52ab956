package ingest

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"github.com/seed-1b5e0f84/adentro"
)

// folder writes files into a new folder and returns it.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestBareHandles: words are handles where something says that they are a list, even words of digits;
// elsewhere they are left alone, and what to do is said.
func TestBareHandles(t *testing.T) {
	const text = "ana_perez\r\nBeto99\r\n\r\n20212021\r\nno es nadie\r\n" + "uno\ndos\ntres\ncuatro\ncinco\nseis\nsiete\n"
	for _, name := range []string{"cdi_lara_followers.txt", "seguidores/cdi_lara.txt"} {
		obs := read(t, Options{}, folder(t, map[string]string{name: text}))
		checkSums(t, obs)
		p := obs.Pages[0]
		if p.Owner != adentro.HandleKey("cdi_lara") || p.Kind != adentro.Followers || p.Members.Len() != 10 || obs.Sources[0].Records.Rejected != 1 {
			t.Errorf("%s: %v %v, %d members, %+v", name, p.Owner, p.Kind, p.Members.Len(), obs.Sources[0].Records)
		}
		for i := range p.Members.Len() {
			if k := p.Members.Key(i); k.ID != 0 {
				t.Errorf("%s: a handle was taken for the id %v", name, k)
			}
		}
	}
	obs := read(t, Options{Owner: adentro.HandleKey("cdi_lara"), Kind: adentro.Following}, folder(t, map[string]string{"lista.txt": text}))
	if p := obs.Pages[0]; p.Kind != adentro.Following || p.Members.Len() != 10 {
		t.Errorf("by flags: %v, %d members", p.Kind, p.Members.Len())
	}
	obs, err := Read(t.Context(), []string{folder(t, map[string]string{"lista.txt": text, "x.jsonl": users(1, 3)})}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range obs.Sources {
		if s.Path == "lista.txt" && (s.Role != adentro.RoleIgnored || s.Why[0].Code != "looks_handles") {
			t.Errorf("a list of words: %+v", s)
		}
	}
}

// TestGuessOfKindAlone: where the content says whose the lists are, the name of the file is said to
// tell their kind, and no owner.
func TestGuessOfKindAlone(t *testing.T) {
	for name, want := range map[string]string{"seguidores_de_misionsalud.json": "kind_guessed", "seguidores.json": "kind_guessed"} {
		dir := folder(t, map[string]string{name: `{"cdi_lara":[1302,1303],"cdi_zulia":[1304]}`})
		obs := read(t, Options{}, dir)
		var codes []string
		for _, n := range obs.Sources[0].Why {
			codes = append(codes, n.Code)
		}
		if !slices.Contains(codes, want) || slices.Contains(codes, "owner_guessed") {
			t.Errorf("%s: %v, want %s", name, codes, want)
		}
	}
}

func users(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, `{"id":%d,"screen_name":"cuenta_%d","name":"N","location":"","followers_count":1}`+"\n", i, i)
	}
	return b.String()
}

// balanced fails the test unless every source adds up.
func checkSums(t *testing.T, obs *adentro.Observations) {
	t.Helper()
	for i := range obs.Sources {
		s := &obs.Sources[i]
		if !s.Records.Balanced() || int64(len(s.Rejects)) != s.Records.Rejected {
			t.Fatalf("%s: %+v with %d rejects", s.Path, s.Records, len(s.Rejects))
		}
	}
}

// TestSameWhateverTheOrder reads the same files as a folder, one by one
// backwards, twice over, and with other numbers of workers.
func TestSameWhateverTheOrder(t *testing.T) {
	var files []string
	err := filepath.WalkDir(fixtures, func(p string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := dump(read(t, Options{Workers: 1}, fixtures))
	slices.Reverse(files)
	for name, got := range map[string]*adentro.Observations{
		"8 workers":         read(t, Options{Workers: 8}, fixtures),
		"backwards":         read(t, Options{Workers: 3}, files...),
		"twice":             read(t, Options{}, append(files, files...)...),
		"folder and a file": read(t, Options{}, fixtures, files[0]),
	} {
		if diff := cmp.Diff(want, dump(got)); diff != "" {
			t.Errorf("%s: -folder +%s\n%s", name, name, diff)
		}
	}
}

// TestDuplicates counts a record again only in the same list.
func TestDuplicates(t *testing.T) {
	text := users(1, 4)
	dir := folder(t, map[string]string{"a.jsonl": text, "b.jsonl": text + users(4, 5), "c.jsonl": users(1, 2) + users(1, 2), "jack_followers.jsonl": users(1, 2), "jill_followers.jsonl": users(1, 2)})
	obs := read(t, Options{}, dir)
	checkSums(t, obs)
	var sum adentro.Records
	for _, s := range obs.Sources {
		sum = sum.Add(s.Records)
	}
	if want := (adentro.Records{Seen: 11, Accepted: 6, Duplicate: 5}); sum != want {
		t.Errorf("got %+v, want %+v", sum, want)
	}
	if len(obs.Profiles) != 4 || len(obs.Pages) != 2 {
		t.Errorf("got %d profiles and %d pages, want 4 and 2", len(obs.Profiles), len(obs.Pages))
	}
}

func TestContainers(t *testing.T) {
	text := users(1, 200)
	gz := gzipped(t, text)
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	zst := string(z.EncodeAll([]byte(text), nil))
	crc := []byte(gz)
	crc[len(crc)-6] ^= 1
	tests := []struct {
		name, text string
		accepted   int64
		damage     string // part of
		warning    string
	}{
		{"plain", text, 199, "", ""},
		{"gzip", gz, 199, "", ""},
		{"gzip in gzip", gzipped(t, gz), 199, "", ""},
		{"two members", gzipped(t, text[:1000]) + gzipped(t, text[1000:]), 199, "", ""},
		{"padding", gz + strings.Repeat("\x00", 1000), 199, "", "gzip_padding"},
		{"garbage behind", gz + "garbage", 199, "not gzip", ""},
		{"zstd", zst, 199, "", ""},
		{"bad checksum", string(crc), 199, "checksum", ""},
		{"half a gzip", gz[:len(gz)/2], -1, "gzip: unexpected EOF", ""},
		{"half a zstd", zst[:len(zst)/2], -1, "zstd: unexpected EOF", ""},
		{"utf-16", "\xff\xfe" + utf16LE(text), 199, "", ""},
	}
	for _, tt := range tests {
		obs, err := Read(context.Background(), []string{"-"}, Options{Stdin: strings.NewReader(tt.text)})
		if err != nil && tt.accepted >= 0 {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		checkSums(t, obs)
		s := obs.Sources[0]
		if tt.accepted >= 0 && s.Records.Accepted != tt.accepted {
			t.Errorf("%s: accepted %d, want %d (%+v)", tt.name, s.Records.Accepted, tt.accepted, s)
		}
		if (tt.damage == "") != (s.Damage == "") || !strings.Contains(s.Damage, tt.damage) {
			t.Errorf("%s: damage %q, want %q", tt.name, s.Damage, tt.damage)
		}
		if got := len(s.Warnings) > 0; got != (tt.warning != "") || got && s.Warnings[0].Code != tt.warning {
			t.Errorf("%s: warnings %v, want %q", tt.name, s.Warnings, tt.warning)
		}
		if s.Bytes != int64(len(tt.text)) {
			t.Errorf("%s: %d bytes, want %d", tt.name, s.Bytes, len(tt.text))
		}
	}
}

func utf16LE(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteByte(byte(r))
		b.WriteByte(byte(r >> 8))
	}
	return b.String()
}

// TestCutGzip cuts a gzip file anywhere: the records wholly inside what can
// still be read are accepted, the one that is cut is rejected, and no other.
func TestCutGzip(t *testing.T) {
	text := users(1, 100)
	gz := gzipped(t, text)
	for n := 20; n < len(gz); n += 7 {
		prefix := readable(gz[:n])
		obs, _ := Read(context.Background(), []string{"-"}, Options{Stdin: strings.NewReader(gz[:n])})
		checkSums(t, obs)
		r := obs.Sources[0].Records
		whole := int64(strings.Count(prefix, "}\n"))
		if strings.HasSuffix(prefix, "}") {
			whole++
		}
		if r.Accepted != whole || r.Rejected > 1 || obs.Sources[0].Damage == "" {
			t.Fatalf("cut at %d of %d: %+v, damage %q, want %d accepted", n, len(gz), r, obs.Sources[0].Damage, whole)
		}
	}
}

// readable is what the standard library makes of a damaged gzip file.
func readable(gz string) string {
	z, err := gzip.NewReader(strings.NewReader(gz))
	if err != nil {
		return ""
	}
	b, _ := io.ReadAll(z)
	return string(b)
}

// TestBomb stops a file that grows without measure, and lets an ordinary one pass.
func TestBomb(t *testing.T) {
	if testing.Short() {
		t.Skip("80 MB of zeros")
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, users(1, 3))
	zeros := make([]byte, 1<<20)
	for range 80 {
		z.Write(zeros)
	}
	z.Close()
	obs := read(t, Options{Stdin: &b}, "-")
	s := obs.Sources[0]
	if !strings.Contains(s.Damage, "times as large") || s.Records.Accepted != 2 || s.Text > 70<<20 {
		t.Errorf("got damage %q, %+v, %d bytes of text", s.Damage, s.Records, s.Text)
	}
}

func TestNothingToRead(t *testing.T) {
	random := make([]byte, 5000)
	r := rand.New(rand.NewPCG(5, 6))
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	tests := []struct {
		name  string
		files map[string]string
		why   string
	}{
		{"empty folder", nil, ""},
		{"picture", map[string]string{"a.png": "\x89PNG\r\n\x1a\n\x00\x00"}, "looks_like"},
		{"random bytes", map[string]string{"a.json": string(random)}, "looks_binary"},
		{"empty file", map[string]string{"a.json": ""}, "looks_empty"},
		{"blank file", map[string]string{"a.json": " \n\x00\n"}, "looks_blank"},
		{"prose", map[string]string{"notes.txt": "Querida Ana,\nte mando los datos, que son muchos.\nUn beso\n"}, "looks_text"},
		{"document", map[string]string{"README.md": "[1,2]"}, "document"},
		{"hidden", map[string]string{".users.json": users(1, 2)}, "dot_file"},
	}
	for _, tt := range tests {
		obs, err := Read(context.Background(), []string{folder(t, tt.files)}, Options{})
		if !errors.Is(err, ErrNoInput) {
			t.Errorf("%s: got %v, want ErrNoInput", tt.name, err)
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %q is more than a sentence", tt.name, err)
		}
		if len(obs.Sources) != len(tt.files) {
			t.Errorf("%s: %d sources, want %d", tt.name, len(obs.Sources), len(tt.files))
			continue
		}
		for _, s := range obs.Sources {
			if s.Role != adentro.RoleIgnored || len(s.Why) != 1 || s.Why[0].Code != tt.why || s.SHA256 == [32]byte{} {
				t.Errorf("%s: %s is %s because of %v, want %s", tt.name, s.Path, s.Role, s.Why, tt.why)
			}
		}
	}
	if _, err := Read(context.Background(), []string{filepath.Join(t.TempDir(), "absent")}, Options{}); !errors.Is(err, ErrNoInput) {
		t.Errorf("absent path: got %v, want ErrNoInput", err)
	}
}

// TestNoRights needs a user whom rights concern.
func TestNoRights(t *testing.T) {
	dir := folder(t, map[string]string{"a.jsonl": users(1, 2), "b.jsonl": users(2, 3), "closed/c.jsonl": users(3, 4)})
	for name, mode := range map[string]os.FileMode{"b.jsonl": 0, "closed": 0} {
		p := filepath.Join(dir, name)
		if err := os.Chmod(p, mode); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(p, 0o755)
	}
	if _, err := os.ReadFile(filepath.Join(dir, "b.jsonl")); err == nil {
		t.Skip("this user may read everything")
	}
	obs := read(t, Options{}, dir)
	checkSums(t, obs)
	damaged := 0
	for _, s := range obs.Sources {
		if s.Damage != "" {
			damaged++
			if s.Damage != "permission denied" {
				t.Errorf("%s: damage %q", s.Path, s.Damage)
			}
		}
	}
	if damaged != 2 || len(obs.Profiles) != 1 {
		t.Errorf("%d damaged sources and %d profiles, want 2 and 1", damaged, len(obs.Profiles))
	}
	if _, err := Read(context.Background(), []string{filepath.Join(dir, "closed")}, Options{}); !errors.Is(err, ErrNoInput) {
		t.Errorf("closed folder: got %v, want ErrNoInput", err)
	}
}

func TestTooLargeRecord(t *testing.T) {
	dir := folder(t, map[string]string{"a.jsonl": users(1, 3) + `{"id":3,"screen_name":"x","name":"` + strings.Repeat("ñ", 1<<20) + "\"}\n" + users(4, 6)})
	obs := read(t, Options{MaxRecord: 1 << 20}, dir)
	checkSums(t, obs)
	s := obs.Sources[0]
	at := int64(len(users(1, 3)))
	if s.Records.Accepted != 4 || len(s.Rejects) != 1 || s.Rejects[0].Reason != "too_large" || s.Rejects[0].Offset != at || s.Rejects[0].Line != 3 {
		t.Errorf("got %+v, rejects %+v, want one too_large at %d", s.Records, s.Rejects, at)
	}
}

func TestConfigAndExclude(t *testing.T) {
	dir := folder(t, map[string]string{"case.toml": "title = 'x'", "overrides.csv": "account,class\n1,cdi\n", "users.jsonl": users(1, 2), "out/users.jsonl": users(2, 3), "manifest.json": `{"tool":"adentro 0"}`})
	obs := read(t, Options{Config: []string{filepath.Join(dir, "overrides.csv")}, Exclude: []string{filepath.Join(dir, "out")}}, dir)
	roles := map[string]adentro.Role{}
	for _, s := range obs.Sources {
		roles[s.Path] = s.Role
	}
	want := map[string]adentro.Role{"case.toml": adentro.RoleConfig, "overrides.csv": adentro.RoleConfig, "users.jsonl": adentro.RoleDump, "manifest.json": adentro.RoleIgnored}
	if diff := cmp.Diff(want, roles); diff != "" {
		t.Error(diff)
	}
}

func TestProgressAndCancel(t *testing.T) {
	dir := folder(t, map[string]string{"a.jsonl": users(1, 30000), "b.jsonl": users(1, 10)})
	var done, total int64
	read(t, Options{Progress: func(d, n int64) {
		if d < done {
			t.Errorf("progress went back from %d to %d", done, d)
		}
		done, total = d, n
	}}, dir)
	if done == 0 || done != total {
		t.Errorf("progress ended at %d of %d", done, total)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, []string{dir}, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestRoot(t *testing.T) {
	dir := folder(t, map[string]string{"a/x.json": "", "a/b/y.json": "", "c/z.json": ""})
	dir = absolute(dir)
	tests := []struct {
		paths []string
		want  string
	}{
		{[]string{"a"}, "a"},
		{[]string{"a/x.json"}, "a"},
		{[]string{"a/x.json", "a/b/y.json"}, "a"},
		{[]string{"c/z.json", "a/b/y.json"}, "."},
		{[]string{"a", "c"}, "."},
	}
	for _, tt := range tests {
		var paths []string
		for _, p := range tt.paths {
			paths = append(paths, filepath.Join(dir, p))
		}
		if got := Root(paths); got != filepath.Join(dir, tt.want) {
			t.Errorf("%v: got %s, want %s", tt.paths, got, tt.want)
		}
	}
}

// TestTwoOpenQuotes has two quotes that are not closed and many rows between:
// each costs its own row.
func TestTwoOpenQuotes(t *testing.T) {
	rows := strings.Repeat("123,uno,x\n", 1000)
	for _, header := range []string{"id,screen_name,name\n", "tweets,screen_name,name\n"} {
		text := header + rows + "7,dos,\"\n" + rows + "8,tres,\"\n" + rows
		s := decodeBytes(t, "x.csv", []byte(text)).src
		if s.Records.Accepted+s.Records.Duplicate != 3000 || s.Records.Rejected != 2 || s.Rejects[0].Line != 1002 || s.Rejects[1].Line != 2003 {
			t.Errorf("%q: got %+v, rejects %+v", header, s.Records, s.Rejects)
		}
	}
}
