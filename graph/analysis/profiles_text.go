package analysis

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/par"
	"github.com/seed-1b5e0f84/adentro/internal/text"
)

// maxLexicons is how many lexicons of a case are counted.
const maxLexicons = 64

// profileTexts is what was read in names and bios, by account.
type profileTexts struct {
	lexicons []uint64 // a bit for each lexicon that name or bio holds a word of
	bios     []string // the folded words of the bio; "" where it is too short to compare
	tells    []bool   // the bio is known and long enough to be compared
	emoji    [][]string
}

// readProfiles reads name and bio of every account once, in parallel. Memory: the folded
// bios, beside some 40 bytes an account.
func readProfiles(ctx context.Context, in *Input) (*profileTexts, error) {
	s, n := in.Snap, len(in.Snap.Accounts)
	r := &profileTexts{make([]uint64, n), make([]string, n), make([]bool, n), make([][]string, n)}
	lexicons := compileLexicons(in.Case.Lexicons)
	const block = 1 << 12
	err := par.For(ctx, in.Workers, (n+block-1)/block, func(b int) error {
		for u := b * block; u < min((b+1)*block, n); u++ {
			a := &s.Accounts[u]
			if !a.Profiled() {
				continue
			}
			name, bio := a.Name(), a.Bio()
			both := newSpoken(name + "\n" + bio)
			for i := range lexicons {
				if lexicons[i].in(both) {
					r.lexicons[u] |= 1 << i
				}
			}
			r.emoji[u] = both.emoji
			if a.Known(adentro.FieldBio) {
				words := both.tokens
				for len(words) > 0 && words[0].From <= len(name) {
					words = words[1:]
				}
				letters := 0
				for _, w := range words {
					letters += utf8.RuneCountInString(w.Text)
				}
				if len(words) >= leastWords && letters >= leastLetters {
					r.tells[u] = true
					r.bios[u] = joinTokens(words)
				}
			}
		}
		return nil
	})
	return r, err
}

// joinTokens writes words with spaces around each.
func joinTokens(words []text.Token) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, w := range words {
		b.WriteString(w.Text)
		b.WriteByte(' ')
	}
	return b.String()
}

// spoken is a text in the forms in which lexicons are looked for.
type spoken struct {
	tokens []text.Token
	words  string   // these, with spaces around each
	tags   []string // hashtags, folded as the platform does
	emoji  []string // each different one, sorted
}

func newSpoken(s string) *spoken {
	tokens := text.Tokens(s)
	return &spoken{tokens: tokens, words: joinTokens(tokens), tags: hashtagsIn(s), emoji: emojiIn(s)}
}

// hashtagsIn returns the hashtags of a text, folded.
func hashtagsIn(s string) []string {
	var out []string
	for i := strings.IndexAny(s, "#＃"); i >= 0; {
		_, size := utf8.DecodeRuneInString(s[i:])
		rest := s[i+size:]
		end := strings.IndexFunc(rest, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '_'
		})
		if end < 0 {
			end = len(rest)
		}
		if end > 0 {
			out = append(out, text.FoldTag(rest[:end]))
		}
		s = rest[end:]
		i = strings.IndexAny(s, "#＃")
	}
	return out
}

