package safe

import (
	"encoding/xml"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestCSV(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""}, {"Caracas", "Caracas"}, {"=1+1", "'=1+1"}, {"+58", "'+58"}, {"-2", "'-2"}, {"@x", "'@x"}, {"\t=1", "'\t=1"}, {"\r", "'\r"}, {"\n=1", "'\n=1"}, {" =1", "' =1"}, {"\u200b=1", "'\u200b=1"}, {"＝1", "'＝1"}, {"a=1", "a=1"}, {"x\x00", "x"}, {"\x00=1", "'=1"}, {"\xff", "\uFFFD"}, {"   ", "   "},
		{"a\x1b[2Jb", "a⟨U+001B⟩[2Jb"}, {"\u202egpj", "⟨U+202E⟩gpj"}, {"a\u0085b", "a⟨U+0085⟩b"}, {"\x1b=1", "⟨U+001B⟩=1"}, {"אב\u200fג", "אב\u200fג"}, {"two\nlines", "two\nlines"},
	} {
		if got := CSV(c.in); got != c.want {
			t.Errorf("CSV(%q) = %q, want %q", c.in, got, c.want)
		}
	}
	if got, want := ID("1360000000000000001"), "'1360000000000000001"; got != want {
		t.Errorf("ID = %q, want %q", got, want)
	}
}

func TestVisible(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a\nb\tc", "a b c"}, {"\x1b[2J", "⟨U+001B⟩[2J"}, {"\u009b", "⟨U+009B⟩"}, {"\u202e", "⟨U+202E⟩"}, {"\u2028", "⟨U+2028⟩"}, {"\xff", "⟨FF⟩"}, {"\uFFFD", "\uFFFD"},
		{"👩‍👧", "👩‍👧"}, {"ñandú", "ñandú"}, {"e\u0301", "e\u0301"}, {"\U000E0067", "⟨U+E0067⟩"}, {"🇻🇪", "🇻🇪"},
	} {
		if got := Visible(c.in); got != c.want {
			t.Errorf("Visible(%q) = %q, want %q", c.in, got, c.want)
		}
	}
	if got := Visible("a" + strings.Repeat("\u0301", 10000)); len([]rune(got)) != 5 {
		t.Errorf("%d runes are left of a pile of marks, want 5", len([]rune(got)))
	}
}

func FuzzSafe(f *testing.F) {
	for _, s := range []string{"", "=1", "\x1b[2J", "\xff", "a\u202eb", `"\`, "\ufffe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range Terminal(s) {
			if unicode.IsControl(r) {
				t.Errorf("Terminal(%q) holds %U", s, r)
			}
		}
		if x, _ := XML(s); !utf8.ValidString(x) {
			t.Errorf("XML(%q) is not UTF-8", s)
		} else {
			var v string
			if err := xml.Unmarshal([]byte("<a>"+escape(x)+"</a>"), &v); err != nil {
				t.Errorf("XML(%q): %v", s, err)
			}
		}
		if d := DOT(s); !quoted(d) {
			t.Errorf("DOT(%q) = %s does not end where it should", s, d)
		}
		if c := CSV(s); c != "" && strings.ContainsRune("=+-@\t\r\n", []rune(c)[0]) {
			t.Errorf("CSV(%q) = %q could run", s, c)
		}
	})
}

// quoted reports whether s is one DOT string, its only bare quotes at its ends.
func quoted(s string) bool {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i == len(s)-1
		}
	}
	return false
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}
