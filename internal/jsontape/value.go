package jsontape

import (
	"bytes"
	"iter"
	"unicode/utf8"
)

// A Value is a place on a tape. It is valid until the next Parse. The zero
// Value is absent: every question about it has an answer, and that answer is empty.
type Value struct {
	t *Tape
	i uint32
}

// Root returns the value that Parse read.
func (t *Tape) Root() Value {
	if int(t.root) >= len(t.pos) {
		return Value{}
	}
	return Value{t, t.root}
}

// kinds are the kinds that a value's first byte tells.
var kinds = [256]Kind{
	'n': Null, 'f': False, 't': True, '"': String, '[': Array, '{': Object,
	'-': Number, '0': Number, '1': Number, '2': Number, '3': Number, '4': Number,
	'5': Number, '6': Number, '7': Number, '8': Number, '9': Number,
}

func (t *Tape) kind(i uint32) Kind { return kinds[t.data[t.pos[i]]] }

// closer returns the token that closes the array or object i.
func (t *Tape) closer(i uint32) uint32 { return i + t.link[i] }

// behind returns the token behind value i.
func (t *Tape) behind(i uint32) uint32 {
	switch t.data[t.pos[i]] {
	case '{', '[':
		return t.closer(i) + 1
	case '"':
		return i + 2
	}
	return i + 1
}

// Kind returns the kind of v, None if it is absent.
func (v Value) Kind() Kind {
	if v.t == nil {
		return None
	}
	return v.t.kind(v.i)
}

// Exists reports whether v is there and not null.
func (v Value) Exists() bool { k := v.Kind(); return k != None && k != Null }

// Offset returns where v begins in the parsed data, the quote of a string included.
func (v Value) Offset() int {
	if v.t == nil {
		return 0
	}
	return int(v.t.pos[v.i]) - v.t.base
}

// Raw returns the bytes of v, a string with its quotes. They belong to the
// parsed data.
func (v Value) Raw() []byte {
	if v.t == nil {
		return nil
	}
	t, from := v.t, int(v.t.pos[v.i])
	end := from
	switch t.data[from] {
	case '{', '[':
		end = int(t.pos[t.closer(v.i)]) + 1
	case '"':
		end = int(t.pos[v.i+1]) + 1
	default:
		for end < len(t.data) && !ends[t.data[end]] {
			end++
		}
	}
	return t.data[from:end:end]
}

// Token returns the bytes of a number or literal, or those between the
// quotes of a string, escapes and all. They belong to the parsed data.
func (v Value) Token() []byte {
	raw := v.Raw()
	if len(raw) > 0 && raw[0] == '"' {
		return raw[1 : len(raw)-1]
	}
	return raw
}

// Digits returns the number that a number or string of 1 to 19 digits spells, without sign or
// leading zero; false for all else.
func (v Value) Digits() (uint64, bool) {
	if v.t == nil {
		return 0, false
	}
	if t := v.t; int(v.i)+1 < len(t.pos) {
		from, to := int(t.pos[v.i]), int(t.pos[v.i+1])
		if t.data[from] == '"' {
			from++
		} else {
			to = stop(t.data, to)
		}
		if n, ok := run(t.data, from, to); ok && to-from <= 19 && t.data[from] != '0' {
			return n, true
		}
	}
	d := v.t.data[v.t.pos[v.i]:]
	quoted := d[0] == '"'
	if quoted {
		d = d[1:]
	}
	n, i := digits(d)
	if i == 0 || i > 19 || d[0] == '0' {
		return 0, false
	}
	return n, i == len(d) || quoted && d[i] == '"' || !quoted && ends[d[i]]
}

// AppendDigits appends what Digits says of each element of an array, and the elements' offsets from
// the array. Where Digits says of one element that it spells no such number, or v is no array,
// it reports false, and the slices as they were.
func (v Value) AppendDigits(numbers []uint64, offsets []uint32) ([]uint64, []uint32, bool) {
	if v.Kind() != Array {
		return numbers, offsets, false
	}
	t, end := v.t, v.t.closer(v.i)
	d, pos, base := t.data, t.pos[:end+1], t.pos[v.i]
	n, m := numbers, offsets
	for i := v.i + 1; i < end; {
		token := i
		from, to := int(pos[i]), int(pos[i+1])
		at := from
		if i++; d[from] == '"' {
			at++
			i++
		} else {
			to = stop(d, to)
		}
		x, ok := run(d, at, to)
		if !ok || to-at > 19 || d[at] == '0' {
			if x, ok = (Value{t, token}).Digits(); !ok {
				return numbers, offsets, false
			}
		}
		n, m = append(n, x), append(m, uint32(from)-base)
	}
	return n, m, true
}

