package report

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// oddNames are names as accounts bear them, and worse.
func oddNames() []string {
	return append(payloads(),
		"Médicos 💉🇨🇺🇻🇪", "🇻", "👩🏽‍⚕️ Dra. Peña", "❤️‍🔥", "1️⃣ #️⃣", "☕☃★♥✓✔", "😀😃🤣🥰🫠", "\U0001fae8", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
		"محمد سلام لا", "پژمان گچ", "العربية: ١٢٣ (نعم)", "שלום עולם 123", "نُصُوص", "ﷺ", "ܫܠܡܐ", "ދިވެހި",
		"中国医疗队", "東京オリンピック", "대한민국", "ﾊﾝｶｸ", "𠮷野家", "我的名字很长很长很长",
		"नमस्ते", "বাংলা", "தமிழ்", "ไทย", "ພາສາລາວ", "አማርኛ", "ᐃᓄᒃᑎᑐᑦ", "ქართული", "Հայերեն", "ខ្មែរ", "မြန်မာ", "བོད་", "ᠮᠣᠩᠭᠣᠯ",
		"𝓒𝓾𝓫𝓪 𝕮𝖚𝖇𝖆 𝐂𝐮𝐛𝐚 Ｃｕｂａ ⒸⓊⒷⒶ ᑕᑌᗷᗩ", "ʇɹǝʌuI", "Z̷̡͙̻̝͚a̶l̸g̵o̵", "ẍ́", "Ŵēĭřđ", "ﬁ ﬂ", "½ ⅓ №", "∑∫√∞", "→⇒↻", "\U00013080", "\U000f0000", "\ue000", "\u0378", "ꙮ", "⟨U+202E⟩", "ǅ", "₿ € ₽",
	)
}

// Every character of every name is drawn by a glyph that shows something: none
// by .notdef, the empty box, and none by nothing.
func TestNoNameIsDrawnAsBoxes(t *testing.T) {
	set := newTypesetter()
	for _, name := range oddNames() {
		for _, bold := range []bool{false, true} {
			line, at, width := set.set(printable(name), bold)
			if len(line) != len(at) {
				t.Fatalf("%q: %d glyphs at %d places", name, len(line), len(at))
			}
			if len(line) == 0 && strings.ContainsFunc(printable(name), func(r rune) bool { return !silent(r) && r != nbsp && r != ' ' }) {
				t.Errorf("%q is drawn as nothing", name)
			}
			if width < 0 {
				t.Errorf("%q is %g wide", name, width)
			}
		}
		for _, r := range visual(set.spelled(printable(name))) {
			switch g := set.glyph(r, false); {
			case g == nil:
				t.Errorf("%q: no font has %U", name, r)
			case len(g.path) == 0 && !unicode.IsSpace(r):
				t.Errorf("%q: %U shows nothing", name, r)
			}
		}
	}
}

func TestAnyTextHasGlyphs(t *testing.T) {
	set := newTypesetter()
	rapid.Check(t, func(t *rapid.T) {
		s := printable(rapid.String().Draw(t, "text"))
		for _, r := range visual(set.spelled(s)) {
			if set.glyph(r, false) == nil {
				t.Fatalf("%q: no font has %U", s, r)
			}
		}
	})
}

func TestSpelled(t *testing.T) {
	set := newTypesetter()
	for _, c := range []struct{ in, want string }{
		{"Peña", "Peña"}, {"🇻🇪", "[VE]"}, {"🇻", "[V]"}, {"💉 ya", "[syringe] ya"}, {"👩🏽‍⚕️", "[woman]⚕"}, {"नमस्ते", "[Devanagari]"}, {"𝓒uba", "Cuba"},
		{"𪛖", "[U+2A6D6]"}, {"\U000f0000", "[U+F0000]"}, {"中国", "中国"}, {"سلام", "سلام"}, {"1️⃣", "1"}, {"Ｃｕｂａ", "Cuba"}, {"नम 💉", "[Devanagari] [syringe]"},
	} {
		if got := set.spelled(c.in); got != c.want {
			t.Errorf("spelled(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// The expected orders follow Unicode Standard Annex 9 for a line that runs from
// left to right; the forms are those of the code charts of Arabic.
func TestVisual(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"Latin", "abc 123", "abc 123"},
		{"Hebrew", "שלום", "םולש"},
		{"two words", "אב גד", "דג בא"},
		{"among Latin", "x אב y", "x בא y"},
		{"number after", "אבג 123 def", "123 גבא def"},
		{"number between", "אב 12 גד", "דג 12 בא"},
		{"brackets", "(אב)", "(בא)"},
		{"brackets inside", "א(ב)ג", "ג(ב)א"},
		{"brackets at the end", "אב 12 (גד)", "(דג) 12 בא"},
		{"brackets, then Latin", "אב (גד) x", "(דג) בא x"},
		{"brackets of the line", "x (אב) y", "x (בא) y"},
		{"lam alef joins", "سلام", "\ufee1\ufefc\ufeb3"},
		{"lam alef alone", "لا", "\ufefb"},
		{"hash", "#سلام abc", "#\ufee1\ufefc\ufeb3 abc"},
		{"four forms", "ببب ب", "\ufe8f \ufe90\ufe92\ufe91"},
		{"alef joins one side", "باب", "\ufe8f\ufe8e\ufe91"},
		{"Persian", "پی", "\ufbfd\ufb58"},
		{"tatweel", "بـ", "\u0640\ufe91"},
		{"marks follow their letter", "بَب", "\ufe90\ufe91\u064e"},
	} {
		if got := string(visual(c.in)); got != c.want {
			t.Errorf("%s: visual(%q) = %+q, want %+q", c.name, c.in, got, c.want)
		}
	}
}

// Nothing is lost when a line is put in visual order: the letters are the same,
// whatever their forms.
func TestVisualKeepsLetters(t *testing.T) {
	letters := []rune("ab 12.()אבגسلابپَـ#")
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOf(rapid.SampledFrom(letters)).Draw(t, "text"))
		if got, want := sortedLetters(string(visual(s))), sortedLetters(s); got != want {
			t.Fatalf("visual(%q) holds %q, want %q", s, got, want)
		}
	})
}

func sortedLetters(s string) string {
	var out []rune
	for _, r := range s {
		for form, list := range arabicForms() {
			if slices.Contains(list, r) {
				out = append(out, []rune(form)...)
				r = -1
			}
		}
		switch r {
		case -1:
			continue
		case ')': // turned around
			r = '('
		}
		out = append(out, r)
	}
	slices.Sort(out)
	return string(out)
}

func TestWrapBalances(t *testing.T) {
	p := newPen(nil)
	lines := p.wrap(faceSub(), "uno dos tres cuatro cinco seis siete ocho nueve diez", 200)
	if len(lines) != 2 || p.width(faceSub(), lines[1]) < 0.7*p.width(faceSub(), lines[0]) {
		t.Errorf("got %q", lines)
	}
	for _, s := range []string{"", "a", strings.Repeat("漢", 300), strings.Repeat("Z", 3000)} {
		for _, l := range p.wrap(faceSub(), s, 200) {
			if w := p.width(faceSub(), l); w > 200 {
				t.Errorf("a line of %q is %g wide", l[:10], w)
			}
		}
	}
}
