// Package jsontape validates one JSON value and lets a decoder look around in
// its bytes without reflection and without turning any number into a float.
//
// The grammar is RFC 8259, strictly, with a limit on depth. Two things are
// kept that RFC 8259 leaves open: of members with the same name the first wins, and text that
// is not UTF-8 is passed on with U+FFFD in the place of each bad byte.
package jsontape

import (
	"encoding/binary"
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
	link   []uint32 // of the token that opens an array or object: the token that closes it
	root   uint32   // token where the value begins
	base   int      // where Offset counts from
	next   int      // token behind the value
	end    int      // byte behind the value
	usable bool     // the index holds good behind the value
	clean  bool     // the value is known to be clean
	fault  int      // faults before the value
	doubt  int      // doubtful blocks before the value
	cache  [cached]members
	paths  path // the empty one
	known  int  // number of the others
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
	for i := range t.cache {
		t.cache[i].of = none
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
	} else if t.next > 1<<14 {
		t.trim()
	}
	t.usable = false
	end, ok := 0, false
	if t.data[at] == '{' {
		end, ok = t.object(t.next)
	} else {
		end, ok = t.walk(t.next, 0)
	}
	if !ok {
		return false
	}
	for t.fault < len(t.faults) && int(t.faults[t.fault]) <= at {
		t.fault++
	}
	if t.fault < len(t.faults) && int(t.faults[t.fault]) < t.end {
		return false
	}
	t.root, t.next, t.usable = uint32(t.next), end, true
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

// trim forgets the tokens before the next.
func (t *Tape) trim() {
	t.pos = t.pos[:copy(t.pos, t.pos[t.next:])]
	t.faults = t.faults[:copy(t.faults, t.faults[t.fault:])]
	t.doubtful = t.doubtful[:copy(t.doubtful, t.doubtful[t.doubt:])]
	t.next, t.fault, t.doubt = 0, 0, 0
}

// ahead is how many tokens one step of walk may look at.
const ahead = 4

// fill makes ahead tokens from i on readable, which at the end of the text are copies
// of its last byte. It reports false if there is no token i.
func (t *Tape) fill(i int) bool {
	for len(t.pos) < i+ahead && t.more() {
	}
	n := len(t.pos)
	t.pos = grow(t.pos, slack)
	for j := range ahead {
		t.pos[:n+ahead][n+j] = uint32(len(t.data) - 1)
	}
	if len(t.link) < cap(t.pos) {
		t.link = append(make([]uint32, 0, cap(t.pos)), t.link...)[:cap(t.pos)]
	}
	return i < n
}

// object goes over the tokens of the object that begins with token i as walk does, and reads its members.
func (t *Tape) object(i int) (int, bool) {
	if !t.fill(i) {
		return 0, false
	}
	root, r := i, t.reader()
	m := &t.cache[root%cached]
	d, pos, limit := t.data, t.pos, 0
	for i++; ; {
		if i >= limit {
			if !t.fill(i) {
				return 0, false
			}
			limit = max(len(t.pos)-ahead, i) + 1
			pos = t.pos[:len(t.pos)+ahead]
		}
		p := int(pos[i])
		if d[p] != '"' {
			if d[p] != '}' {
				return 0, false
			}
			t.link[root], t.end = uint32(i), p+1
			m.finish(r, uint32(root), uint32(i))
			return i + 1, i < len(t.pos)
		}
		e := int(pos[i+1])
		if e+1 >= len(d) || d[e+1] != ':' && after(d, e+1) != ':' {
			return 0, false
		}
		i += 2
		from := p + 1
		p = int(pos[i])
		c := d[p]
		if r.n < most {
			m.values[r.n] = uint16(i - root)
			if q := r.at.child; q.called(d, from, e) {
				r.at = q
			} else {
				r.at = t.step(r.at, from, e)
			}
			if r.kinds = r.kinds<<4 | uint64(shapeKinds[c]); r.n%16 == 15 {
				r.shape, r.kinds = scramble(r.shape^r.kinds), 0
			}
		}
		r.n++
		switch c {
		case '"':
			e := int(pos[i+1]) + 1
			if e >= len(d) || d[e] != ',' && d[e] != '}' && after(d, e) == ':' {
				return 0, false
			}
			i += 2
		case '{', '[':
			var ok bool
			if i, ok = t.walk(i, 1); !ok {
				return 0, false
			}
			limit = 0
		case 't', 'f', 'n':
			if !literal(d, p, c) {
				return 0, false
			}
			i++
		default:
			to := stop(d, int(pos[i+1]))
			if (c == '0' || !spells(d, p, to) || !ends[d[to]]) && !quickNumber(d, p) {
				return 0, false
			}
			i++
		}
	}
}

// walk goes over the tokens of the array or object that begins with token i and links its
// brackets. It returns the token behind it and sets t.end. Around
// it are top others.
// The index has seen to it that values, commas and colons follow each other as they
// may, where no fault says otherwise; the walk sees to names, nesting and scalars.
func (t *Tape) walk(i, top int) (int, bool) {
	var stack [MaxDepth]uint32
	var pos []uint32
	depth, limit := top, 0
	object := false
	d := t.data
	for {
		if i >= limit {
			if !t.fill(i) {
				return 0, false
			}
			limit = max(len(t.pos)-ahead, i) + 1
			pos = t.pos[:len(t.pos)+ahead]
		}
		p := int(pos[i])
		c := d[p]
		if object {
			if c == '"' {
				e := int(pos[i+1]) + 1
				if e >= len(d) || d[e] != ':' && after(d, e) != ':' {
					return 0, false
				}
				i += 2
				p = int(pos[i])
				c = d[p]
			} else if c != '}' {
				return 0, false
			}
		}
		switch c {
		case '"':
			e := int(pos[i+1]) + 1
			if e >= len(d) || d[e] != ',' && d[e] != '}' && d[e] != ']' && after(d, e) == ':' {
				return 0, false
			}
			i += 2
			continue
		case '{', '[':
			if depth == MaxDepth {
				return 0, false
			}
			stack[depth] = uint32(i)
			depth++
			object = c == '{'
			i++
			continue
		case 't', 'f', 'n':
			if !literal(d, p, c) {
				return 0, false
			}
			i++
			continue
		case '}', ']':
			if object != (c == '}') {
				return 0, false
			}
			depth--
			t.link[stack[depth]] = uint32(i)
			i++
			if depth == top {
				t.end = p + 1
				return i, i <= len(t.pos)
			}
			object = d[pos[stack[depth-1]]] == '{'
			continue
		}
		to := stop(d, int(pos[i+1]))
		if (c == '0' || !spells(d, p, to) || !ends[d[to]]) && !quickNumber(d, p) {
			return 0, false
		}
		i++
	}
}

// after returns the byte that follows white space at i, 0 for none.
func after(d []byte, i int) byte {
	for i < len(d) && isSpace(d[i]) {
		i++
	}
	if i == len(d) {
		return 0
	}
	return d[i]
}

// literal reports whether the word that begins with c stands at i and ends there.
func literal(d []byte, i int, c byte) bool {
	w := words[c>>1&7]
	i += w.n
	return i < len(d) && binary.LittleEndian.Uint32(d[i-4:]) == w.last && ends[d[i]]
}

// words are true, false and null, by three bits of their first bytes: lengths and last four bytes.
var words = [8]struct {
	n    int
	last uint32
}{'t' >> 1 & 7: {4, 't' | 'r'<<8 | 'u'<<16 | 'e'<<24}, 'f' >> 1 & 7: {5, 'a' | 'l'<<8 | 's'<<16 | 'e'<<24}, 'n' >> 1 & 7: {4, 'n' | 'u'<<8 | 'l'<<16 | 'l'<<24}}

// ends are the bytes that may follow a number or literal.
var ends = [256]bool{' ': true, '\t': true, '\n': true, '\r': true, ',': true, ']': true, '}': true}

// quickNumber reports whether a number stands at i and something follows it.
func quickNumber(d []byte, i int) bool {
	if i+1 < len(d) && ends[d[i+1]] {
		return d[i]-'0' <= 9
	}
	n := i
	if d[i]-'1' <= 8 {
		for n+8 <= len(d) {
			_, k := leading(d[n:])
			if n += k; k < 8 {
				break
			}
		}
		if n < len(d) && ends[d[n]] { // else perhaps digits go on
			return true
		}
	}
	n, ok := numberEnd(d, i)
	return ok && n < len(d) && ends[d[n]]
}
