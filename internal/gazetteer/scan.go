package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-1b5e0f84/adentro/internal/text"
)

// A gap is what stands between a token and the one before.
type gap uint8

const (
	glued gap = iota // nothing: a new word begins by case or digit (LaHabana, Caracas1010)
	space            // spaces, full stops, apostrophes: a name may go on
	dash             // a hyphen: a name may go on, a phrase does not
	cut              // comma, slash, line, emoji: neither goes on
)

// A token is a folded word of a text, or a flag.
type token struct {
	from, to   int    // bytes in the text
	start, end int    // bytes in scanned.buf
	gap        gap    // before it
	comma      bool   // the gap holds a comma or an opening bracket
	mark       byte   // the last of ',', '(' and '/' in the gap, else 0
	phrase     int    // number of the phrase: tokens not parted by dash or cut
	flag       string // country code, if the token is a flag
	caps       bool   // every letter is a capital
	digits     bool
	mute       bool // part of an address or of somebody's handle: says nothing
	loose      bool // neither a place nor light
}

// scanned is a text cut into tokens. In buf the tokens of a name stand as the
// tables spell it: glued ones together, others with one space between.
type scanned struct {
	text   string
	buf    []byte
	tokens []token
	hits   []hit // room for the names found, and for those of places
	places []hit
}

// word returns the folded text of token i.
func (sc *scanned) word(i int) string { return string(sc.buf[sc.tokens[i].start:sc.tokens[i].end]) }

// A scanner holds the state of one scan.
type scanner struct {
	scanned
	gap    gap
	comma  bool
	mark   byte
	phrase int
	open   bool // the last token may grow
	last   rune // last rune of it, as written
	at     int  // its first byte in the text
	bufAt  int  // its first byte in buf
	dot    bool // the gap so far holds a full stop
}

// longestText is the part of a text that is read, in bytes: many times what
// the platform allows, so that a forged record costs no more than a real one.
const longestText = 2048

// scan folds s rune by rune (compatibility forms, case, accents) and cuts it
// at everything that is neither letter nor digit, between lower and upper case,
// and between letters and digits. Pairs of regional indicators are flags.
func scan(s string) *scanned { return new(scanner).scan(s) }

func (sc *scanner) scan(s string) *scanned {
	s = s[:min(len(s), longestText)]
	*sc = scanner{scanned: scanned{text: s, buf: sc.buf[:0], tokens: sc.tokens[:0], hits: sc.hits[:0], places: sc.places[:0]}, gap: cut}
	folds := tableOfFolds()
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if f := folds[c]; f != "" {
				sc.letter(rune(c), f, i, i+1)
			} else {
				sc.separator(rune(c))
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == '\u20E3' || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
			if sc.open {
				sc.tokens[len(sc.tokens)-1].to = i + n
			}
			i += n
			continue
		}
		if code, width := flagAt(s[i:], r); width > 0 {
			sc.flag(code, i, i+width)
			i += width
			continue
		}
		if f := foldRune(r); f != "" {
			sc.letter(r, f, i, i+n)
		} else {
			sc.separator(r)
		}
		i += n
	}
	sc.unspace()
	return &sc.scanned
}

// unspace joins letters that stand apart for show: "C U B A".
func (sc *scanner) unspace() {
	if len(sc.tokens) < 4 {
		return
	}
	for i, t := range sc.tokens {
		if t.end-t.start != 1 || t.digits || t.flag != "" || i > 0 && t.gap != space {
			return
		}
	}
	for i, t := range sc.tokens {
		sc.buf[i] = sc.buf[t.start]
	}
	sc.buf = sc.buf[:len(sc.tokens)]
	word := sc.tokens[0]
	word.to, word.start, word.end = sc.tokens[len(sc.tokens)-1].to, 0, len(sc.buf)
	sc.tokens = append(sc.tokens[:0], word)
}

// letter adds a letter or digit to the open token, or begins a new one.
func (sc *scanner) letter(r rune, folded string, from, to int) {
	digit := '0' <= folded[0] && folded[0] <= '9'
	capital := unicode.IsUpper(r) || unicode.IsTitle(r) || isSquared(r)
	if !sc.open || digit != sc.tokens[len(sc.tokens)-1].digits || capital && unicode.IsLower(sc.last) {
		sc.begin(from)
		t := &sc.tokens[len(sc.tokens)-1]
		t.digits, t.caps = digit, true
	}
	t := &sc.tokens[len(sc.tokens)-1]
	if t.caps && unicode.IsLower(r) && t.start < sc.bufAt && !isSquared(r) {
		t = sc.split()
	}
	t.caps = t.caps && (capital || digit)
	sc.at, sc.bufAt, sc.last = from, len(sc.buf), r
	sc.buf = append(sc.buf, folded...)
	t.to, t.end = to, len(sc.buf)
}

// split moves the last capital of a run of capitals to a token of its own, for
// the lower-case letter that follows: CDIPetare is CDI and Petare.
func (sc *scanner) split() *token {
	t := &sc.tokens[len(sc.tokens)-1]
	n := token{from: sc.at, to: t.to, start: sc.bufAt, end: t.end, gap: glued, phrase: t.phrase, caps: true}
	t.to, t.end = sc.at, sc.bufAt
	sc.tokens = append(sc.tokens, n)
	return &sc.tokens[len(sc.tokens)-1]
}