// Text returns the text of a string, unescaped and valid UTF-8; "" for any
// other kind. The string is a copy, which may share its memory with those of other values of the
// tape.
func (v Value) Text() string {
	if v.Kind() != String {
		return ""
	}
	return v.t.words.text(v.t.body(v.i), v.t.clean)
}

// body returns the bytes between the quotes of string i.
func (t *Tape) body(i uint32) []byte { return t.data[t.pos[i]+1 : t.pos[i+1]] }

// Get returns the first member called key, exactly so, of an object; the zero
// Value if there is none or v is no object. Cost: going through the members at most once
// for all calls on the same object, with few others between them.
func (v Value) Get(key string) Value {
	if v.Kind() != Object {
		return Value{}
	}
	i, ok := v.t.members(v.i).find(v.t, key)
	if !ok {
		return Value{}
	}
	return Value{v.t, i}
}

// Find returns what Get returns. It goes through the members up to that one each time, and keeps
// nothing: it is for objects that are small and asked once.
func (v Value) Find(key string) Value {
	if v.Kind() != Object {
		return Value{}
	}
	t := v.t
	for name, end := v.i+1, t.closer(v.i); name < end; name = t.behind(name + 2) {
		if t.called(name, key) {
			return Value{t, name + 2}
		}
	}
	return Value{}
}

// Shape returns a number that objects share, but for chance, if and only if they have the same names in the
// same order and values of the same kinds, where true and false are one kind. It is 0 for
// other values, for objects of more than 96 members, and where names come in ever new orders.
func (v Value) Shape() uint64 {
	if v.Kind() != Object {
		return 0
	}
	return v.t.members(v.i).shape
}

// Len returns the number of elements of an array or members of an object.
func (v Value) Len() int {
	n := 0
	switch v.Kind() {
	case Array:
		for range v.Elems() {
			n++
		}
	case Object:
		for range v.Members() {
			n++
		}
	}
	return n
}

// Elems yields the elements of an array in order, nothing for any other kind.
func (v Value) Elems() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if v.Kind() != Array {
			return
		}
		for i, end := v.i+1, v.t.closer(v.i); i < end; i = v.t.behind(i) {
			if !yield(Value{v.t, i}) {
				return
			}
		}
	}
}

// Members yields the names and values of an object in order, repeated names
// too, nothing for any other kind. A name is a Value of kind String.
func (v Value) Members() iter.Seq2[Value, Value] {
	return func(yield func(name, value Value) bool) {
		if v.Kind() != Object {
			return
		}
		for i, end := v.i+1, v.t.closer(v.i); i < end; i = v.t.behind(i + 2) {
			if !yield(Value{v.t, i}, Value{v.t, i + 2}) {
				return
			}
		}
	}
}

// Clean reports whether the text of v is UTF-8 and has no lone surrogates.
// Cost: none where all of the parsed value is known to be, else linear in the bytes of v.
func (v Value) Clean() bool {
	if v.t == nil || v.t.clean {
		return true
	}
	raw := v.Raw()
	if !utf8.Valid(raw) {
		return false
	}
	return !bytes.Contains(raw, []byte(`\u`)) || !loneSurrogate(raw)
}

// loneSurrogate reports whether valid JSON holds \uD800..\uDFFF outside a pair.
func loneSurrogate(s []byte) bool {
	for i := 0; i+1 < len(s); {
		if s[i] != '\\' {
			i++
			continue
		}
		if s[i+1] != 'u' {
			i += 2
			continue
		}
		r := hex4(s[i+2:])
		i += 6
		switch {
		case 0xDC00 <= r && r < 0xE000:
			return true
		case 0xD800 <= r && r < 0xDC00:
			if i+6 > len(s) || s[i] != '\\' || s[i+1] != 'u' {
				return true
			}
			if low := hex4(s[i+2:]); low < 0xDC00 || low >= 0xE000 {
				return true
			}
			i += 6
		}
	}
	return false
}
