// Package jsontape validates one JSON value and lets a decoder look around in
// its bytes without reflection and without turning any number into a float.
//
// The grammar is RFC 8259, strictly, with a limit on depth. Two things are
// kept that RFC 8259 leaves open: of members with the same name the first wins, and text that
// is not UTF-8 is passed on with U+FFFD in the place of each bad byte.
package jsontape

import (
	"errors"
	"fmt"
)

// MaxDepth is how deep arrays and objects may be nested.
const MaxDepth = 64

// MaxLen is the length that a value must not reach, in bytes.
const MaxLen = 1<<32 - 1

// ErrMore means that the input ended before the value did.
var ErrMore = errors.New("unexpected end of JSON")

// ErrDeep is the cause of a SyntaxError for a value nested deeper than MaxDepth.
var ErrDeep = fmt.Errorf("nested deeper than %d", MaxDepth)

// A SyntaxError says where a value breaks the grammar.
type SyntaxError struct {
	Pos int // bytes from the start of the input
	Err error
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("at byte %d: %v", e.Pos, e.Err) }

// Unwrap returns the cause.
func (e *SyntaxError) Unwrap() error { return e.Err }

// A Kind is the type of a JSON value. None is the kind of a value that is absent.
type Kind uint8

// The kinds of value.
const (
	None Kind = iota
	Null
	False
	True
	Number
	String
	Array
	Object
)

// node is one value, or one member name. Its bytes are data[start:end], without
// the quotes of a string; the nodes inside it end before next.
type node struct {
	start, end, next uint32
	kind             Kind
	escaped          bool
}

// A Tape holds the parts of one value. Its zero value is ready; Parse may be
// called again and again, and makes no garbage once the tape has grown.
type Tape struct {
	data  []byte
	nodes []node
}

// What the parser expects next.
type state uint8

const (
	wantValue state = iota
	wantValueOrEnd
	wantKey
	wantKeyOrEnd
	wantColon
	wantCommaOrEnd
)

// Parse reads the value at the start of data, after white space, and returns
// the number of bytes up to its end. The tape refers to data, which must not change
// while the tape is in use. If data ends inside the value the error is ErrMore,
// else a *SyntaxError. A number that reaches the end of data counts as
// complete only if final says that no more data will come. Cost: one pass.
func (t *Tape) Parse(data []byte, final bool) (int, error) {
	t.data, t.nodes = data, t.nodes[:0]
	if uint64(len(data)) >= MaxLen {
		return 0, &SyntaxError{0, errors.New("value too long")}
	}
	var stack [MaxDepth]uint32
	depth := 0
	want := wantValue
	for i := 0; ; {
		for i < len(data) && isSpace(data[i]) {
			i++
		}
		if i == len(data) {
			return i, ErrMore
		}
		c := data[i]
		switch {
		case want == wantColon:
			if c != ':' {
				return i, unexpected(i, c)
			}
			i++
			want = wantValue
			continue
		case want == wantCommaOrEnd && c == ',':
			i++
			want = wantValue
			if t.nodes[stack[depth-1]].kind == Object {
				want = wantKey
			}
			continue
		case want == wantKey || want == wantKeyOrEnd:
			if c == '"' {
				end, err := t.str(i, final)
				if err != nil {
					return end, err
				}
				i = end
				want = wantColon
				continue
			}
		case want == wantValue || want == wantValueOrEnd:
			if c == '{' || c == '[' {
				if depth == MaxDepth {
					return i, &SyntaxError{i, ErrDeep}
				}
				stack[depth] = uint32(len(t.nodes))
				depth++
				kind := Array
				want = wantValueOrEnd
				if c == '{' {
					kind = Object
					want = wantKeyOrEnd
				}
				t.nodes = append(t.nodes, node{start: uint32(i), kind: kind})
				i++
				continue
			}
			if c == ']' {
				break
			}
			end, err := t.scalar(i, c, final)
			if err != nil {
				return end, err
			}
			i = end
			if depth == 0 {
				return i, nil
			}
			want = wantCommaOrEnd
			continue
		}
		// Only the end of an array or object can be right here.
		if depth == 0 {
			return i, unexpected(i, c)
		}
		open := &t.nodes[stack[depth-1]]
		closes := want == wantCommaOrEnd || want == wantValueOrEnd || want == wantKeyOrEnd
		if !closes || (c == '}') != (open.kind == Object) || (c != '}' && c != ']') {
			return i, unexpected(i, c)
		}
		i++
		open.end, open.next = uint32(i), uint32(len(t.nodes))
		depth--
		if depth == 0 {
			return i, nil
		}
		want = wantCommaOrEnd
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

func unexpected(i int, c byte) error {
	return &SyntaxError{i, fmt.Errorf("unexpected %q", c)}
}

// scalar reads a string, number or literal at i.
func (t *Tape) scalar(i int, c byte, final bool) (int, error) {
	switch {
	case c == '"':
		return t.str(i, final)
	case c == '-' || '0' <= c && c <= '9':
		return t.number(i, final)
	case c == 't':
		return t.literal(i, "true", True)
	case c == 'f':
		return t.literal(i, "false", False)
	case c == 'n':
		return t.literal(i, "null", Null)
	}
	return i, unexpected(i, c)
}

func (t *Tape) add(kind Kind, start, end int, escaped bool) {
	t.nodes = append(t.nodes, node{uint32(start), uint32(end), uint32(len(t.nodes) + 1), kind, escaped})
}

func (t *Tape) literal(i int, word string, kind Kind) (int, error) {
	for j := range len(word) {
		if i+j == len(t.data) {
			return i + j, ErrMore
		}
		if t.data[i+j] != word[j] {
			return i + j, unexpected(i+j, t.data[i+j])
		}
	}
	t.add(kind, i, i+len(word), false)
	return i + len(word), nil
}

func (t *Tape) number(start int, final bool) (int, error) {
	d, i := t.data, start
	more := func() bool { return i < len(d) }
	digits := func() bool {
		from := i
		for more() && '0' <= d[i] && d[i] <= '9' {
			i++
		}
		return i > from
	}
	bad := func() (int, error) {
		if !more() {
			return i, ErrMore
		}
		return i, unexpected(i, d[i])
	}
	if d[i] == '-' {
		i++
	}
	if more() && d[i] == '0' {
		i++
	} else if !digits() {
		return bad()
	}
	if more() && d[i] == '.' {
		i++
		if !digits() {
			return bad()
		}
	}
	if more() && (d[i] == 'e' || d[i] == 'E') {
		i++
		if more() && (d[i] == '+' || d[i] == '-') {
			i++
		}
		if !digits() {
			return bad()
		}
	}
	if !more() && !final {
		return i, ErrMore
	}
	if more() && !isSpace(d[i]) && d[i] != ',' && d[i] != ']' && d[i] != '}' {
		return i, unexpected(i, d[i])
	}
	t.add(Number, start, i, false)
	return i, nil
}
