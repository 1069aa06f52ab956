package ingest

import (
	"strings"
	"testing"
)

func utf16BE(s string) string {
	b := []byte(utf16LE(s))
	for i := 0; i+1 < len(b); i += 2 {
		b[i], b[i+1] = b[i+1], b[i]
	}
	return string(b)
}

// TestUnmarkedUTF16: zero bytes tell UTF-16 only where nothing else has them so.
func TestUnmarkedUTF16(t *testing.T) {
	table := "id\tusuario\tubicación\n55001\tuno\tMérida\n55002\tdos\tRío\n"
	for name, text := range map[string]string{"little": utf16LE(table), "big": utf16BE(table), "marked": "\xff\xfe" + utf16LE(table), "marked big": "\xfe\xff" + utf16BE(table)} {
		d := decodeOnly(t, "x.tsv", []byte(text))
		if d.src.Records.Accepted != 2 || len(d.obs.Profiles) != 2 || d.obs.Profiles[0].Location != "Mérida" || d.src.Why[0].Code != "utf16" {
			t.Errorf("%s: %+v %v", name, d.src.Records, d.src.Why)
		}
	}
	for _, s := range []string{
		"", "\x00", "a\x00b", strings.Repeat("\x00", 100), "55001\n" + strings.Repeat("\x00", 64) + "55002\n", sqliteMagic + strings.Repeat("\x00\x01", 50),
		"\x01\x00\x02\x00\x03\x00\x04\x00\x05\x00\x06\x00\x07\x00\x08\x00\x09\x00", users(1, 20), utf16LE("corto"),
	} {
		if _, ok := unmarked([]byte(s)); ok {
			t.Errorf("%.40q was taken for UTF-16", s)
		}
	}
}

// TestEightBit: which bytes tell which encoding.
func TestEightBit(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "id,nombre": "", "Mérida": "", "M\xe9rida": "Latin-1 E9", "M\xe9rida \x93dijo\x94": "Windows-1252 93", "M\xe9rida y Mérida": "", "a\x80b": "Windows-1252 80", "cortad\xc3": "",
	} {
		got := ""
		if n, ok := eightBit([]byte(text)); ok {
			got = strings.Join(n.Args, " ")
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	d := decodeOnly(t, "x.csv", []byte("id,usuario,ubicaci\xf3n\n55001,uno,M\xe9rida\n"))
	if n := d.src.Why; len(n) != 1 || n[0].Code != "eight_bit" || d.obs.Profiles[0].Location != "Mérida" {
		t.Errorf("got %v", n)
	}
}
