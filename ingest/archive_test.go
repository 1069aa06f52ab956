package ingest

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// A file is one member of an archive that a test makes.
type file struct{ name, text string }

func zipped(t testing.TB, files ...file) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, f.text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func tarred(t testing.TB, files ...file) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		if err := w.WriteHeader(&tar.Header{Name: f.name, Mode: 0o644, Size: int64(len(f.text))}); err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, f.text)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// onDisk opens text as a regular file.
func onDisk(t testing.TB, text string) *content {
	t.Helper()
	p := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return open(context.Background(), f, func(int) {})
}

func streamed(text string) *content {
	return open(context.Background(), struct{ io.Reader }{strings.NewReader(text)}, func(int) {})
}

// shown walks c, and the archives in it, and returns a line per member: its
// name, and its text or why it was skipped, and what broke.
func shown(t testing.TB, c *content) []string {
	t.Helper()
	var out []string
	var show func(c *content, prefix string)
	show = func(c *content, prefix string) {
		err := c.walk(func(m archiveMember) error {
			switch {
			case m.skip != "":
				out = append(out, prefix+m.name+" "+m.skip)
				return nil
			case m.content.archive() != "":
				show(m.content, prefix+m.name+"!")
				return nil
			}
			text, err := io.ReadAll(io.LimitReader(m.content, 40))
			if n, _ := io.Copy(io.Discard, m.content); n > 0 {
				text = fmt.Appendf(nil, "%d bytes", n+40)
			}
			line := prefix + m.name + " " + string(text)
			if m.again {
				line += " again"
			}
			if m.content.broken != nil {
				line += " broken: " + m.content.broken.Error()
			}
			out = append(out, line)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if c.broken != nil {
			out = append(out, prefix+"broken: "+c.broken.Error())
		}
	}
	show(c, "")
	if err := c.finish(); err != nil {
		t.Fatal(err)
	}
	return out
}

// bzipped is "línea\n" as bzip2 of the usual tool writes it; Go has no writer for it.
func bzipped(t testing.TB) string {
	b, err := base64.StdEncoding.DecodeString("QlpoOTFBWSZTWcMo6TEAAAHBFAAQIgUAAggAIAAxDADEwi6O7eLuSKcKEhhlHSYg")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestArchives(t *testing.T) {
	files := []file{{"a.txt", "uno"}, {"data/", ""}, {"README.md", "x"}, {"data/.DS_Store", "x"}, {"__MACOSX/b", "x"}, {"data/b.json.gz", gzipped(t, "dos")}, {"a.txt", "tres"}}
	plain := slices.DeleteFunc(slices.Clone(files), func(f file) bool { return strings.HasSuffix(f.name, "/") })
	want := []string{"a.txt uno", "README.md document", "data/.DS_Store dot_file", "__MACOSX/b dot_file", "data/b.json.gz dos", "a.txt tres again"}
	inner := []string{"in.zip!a.txt uno", "in.zip!README.md document", "in.zip!data/.DS_Store dot_file", "in.zip!__MACOSX/b dot_file", "in.zip!data/b.json.gz dos", "in.zip!a.txt tres again"}
	tests := []struct {
		name, text, kind string
		want             []string
	}{
		{"zip", zipped(t, files...), "zip", want},
		{"tar", tarred(t, plain...), "tar", want},
		{"tar.gz", gzipped(t, tarred(t, plain...)), "tar", want},
		{"zip in gzip", gzipped(t, zipped(t, files...)), "zip", want},
		{"zip in zip", zipped(t, file{"in.zip", zipped(t, files...)}), "zip", inner},
		{"zip in tar", tarred(t, file{"in.zip", zipped(t, files...)}), "tar", inner},
		{"two tars in a row", tarred(t, file{"a", "1"}) + tarred(t, file{"b", "2"}), "tar", []string{"a 1", "b 2"}},
		{"empty zip", zipped(t), "zip", nil},
		{"workbook", zipped(t, file{"[Content_Types].xml", "x"}, file{"xl/workbook.xml", "x"}), "spreadsheet", nil},
		{"no archive", "PK, decía ella", "", nil},
		{"names", tarred(t, file{"../../etc/x", "1"}, file{"/abs/y", "2"}, file{`C:\z\w`, "3"}, file{"..", "4"}), "tar", []string{"etc/x 1", "abs/y 2", "z/w 3", "unnamed 4"}},
		{"bzip2 in tar", tarred(t, file{"2018/01/01/00/30.json.bz2", bzipped(t)}), "tar", []string{"2018/01/01/00/30.json.bz2 línea\n"}},
		{"four deep", zipped(t, file{"x.gz", gzipped(t, gzipped(t, gzipped(t, "fondo")))}), "zip", []string{"x.gz fondo"}},
		{"five deep", zipped(t, file{"x.gz", gzipped(t, gzipped(t, gzipped(t, gzipped(t, "fondo"))))}), "zip", []string{"x.gz  broken: " + errDeep.Error()}},
	}
	for _, tt := range tests {
		for how, c := range map[string]*content{"on disk": onDisk(t, tt.text), "streamed": streamed(tt.text)} {
			if got := c.archive(); got != tt.kind {
				t.Errorf("%s, %s: archive %q, want %q", tt.name, how, got, tt.kind)
			}
			if got := shown(t, c); !slices.Equal(got, tt.want) {
				t.Errorf("%s, %s:\n got %q\nwant %q", tt.name, how, got, tt.want)
			}
			if c.stored.n != int64(len(tt.text)) {
				t.Errorf("%s, %s: %d bytes hashed, want %d", tt.name, how, c.stored.n, len(tt.text))
			}
		}
	}
}

// TestSiblings: what stands beside a member of a zip can be read.
func TestSiblings(t *testing.T) {
	c := onDisk(t, zipped(t, file{"data/follower.js", "f"}, file{"data/account.js", "cuenta"}, file{"account.js", "otra"}))
	err := c.walk(func(m archiveMember) error {
		b, err := m.sibling("account.js")
		want := "cuenta"
		if m.name == "account.js" {
			want = "otra"
		}
		if err != nil || string(b) != want {
			t.Errorf("%s: got %q, %v", m.name, b, err)
		}
		if _, err := m.sibling("../account.js"); m.name == "data/x" && err == nil {
			t.Error("a sibling of another folder was read")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestOddMembers: what is no regular file is shown and not read.
func TestOddMembers(t *testing.T) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range []tar.Header{
		{Name: "dir/", Typeflag: tar.TypeDir}, {Name: "sym", Typeflag: tar.TypeSymlink, Linkname: "../../etc/passwd"},
		{Name: "hard", Typeflag: tar.TypeLink, Linkname: "sym"}, {Name: "dev", Typeflag: tar.TypeChar}, {Name: "fifo", Typeflag: tar.TypeFifo},
	} {
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	if got, want := shown(t, streamed(b.String())), []string{"sym member_link", "hard member_link", "dev member_special", "fifo member_special"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	b.Reset()
	z := zip.NewWriter(&b)
	link := &zip.FileHeader{Name: "sym"}
	link.SetMode(os.ModeSymlink | 0o777)
	z.CreateHeader(link)
	z.CreateHeader(&zip.FileHeader{Name: "dicho\x81", NonUTF8: true})
	z.CreateRaw(&zip.FileHeader{Name: "secreto", Flags: 1})
	z.CreateRaw(&zip.FileHeader{Name: "raro", Method: 98})
	z.Close()
	if got, want := shown(t, onDisk(t, b.String())), []string{"sym member_link", "dichoü ", "secreto member_encrypted", "raro member_method"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestCutArchives cuts archives anywhere: members that are whole are shown
// whole, and the cut is told.
func TestCutArchives(t *testing.T) {
	long := strings.Repeat("seguidores ", 50)
	files := []file{{"a", "uno"}, {"b", long}, {"c", "tres"}}
	for name, text := range map[string]string{"zip": zipped(t, files...), "tar": tarred(t, files...)} {
		for n := 1; n < len(text); n += 3 {
			got := shown(t, onDisk(t, text[:n]))
			told := strings.Contains(strings.Join(got, "\n"), "broken: ")
			if n >= 512 && n < 3584+512 && !told { // behind that, one block of zeros marks the end
				t.Fatalf("%s cut at %d of %d tells nothing: %q", name, n, len(text), got)
			}
			whole := []string{"a uno", "b 550 bytes", "c tres"}
			for i, line := range got {
				if !strings.Contains(line, "broken") && line != whole[i] {
					t.Fatalf("%s cut at %d: %q", name, n, got)
				}
			}
			if name == "tar" && n > 3584-509 && len(got) < 3 {
				t.Fatalf("%s cut at %d, behind the last member: %q", name, n, got)
			}
		}
	}
}

// TestDamagedArchives flips bytes: nothing panics, nothing hangs.
func TestDamagedArchives(t *testing.T) {
	long := strings.Repeat("seguidores ", 50)
	files := []file{{"a", "uno"}, {"b.gz", gzipped(t, long)}, {"c", "tres"}}
	for _, text := range []string{zipped(t, files...), tarred(t, files...), zipped(t, file{"in.tar", tarred(t, files...)})} {
		for i := range text {
			b := []byte(text)
			b[i] ^= 0x55
			shown(t, streamed(string(b)))
		}
	}
}

// TestBrokenTarHeader: one damaged header costs one member.
func TestBrokenTarHeader(t *testing.T) {
	b := []byte(tarred(t, file{"a", "1"}, file{"b", "2"}, file{"c", "3"}))
	b[1024+150] ^= 1
	got := shown(t, streamed(string(b)))
	if want := []string{"a 1", "c 3", "broken: tar: a member's header is damaged"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// bounded runs f and fails if it takes long or makes much garbage, and so
// if it keeps much.
func bounded(t *testing.T, name string, f func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	f()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	made := (after.TotalAlloc - before.TotalAlloc) >> 20
	if took > 5*time.Second || made > 150 {
		t.Errorf("%s took %v and %d MiB", name, took, made)
	}
	t.Logf("%s: %v, %d MiB", name, took.Round(time.Millisecond), made)
}

func zeros(n int) []byte { return make([]byte, n) }

// TestBombs: files made to fill a machine stop within seconds, and the message
// names the limit.
func TestBombs(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of megabytes of zeros")
	}
	var gz bytes.Buffer
	gz.WriteString(gzipped(t, string(zeros(100<<20))))
	zst := zstdZeros(8192)
	sparse := gzipped(t, tarred(t, file{"a", string(zeros(100 << 20))}))
	tests := []struct{ name, text, says string }{
		{"gzip", gz.String(), "200 times"},
		{"gzip in gzip", gzipped(t, gz.String()), "200 times"},
		{fmt.Sprintf("zstd %d:1", 8192*128<<10/len(zst)), zst, "200 times"},
		{"zip of zeros", zipped(t, file{"a", string(zeros(100 << 20))}), "200 times"},
		{"zip of many zeros", zipped(t, file{"a", string(zeros(50 << 20))}, file{"b", string(zeros(50 << 20))}), "200 times"},
		{"zips in zips", zipped(t, file{"a.zip", zipped(t, file{"b.zip", zipped(t, file{"c", string(zeros(100 << 20))})})}), "200 times"},
		{"tar.gz of zeros", sparse, "200 times"},
		{"a million entries", manyEntries(1_000_000), "100,000 files"},
		{"entries that overlap", overlapping(t, 1000), "member_overlaps"},
		{"a window of 2 GiB", "\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00", "window"},
	}
	for _, tt := range tests {
		bounded(t, tt.name, func() {
			var lines []string
			c := onDisk(t, tt.text)
			if c.archive() != "" {
				lines = shown(t, c)
			} else {
				if n, err := io.Copy(io.Discard, c); err != nil || n > 80<<20 {
					t.Errorf("%s: %d bytes came out, %v", tt.name, n, err)
				}
				c.finish()
			}
			if c.broken != nil {
				lines = append(lines, c.broken.Error())
			}
			if !strings.Contains(strings.Join(lines, "\n"), tt.says) {
				t.Errorf("%s says %q, want %q", tt.name, lines, tt.says)
			}
		})
	}
	// What shrinks well, as dumps do, is no bomb.
	text := users(1, 200_000)
	if c := streamed(gzipped(t, text)); true {
		n, err := io.Copy(io.Discard, c)
		if err != nil || n != int64(len(text)) || c.broken != nil {
			t.Errorf("a dump of %d bytes: %d read, %v, %v", len(text), n, err, c.broken)
		}
	}
}

// zstdZeros is a zstd frame of n blocks that each say "128 KiB of zeros" in four bytes.
func zstdZeros(n int) string {
	const repeat, size = 1, 128 << 10
	b := []byte("\x28\xb5\x2f\xfd\x00\x68") // a window of 8 MiB
	for i := range n {
		h := repeat<<1 | size<<3
		if i == n-1 {
			h |= 1
		}
		b = append(b, byte(h), byte(h>>8), byte(h>>16), 0)
	}
	return string(b)
}

// manyEntries is a zip whose directory has n entries, all of one empty member.
func manyEntries(n int) string {
	local := "PK\x03\x04" + string(zeros(26))
	entry := "PK\x01\x02" + string(zeros(42))
	end := []byte("PK\x05\x06" + string(zeros(18)))
	binary.LittleEndian.PutUint16(end[8:], uint16(n))
	binary.LittleEndian.PutUint16(end[10:], uint16(n))
	binary.LittleEndian.PutUint32(end[12:], uint32(n*len(entry)))
	binary.LittleEndian.PutUint32(end[16:], uint32(len(local)))
	return local + strings.Repeat(entry, n) + string(end)
}

// overlapping is a zip of one member of 10 MB of zeros with n-1 further entries
// in its directory for the same bytes.
func overlapping(t testing.TB, n int) string {
	one := zipped(t, file{"a", string(zeros(10 << 20))})
	at := strings.LastIndex(one, "PK\x01\x02")
	stop := strings.LastIndex(one, "PK\x05\x06")
	entry, end := one[at:stop], []byte(one[stop:])
	binary.LittleEndian.PutUint16(end[8:], uint16(n))
	binary.LittleEndian.PutUint16(end[10:], uint16(n))
	binary.LittleEndian.PutUint32(end[12:], uint32(n*len(entry)))
	return one[:at] + strings.Repeat(entry, n) + string(end)
}

// TestAheadStops: reading that ends early leaves no goroutine behind.
func TestAheadStops(t *testing.T) {
	text := gzipped(t, users(1, 50_000))
	before := runtime.NumGoroutine()
	for range 50 {
		c := streamed(text)
		c.Read(make([]byte, 10))
		if err := c.finish(); err != nil || c.stored.n != int64(len(text)) {
			t.Fatalf("%v, %d bytes", err, c.stored.n)
		}
		ctx, cancel := context.WithCancel(context.Background())
		c = open(ctx, strings.NewReader(text), func(int) {})
		c.Read(make([]byte, 10))
		cancel()
		if _, err := io.Copy(io.Discard, c); err != context.Canceled {
			t.Fatalf("cancelled: %v", err)
		}
		if err := c.finish(); err != context.Canceled {
			t.Fatalf("cancelled: %v", err)
		}
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}
