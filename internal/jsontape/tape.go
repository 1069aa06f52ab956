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
	index
	root   uint32 // token where the value begins
	base   int    // where Offset counts from
	next   int    // token behind the value
	end    int    // byte behind the value
	usable bool   // the index holds good behind the value
	clean  bool   // the value is known to be clean
	fault  int    // faults before the value
	doubt  int    // doubtful blocks before the value
	cache  [cached]members
	gen    uint32 // of what the cache holds
	paths  path   // the empty one
	known  int    // number of the others
	words  arena
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
	t.data, t.usable, t.end = data, false, 0
}

// ParseAt reads the value at byte at of the loaded text as Parse does that at
// the start of its data: offsets and positions count from there. Values that are read in their order
// cost one pass over the text together.
func (t *Tape) ParseAt(at int, final bool) (int, error) {
	t.base, t.clean = at, false
	t.forget()
	if uint64(len(t.data)) < MaxLen {
		i := at
		for i < len(t.data) && isSpace(t.data[i]) {
			i++
		}
		if i < len(t.data) && (t.data[i] == '{' || t.data[i] == '[') && t.quick(i) {
			return t.end - at, nil
		}
	}
	t.usable = false
	t.forget()
	return t.strict(at, final)
}

// forget forgets the members of all objects.
func (t *Tape) forget() {
	if t.gen++; t.gen == 0 {
		t.cache, t.gen = [cached]members{}, 1
	}
}

// quick reads the array or object at byte at with the help of the index. It
// reports false for whatever is not perfectly right: strict then says what is wrong.
func (t *Tape) quick(at int) bool {
	if t.usable {
		for t.next < len(t.pos) && int(t.pos[t.next]) < t.end {
			t.next++
		}
		for t.next == len(t.pos) && t.more() {
		}
		t.usable = t.next < len(t.pos) && int(t.pos[t.next]) == at
	}
	if !t.usable {
		t.load(t.data, at)
		t.next, t.fault, t.doubt = 0, 0, 0
		if !t.more() {
			return false
		}
	} else if t.next > 1<<14 {
		t.trim(t.next)
		t.faults = t.faults[:copy(t.faults, t.faults[t.fault:])]
		t.doubtful = t.doubtful[:copy(t.doubtful, t.doubtful[t.doubt:])]
		t.next, t.fault, t.doubt = 0, 0, 0
	}
	t.usable = false
	for t.link[t.next] == 0 {
		if !t.more() {
			return false
		}
	}
	end := t.next + int(t.link[t.next])
	t.end = int(t.pos[end]) + 1
	for t.fault < len(t.faults) && int(t.faults[t.fault]) <= at {
		t.fault++
	}
	if t.fault < len(t.faults) && int(t.faults[t.fault]) < t.end {
		return false
	}
	t.root, t.next, t.usable = uint32(t.next), end+1, true
	// A surrogate that wants its other half makes doubtful the block of the byte
	// that it should be, a few bytes on.
	if t.end+block > t.done {
		t.more()
	}
	for t.doubt < len(t.doubtful) && int(t.doubtful[t.doubt])+block <= at {
		t.doubt++
	}
	t.clean = (t.doubt == len(t.doubtful) || int(t.doubtful[t.doubt]) >= t.end+block) && (t.done < len(t.data) || t.pair == 0)
	return true
}

// scalar reports whether a number or literal stands at i and something follows it.
func scalar(d []byte, i int) bool {
	n, ok := i, false
	if x := &words[d[i]>>1&7]; d[i] > '9' {
		n += len(x.name)
		ok = string(d[i:min(n, len(d))]) == x.name
	} else {
		n, ok = numberEnd(d, i)
	}
	return ok && n < len(d) && ends[d[n]]
}

// words are true, false, null and 0, by three bits of their first bytes. At the places of other bytes nothing
// is expected, and as none of these ends a word, that is not found.
var words = func() (table [8]struct {
	word, mask, bits uint64 // the name in its bytes of the first word
	name             string
}) {
	for _, name := range []string{"true", "false", "null", "0"} {
		x, b := &table[name[0]>>1&7], [8]byte{}
		copy(b[:], name)
		x.name, x.bits, x.word, x.mask = name, uint64(8*len(name)), le(b[:]), 1<<(8*len(name))-1
	}
	return table
}()

// goesOn is 1 for the bytes that may not follow a number or literal.
var goesOn = func() (table [256]uint8) {
	for c := range table {
		table[c] = 1
		if ends[c] {
			table[c] = 0
		}
	}
	return table
}()

// begins are the bytes that may come before a number or literal.
var begins = [256]bool{' ': true, '\t': true, '\n': true, '\r': true, ',': true, ':': true, '[': true}

// ends are the bytes that may follow a number or literal.
var ends = [256]bool{' ': true, '\t': true, '\n': true, '\r': true, ',': true, ']': true, '}': true}
