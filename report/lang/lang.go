// Package lang holds every sentence that a reader sees, in Spanish and in
// English, and writes numbers and dates as each language does. The
// sentences live in the TOML files beside it, one pair a room; this package
// joins them, and its tests see that both languages say the same things.
package lang

import (
	"embed"
	"fmt"
	"io/fs"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
)

//go:embed *.toml
var files embed.FS

// Codes are the languages, the default first.
func Codes() []string { return []string{"es", "en"} }

// A Lang is one language. It is immutable.
type Lang struct {
	code    string
	words   map[string]string // flattened keys: "note.self_follow"
	decimal string
	group   string
	percent string // what stands between a number and its sign, and the sign
}

// Load reads the sentences of a language; "" is Spanish. It errs on an unknown
// language and on a key that two files give.
func Load(code string) (*Lang, error) {
	l := &Lang{words: map[string]string{}}
	switch code {
	case "", "es":
		l.code, l.decimal, l.group, l.percent = "es", ",", ".", "\u00a0%"
	case "en":
		l.code, l.decimal, l.group, l.percent = "en", ".", ",", "%"
	default:
		return nil, fmt.Errorf("language %q is not one of %s", code, strings.Join(Codes(), ", "))
	}
	names, err := fs.Glob(files, "*."+l.code+".toml")
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	for _, name := range names {
		b, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var tree map[string]any
		if err := toml.Unmarshal(b, &tree); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if err := l.add(name, "", tree); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// add flattens one table of a file into words.
func (l *Lang) add(file, prefix string, tree map[string]any) error {
	for k, v := range tree {
		key := prefix + k
		switch v := v.(type) {
		case string:
			if _, twice := l.words[key]; twice {
				return fmt.Errorf("%s: %s is given twice", file, key)
			}
			l.words[key] = strings.TrimSpace(v)
		case map[string]any:
			if err := l.add(file, key+".", v); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s: %s is not a sentence", file, key)
		}
	}
	return nil
}

// Code returns "es" or "en".
func (l *Lang) Code() string { return l.code }

// Keys returns all keys, sorted.
func (l *Lang) Keys() []string {
	keys := make([]string, 0, len(l.words))
	for k := range l.words {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// Has reports whether there is a sentence under key.
func (l *Lang) Has(key string) bool { _, ok := l.words[key]; return ok }

// Raw returns the sentence with its placeholders; the key in brackets where
// there is none, so that a gap shows.
func (l *Lang) Raw(key string) string {
	if s, ok := l.words[key]; ok {
		return s
	}
	return "[" + key + "]"
}

// T returns the sentence under key with {1}, {2}… filled in order.
func (l *Lang) T(key string, args ...string) string {
	return Fill(l.Raw(key), func(s string) string { return s }, args...)
}

// Word returns the sentence under key, or other if there is none.
func (l *Lang) Word(key, other string) string {
	if s, ok := l.words[key]; ok {
		return s
	}
	return other
}

// Count returns "1 cuenta" or "1.431 cuentas": the sentence under key.one or
// key.other with the number as {1}.
func (l *Lang) Count(key string, n int64, args ...string) string {
	return l.T(l.CountKey(key, n), append([]string{l.Int(n)}, args...)...)
}

// CountKey returns key.one or key.other, as n asks for.
func (l *Lang) CountKey(key string, n int64) string {
	if n == 1 {
		return key + ".one"
	}
	return key + ".other"
}

// Note returns the sentence of a note. A code without a sentence is shown as it
// is, with its arguments: nothing is lost in silence.
func (l *Lang) Note(code string, args []string) string {
	key := l.NoteKey(code, args)
	if !l.Has(key) {
		return strings.TrimSpace(code + ": " + strings.Join(args, ", "))
	}
	shown := make([]string, len(args))
	for i, a := range args {
		shown[i] = l.Arg(a)
	}
	return l.T(key, shown...)
}

// Detail returns what a reject adds to its reason. ingest writes it in English, as it stands in
// summary.json and in a dossier; what has no sentence, such as the words of a database, is
// shown as it is.
func (l *Lang) Detail(s string) string {
	if rest, ok := strings.CutPrefix(s, "at byte "); ok {
		if at, cause, ok := strings.Cut(rest, ": "); ok {
			return l.T("reject.at", at, l.Detail(cause))
		}
	}
	if what, ok := strings.CutPrefix(s, "unexpected '"); ok {
		return l.T("reject.unexpected", "'"+what)
	}
	return l.Word("detail."+s, s)
}

// Damage returns what keeps a file, or its rest, from being read. ingest writes it in English as well: the
// container, the cause and the byte, such as "gzip: invalid checksum at byte 7". Causes for which only a library
// has words are shown in its own.
func (l *Lang) Damage(s string) string {
	parts := strings.Split(s, ": ")
	for i, part := range parts {
		cause, at, found := strings.Cut(part, " at byte ")
		if parts[i] = l.Word("damage."+cause, cause); found {
			parts[i] = l.T("reject.at", at, parts[i])
		}
	}
	return strings.Join(parts, ": ")
}

// NoteKey returns the key of a note's sentence: that for one where the first
// number among the arguments is 1 and the note has such a sentence.
func (l *Lang) NoteKey(code string, args []string) string {
	key := "note." + code
	for _, a := range args {
		if _, err := strconv.ParseUint(a, 10, 64); err == nil {
			if a == "1" && l.Has(key+"_one") {
				return key + "_one"
			}
			break
		}
	}
	return key
}

// Arg writes an argument of a note as the language does: numbers of four to
// six digits are grouped, longer ones may be ids, and stay; days are spelled.
func (l *Lang) Arg(a string) string {
	if t, err := time.Parse(time.DateOnly, a); err == nil {
		return l.Date(t)
	}
	if n, err := strconv.ParseInt(a, 10, 64); err == nil && len(a) >= 4 && len(a) <= 6 && a[0] != '0' && a[0] != '-' {
		return l.Int(n)
	}
	return a
}

// And joins words as a sentence does: "a, b y c".
func (l *Lang) And(words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return l.T("and", strings.Join(words[:n-1], ", "), words[n-1])
	}
}

// Fill replaces {1}, {2}… in s by args; every stretch of the sentence between
// them goes through literal. A placeholder without an argument stays.
func Fill(s string, literal func(string) string, args ...string) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			b.WriteString(literal(s))
			return b.String()
		}
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			b.WriteString(literal(s))
			return b.String()
		}
		i, err := strconv.Atoi(s[open+1 : open+end])
		if err != nil || i < 1 || i > len(args) {
			b.WriteString(literal(s[:open+end+1]))
		} else {
			b.WriteString(literal(s[:open]))
			b.WriteString(args[i-1])
		}
		s = s[open+end+1:]
	}
}
