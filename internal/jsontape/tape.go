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

// A Tape holds the tokens of one value, in the text that it was loaded with. Its zero
// value is ready; it makes no garbage once it has grown.
type Tape struct {
	data []byte
	// pos are the tokens: both quotes of each string, each bracket, and the first byte of each
	// number and literal. Commas and colons are checked and left out.
	pos []uint32
	// link tells, for a token that opens an array or object, how many tokens on the one that
	// closes it is. It has the capacity of pos.
	link  []uint32
	root  uint32 // token where the value begins
	base  int    // where Offset counts from
	end   int    // byte behind the value
	clean bool   // the value is known to be clean
	walker
	cache   [cached]members
	reading reader
	gen     uint32 // of what the cache holds
	paths   path   // the empty one
	known   int    // number of the others
	objects int    // that were read since there are paths
	words   arena
}

// Parse reads the value at the start of data, after white space, and returns
// the number of bytes up to its end. The tape refers to data, which must not change
// while the tape is in use. If data ends inside the value the error is ErrMore,
// else a *SyntaxError. A number that reaches the end of data counts as
// complete only if final says that no more data will come. Cost: one pass.
func (t *Tape) Parse(data []byte, final bool) (int, error) {
	t.Load(data)
	return t.ParseAt(0, final)
}

// Load begins a text of which ParseAt reads values. The text must not change while
// it is loaded.
func (t *Tape) Load(data []byte) {
	t.data, t.end = data, 0
}

// ParseAt reads the value at byte at of the loaded text as Parse does that at
// the start of its data: offsets and positions count from there. What was read before makes later values faster,
// those of other texts too.
func (t *Tape) ParseAt(at int, final bool) (int, error) {
	t.base, t.clean = at, false
	t.forget()
	if uint64(len(t.data)) < MaxLen {
		if i := t.skip(at); i < len(t.data) && t.data[i]|0x20 == '{' && t.walk(i) {
			return t.end - at, nil
		}
	}
	t.forget()
	return t.strict(at, final)
}

// forget forgets the members of all objects.
func (t *Tape) forget() {
	if t.gen++; t.gen == 0 {
		t.cache, t.gen = [cached]members{}, 1
	}
}

// skip returns the first byte from i on that is not white space.
func (t *Tape) skip(i int) int {
	for i < len(t.data) && isSpace(t.data[i]) {
		i++
	}
	return i
}

// token appends the token at byte i.
func (t *Tape) token(i int) {
	t.reserve(1)
	t.pos = append(t.pos, uint32(i))
}

// reserve makes room for n more tokens.
func (t *Tape) reserve(n int) {
	if cap(t.pos)-len(t.pos) < n {
		t.pos = append(make([]uint32, 0, 2*cap(t.pos)+n), t.pos...)
	}
	if len(t.link) < cap(t.pos) {
		t.link = append(make([]uint32, 0, cap(t.pos)), t.link...)[:cap(t.pos)]
	}
}
