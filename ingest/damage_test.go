package ingest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"
	"unicode/utf16"

	"github.com/klauspost/compress/zstd"
)

// A damage breaks bytes in one way. other is another fixture; text tells whether the
// bytes are a text, or else those of a container.
type damage struct {
	name string
	text bool // makes sense of a text only
	do   func(r *rand.Rand, b, other []byte) []byte
}

// damages are the ways in which dumps are found broken.
var damages = []damage{
	{"a cut tail", false, func(r *rand.Rand, b, _ []byte) []byte { return b[:r.IntN(len(b)+1)] }},
	{"a cut head", true, func(r *rand.Rand, b, _ []byte) []byte { return b[r.IntN(len(b)+1):] }},
	{"flipped bits", false, func(r *rand.Rand, b, _ []byte) []byte {
		for range 1 + r.IntN(8) {
			b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		}
		return b
	}},
	{"a hole of zeros", false, func(r *rand.Rand, b, _ []byte) []byte {
		from, to := span(r, b)
		clear(b[from:to])
		return b
	}},
	{"a block lost", false, func(r *rand.Rand, b, _ []byte) []byte {
		from, to := span(r, b)
		return append(b[:from:from], b[to:]...)
	}},
	{"a block twice", false, func(r *rand.Rand, b, _ []byte) []byte {
		from, to := span(r, b)
		return append(b[:to:to], b[from:]...)
	}},
	{"two blocks swapped", false, func(r *rand.Rand, b, _ []byte) []byte {
		from, to := span(r, b)
		mid := from + (to-from)/2
		return bytes.Join([][]byte{b[:from], b[mid:to], b[from:mid], b[to:]}, nil)
	}},
	{"a block of another file", false, func(r *rand.Rand, b, other []byte) []byte {
		from, to := span(r, other)
		at := r.IntN(len(b) + 1)
		return bytes.Join([][]byte{b[:at], other[from:to], b[at:]}, nil)
	}},
	{"another file behind", false, func(_ *rand.Rand, b, other []byte) []byte { return append(b, other...) }},
	{"mixed line ends", true, func(r *rand.Rand, b, _ []byte) []byte {
		return everyLine(b, func(line []byte) []byte {
			return append(bytes.TrimRight(line, "\r\n"), []string{"\n", "\r\n", "\r", "\n\n", ""}[r.IntN(5)]...)
		})
	}},
	{"junk lines", true, func(r *rand.Rand, b, _ []byte) []byte {
		junk := []string{"sleeping 900 s", `"half":"a record"}`, "}", "]", "[", `{"`, "<html>503</html>", "\x00\x00\x01", `"`, ",,,", "Traceback (most recent call last):", "null"}
		return everyLine(b, func(line []byte) []byte {
			if r.IntN(8) > 0 {
				return line
			}
			return append(append([]byte(nil), line...), junk[r.IntN(len(junk))]+"\n"...)
		})
	}},
	{"byte order marks in the middle", true, func(r *rand.Rand, b, _ []byte) []byte {
		for range 1 + r.IntN(3) {
			at := r.IntN(len(b) + 1)
			if i := bytes.IndexByte(b[at:], '\n'); i >= 0 && r.IntN(2) == 0 {
				at += i + 1
			}
			b = bytes.Join([][]byte{b[:at], utf8BOM, b[at:]}, nil)
		}
		return b
	}},
	{"UTF-16", true, func(r *rand.Rand, b, _ []byte) []byte {
		b = utf16Of(b, r.IntN(2) == 0, r.IntN(3) > 0)
		if r.IntN(2) == 0 && len(b) > 0 { // and broken as well
			b = append(b[:r.IntN(len(b)):len(b)], b[r.IntN(len(b)):]...)
		}
		return b
	}},
}

// span picks a stretch, short ones more often.
func span(r *rand.Rand, b []byte) (from, to int) {
	from = r.IntN(len(b) + 1)
	return from, min(len(b), from+r.IntN(1+1<<r.IntN(13)))
}

func everyLine(b []byte, change func(line []byte) []byte) []byte {
	var out []byte
	for line := range bytes.Lines(b) {
		out = append(out, change(line)...)
	}
	return out
}

// utf16Of writes a text in UTF-16, with its mark or without.
func utf16Of(b []byte, big, mark bool) []byte {
	var order binary.AppendByteOrder = binary.LittleEndian
	if big {
		order = binary.BigEndian
	}
	var out []byte
	if mark {
		out = order.AppendUint16(out, 0xfeff)
	}
	for _, u := range utf16.Encode([]rune(string(bytes.TrimPrefix(b, utf8BOM)))) {
		out = order.AppendUint16(out, u)
	}
	return out
}

// A box is a way to pack a file, alone or with another one beside it.
type box struct {
	name    string
	archive bool
	pack    func(t testing.TB, text, other file) []byte
}

var boxes = []box{
	{"plain", false, func(_ testing.TB, text, _ file) []byte { return []byte(text.text) }},
	{"gzip", false, func(_ testing.TB, text, _ file) []byte { return []byte(gzipText([]byte(text.text))) }},
	{"gzip of two members", false, func(_ testing.TB, text, _ file) []byte {
		n := len(text.text) / 2
		return []byte(gzipText([]byte(text.text[:n])) + gzipText([]byte(text.text[n:])))
	}},
	{"zstd", false, func(t testing.TB, text, _ file) []byte {
		z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
		if err != nil {
			t.Fatal(err)
		}
		return z.EncodeAll([]byte(text.text), nil)
	}},
	{"zip", true, func(t testing.TB, text, other file) []byte { return []byte(zipped(t, text, other)) }},
	{"tar", true, func(t testing.TB, text, other file) []byte { return []byte(tarred(t, other, text)) }},
	{"tar.gz", true, func(t testing.TB, text, other file) []byte {
		return []byte(gzipText([]byte(tarred(t, text, other))))
	}},
	{"zip in tar", true, func(t testing.TB, text, other file) []byte {
		return []byte(tarred(t, file{"in.zip", zipped(t, text)}, other))
	}},
	{"gzip in zip", true, func(t testing.TB, text, other file) []byte {
		return []byte(zipped(t, file{text.name + ".gz", gzipText([]byte(text.text))}, other))
	}},
}

// A broken is one damaged input, made from its number alone.
type broken struct {
	name   string // how it was made
	label  string
	format string
	data   []byte
	box    *box
}

// breakOne makes input n: the fixtures take turns, and with them the damages.
func breakOne(t testing.TB, all []fixture, n int) broken {
	r := rand.New(rand.NewPCG(uint64(n), 20))
	f, other := all[n%len(all)], all[r.IntN(len(all))]
	how := &damages[(n/len(all)+n)%len(damages)]
	in := &boxes[0]
	if r.IntN(3) == 0 {
		in = &boxes[r.IntN(len(boxes))]
	}
	text, beside := bytes.Clone(f.text), file{other.label, string(other.text)}
	inside := how.text || r.IntN(2) == 0
	if inside {
		text = how.do(r, text, other.text)
	}
	data := in.pack(t, file{f.label, string(text)}, beside)
	if !inside {
		data = how.do(r, bytes.Clone(data), other.text)
	}
	return broken{fmt.Sprintf("%d: %s/%s, %s, %s", n, f.format, f.label, in.name, how.name), f.label, f.format, data, in}
}
