package ingest

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// pythonBytes returns the text that a cell such as b'Hola \xc3\xa1' shows, as
// Python 3 prints bytes that nobody decoded; any other cell as it is.
func pythonBytes(cell string) string {
	s := strings.TrimSpace(cell)
	if len(s) < 3 || s[0] != 'b' || s[1] != '\'' && s[1] != '"' || s[len(s)-1] != s[1] {
		return cell
	}
	in, end, ok := pythonString(s[1:], true)
	if !ok || end != len(s)-1 || !utf8.ValidString(in) {
		return cell
	}
	return in
}

// pythonString reads the string literal of Python at the start of s and returns
// its value and its length with the quotes. \xe1 is a byte in a string of bytes, else a
// character.
func pythonString(s string, bytes bool) (value string, n int, ok bool) {
	quote := s[0]
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == quote:
			return b.String(), i + 1, true
		case c != '\\' || i+1 == len(s):
			b.WriteByte(c)
		default:
			i++
			switch s[i] {
			case 'n':
				b.WriteByte('\n')
			case 't':
				b.WriteByte('\t')
			case 'r':
				b.WriteByte('\r')
			case 'x', 'u', 'U':
				width := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[i]]
				v, err := strconv.ParseUint(s[i+1:min(i+1+width, len(s))], 16, 32)
				switch {
				case err != nil || len(s) < i+1+width:
					return "", 0, false
				case bytes && width == 2:
					b.WriteByte(byte(v))
				default:
					b.WriteRune(rune(v))
				}
				i += width
			case '\\', '\'', '"':
				b.WriteByte(s[i])
			default:
				b.WriteByte('\\')
				b.WriteByte(s[i])
			}
		}
	}
	return "", 0, false
}

// looksPython reports whether a text begins as Python prints a list or a dictionary, which is nearly JSON:
// {'ids': [123L, 145L]}, [u'ana'].
func looksPython(text []byte) bool {
	if len(text) == 0 || strings.IndexByte("[{(", text[0]) < 0 {
		return false
	}
	s := strings.TrimLeft(string(text[1:min(len(text), 100)]), " \t\r\n[{(")
	s = strings.TrimPrefix(strings.TrimPrefix(s, "u"), "b")
	if n := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }); n > 0 {
		return s[n] == 'L' // a long integer of Python 2
	}
	return strings.HasPrefix(s, "'")
}

// pythonList reads a cell that holds a list as Python prints it: of strings and
// numbers, ['a', 12], or of dictionaries, [{'id': '12', 'name': None}]. An
// element that is no dictionary stands under the empty name. What is nested deeper is
// passed over, and so is an empty element. A cell that is no such list gives nothing.
func pythonList(s string) []map[string]string {
	s = strings.TrimSpace(s)
	if !strings.HasPrefix(s, "[") {
		return nil
	}
	var list []map[string]string
	var item map[string]string // the dictionary that is open
	key, depth := "", 0
	for i := 1; i < len(s); {
		value, n := "", 1
		switch c := s[i]; c {
		case '\'', '"':
			var ok bool
			if value, n, ok = pythonString(s[i:], false); !ok {
				return list
			}
		case '{', '[', '(':
			if depth++; depth == 1 && c == '{' {
				item = map[string]string{}
			}
			i++
			continue
		case '}', ']', ')':
			if depth--; depth == 0 && item != nil {
				list, item = append(list, item), nil
			}
			i++
			continue
		case ',', ':', ' ', '\t', '\n', '\r':
			if c == ',' {
				key = ""
			}
			i++
			continue
		default:
			if n = strings.IndexAny(s[i:], ",:]}) "); n <= 0 {
				n = len(s) - i
			}
			if value = s[i : i+n]; value == "None" {
				value = ""
			}
		}
		i += n
		rest := strings.TrimLeft(s[i:], " ")
		switch {
		case depth == 0 && value != "":
			list = append(list, map[string]string{"": value})
		case depth == 1 && item != nil && strings.HasPrefix(rest, ":"):
			key = value
		case depth == 1 && item != nil && key != "":
			item[key] = value
		}
	}
	return list
}