// begin opens a token; the gap before it is what the separators made of it.
func (sc *scanner) begin(from int) {
	g := sc.gap
	if sc.open {
		g = glued
	}
	if g == dash || g == cut {
		sc.phrase++
	}
	switch {
	case len(sc.tokens) == 0 || g == glued:
	case g == cut:
		sc.buf = append(sc.buf, '\n')
	default:
		sc.buf = append(sc.buf, ' ')
	}
	sc.tokens = append(sc.tokens, token{from: from, start: len(sc.buf), end: len(sc.buf), gap: g, comma: sc.comma, mark: sc.mark, phrase: sc.phrase})
	sc.open, sc.gap, sc.comma, sc.mark, sc.dot = true, glued, false, 0, false
}

// flag adds a flag as a token of its own; an unknown one only parts words.
func (sc *scanner) flag(code string, from, to int) {
	sc.open, sc.gap = false, cut
	if code == "" {
		return
	}
	sc.begin(from)
	t := &sc.tokens[len(sc.tokens)-1]
	t.flag, t.to = code, to
	sc.open, sc.gap = false, cut
}

// separator widens the gap by one rune that is neither letter nor digit.
func (sc *scanner) separator(r rune) {
	sc.open = false
	g := cut
	switch r {
	case '&', '+':
		sc.begin(0) // the sign is the word y
		t := &sc.tokens[len(sc.tokens)-1]
		sc.buf = append(sc.buf, 'y')
		t.from, t.to, t.end = -1, -1, len(sc.buf)
		if t.gap == glued {
			t.gap = space
		}
		sc.open, sc.gap = false, space
		return
	case '-', '‐', '‑', '–', '—', '−':
		g = dash
		if sc.gap == dash {
			g = cut
		}
	case ' ':
		g = space
		if sc.dot && len(sc.tokens) > 0 {
			if t := sc.tokens[len(sc.tokens)-1]; t.end-t.start > 4 {
				g = dash // a full stop after a long word ends a sentence
			}
		}
	case '.':
		sc.dot = true
		g = space
	case '_', '\'', '’', 'ʼ', '´', '`', '"', '“', '”', '«', '»', '#', '@', '\t', '\u00a0', '*', '~', '¡', '!', '¿', '?', '^', '=':
		g = space
	case ',', '，':
		sc.comma, sc.mark = true, ','
	case '(':
		sc.comma, sc.mark = true, '('
	case '/':
		sc.mark = '/'
	default:
		if r != '\n' && r != '\r' && unicode.IsSpace(r) {
			g = space
		}
	}
	sc.gap = max(sc.gap, g)
}

// flagAt reads a flag at the start of s, whose first rune is r, and returns its
// country code, "" if no country's, and its width; 0 if s does not start with one.
func flagAt(s string, r rune) (string, int) {
	const first, last = 0x1F1E6, 0x1F1FF
	switch {
	case first <= r && r <= last:
		q, n := utf8.DecodeRuneInString(s[4:])
		if q < first || q > last {
			return "", 4
		}
		code := string([]byte{byte('A' + r - first), byte('A' + q - first)})
		if _, ok := tableOfCodes()[code]; !ok {
			code = ""
		}
		return code, 4 + n
	case r == 0x1F3F4: // black flag: a region may follow in tags
		i, tags := 4, make([]byte, 0, 8)
		for i < len(s) {
			q, n := utf8.DecodeRuneInString(s[i:])
			if q < 0xE0020 || q > 0xE007F {
				break
			}
			i += n
			if q == 0xE007F {
				break
			}
			if len(tags) < 8 {
				tags = append(tags, byte(q-0xE0000))
			}
		}
		if len(tags) < 2 {
			return "", i
		}
		code := upper(string(tags[:2]))
		if _, ok := tableOfCodes()[code]; !ok {
			code = ""
		}
		return code, i
	}
	return "", 0
}

// smallCapitals are letters that look like small capitals and have no
// compatibility form, with what they stand for.
const smallCapitals, smallCapitalsFor = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz"

// isSquared reports whether r is a letter in a dark circle or square, which has no
// compatibility form either.
func isSquared(r rune) bool { return 0x1F150 <= r && r <= 0x1F169 || 0x1F170 <= r && r <= 0x1F189 }

// foldRune returns the folded form of a letter or digit, "" for anything else.
func foldRune(r rune) string {
	switch {
	case r < foldedRunes:
		return tableOfFolds()[r]
	case r == utf8.RuneError:
		return ""
	case isSquared(r):
		return string('a' + (r-0x1F150)%0x20)
	}
	return foldSlow(r)
}

func foldSlow(r rune) string {
	if i := strings.IndexRune(smallCapitals, r); i >= 0 {
		n := utf8.RuneCountInString(smallCapitals[:i])
		return smallCapitalsFor[n : n+1]
	}
	f := text.Fold(string(r))
	for _, q := range f {
		if !unicode.IsLetter(q) && !unicode.IsDigit(q) {
			return ""
		}
	}
	return f
}

const foldedRunes = 0x250 // Latin letters