// emojiIn returns the different emoji of a text, sorted: flags as pairs of regional letters,
// others with their joined parts, without signs of skin colour and of presentation.
func emojiIn(s string) []string {
	var out []string
	add := func(e string) {
		if !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	var open strings.Builder // an emoji that may go on
	joined, regional := false, rune(0)
	flush := func() {
		if open.Len() > 0 {
			add(open.String())
			open.Reset()
		}
		joined = false
	}
	for _, r := range s {
		switch {
		case 0x1F1E6 <= r && r <= 0x1F1FF:
			flush()
			if regional != 0 {
				add(string(regional) + string(r))
				regional = 0
			} else {
				regional = r
			}
			continue
		case r == 0xFE0F || 0x1F3FB <= r && r <= 0x1F3FF: // presentation, skin
			continue
		case r == 0x200D:
			joined = open.Len() > 0
			continue
		case isPictograph(r):
			if joined {
				open.WriteRune(0x200D)
				open.WriteRune(r)
				joined = false
			} else {
				flush()
				open.WriteRune(r)
			}
		default:
			flush()
		}
		regional = 0
	}
	flush()
	slices.Sort(out)
	return out
}

// isPictograph reports whether r is drawn as an emoji.
func isPictograph(r rune) bool {
	return 0x1F300 <= r && r <= 0x1FAFF || 0x2600 <= r && r <= 0x27BF && unicode.Is(unicode.So, r) || 0x2B00 <= r && r <= 0x2BFF && unicode.Is(unicode.So, r)
}

// A wordList is a lexicon, ready to be looked for.
type wordList struct{ phrases, tags, emoji []string }

func compileLexicons(list []adentro.Lexicon) []wordList {
	var out []wordList
	for _, l := range list[:min(len(list), maxLexicons)] {
		var w wordList
		for _, word := range l.Words {
			tokens := text.Tokens(word)
			switch {
			case strings.HasPrefix(word, "#"):
				w.tags = append(w.tags, text.FoldTag(word[1:]))
			case len(tokens) > 0:
				w.phrases = append(w.phrases, joinTokens(tokens))
			default:
				w.emoji = append(w.emoji, emojiIn(word)...)
			}
		}
		out = append(out, w)
	}
	return out
}

// in reports whether a text holds any word of the list.
func (w *wordList) in(s *spoken) bool {
	for _, p := range w.phrases {
		if strings.Contains(s.words, p) {
			return true
		}
	}
	any := func(of []string) func(string) bool { return func(x string) bool { return slices.Contains(of, x) } }
	return slices.ContainsFunc(w.tags, any(s.tags)) || slices.ContainsFunc(w.emoji, any(s.emoji))
}

// A BioFamily is a bio that several accounts have word for word, without regard to case, accents,
// punctuation and emoji.
type BioFamily struct {
	Text     string  // folded words
	Accounts []int32 // sorted
	Classes  []int   // by primary class, then one more for none
	Named    bool    // most of its accounts carry a class
}

// leastSharing is how many accounts make a family.
const leastSharing = 3

// families finds the bios that at least three accounts share.
func (r *profileTexts) families(s *adentro.Snapshot, accounts []int32, primary []int32, classes int) []BioFamily {
	by := map[string][]int32{}
	for _, u := range accounts {
		if r.bios[u] != "" {
			by[r.bios[u]] = append(by[r.bios[u]], u)
		}
	}
	var out []BioFamily
	for bio, who := range by { // sorted below
		if len(who) < leastSharing {
			continue
		}
		f := BioFamily{Text: strings.TrimSpace(bio), Accounts: who, Classes: make([]int, classes+1)}
		for _, u := range who {
			if c := primary[u]; c >= 0 {
				f.Classes[c]++
			} else {
				f.Classes[classes]++
			}
		}
		f.Named = 2*f.Classes[classes] < len(who)
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b BioFamily) int {
		return cmp.Or(-cmp.Compare(len(a.Accounts), len(b.Accounts)), strings.Compare(a.Text, b.Text))
	})
	return out
}

// An EmojiUse is how many accounts of each group have an emoji in name or bio.
type EmojiUse struct {
	Emoji  string
	Groups []int // by group
}

// emojiUse counts the emoji of the population, the ten most common.
func (r *profileTexts) emojiUse(groups []Group) []EmojiUse {
	by := map[string][]int{}
	for g := range groups {
		for _, u := range groups[g].Accounts {
			for _, e := range r.emoji[u] {
				if by[e] == nil {
					by[e] = make([]int, len(groups))
				}
				by[e][g]++
			}
		}
	}
	var out []EmojiUse
	for e, n := range by { // sorted below
		if n[0] > 0 {
			out = append(out, EmojiUse{e, n})
		}
	}
	slices.SortFunc(out, func(a, b EmojiUse) int {
		return cmp.Or(-cmp.Compare(a.Groups[0], b.Groups[0]), strings.Compare(a.Emoji, b.Emoji))
	})
	return out[:min(10, len(out))]
}
