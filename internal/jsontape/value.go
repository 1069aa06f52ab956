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
	if len(t.nodes) == 0 {
		return Value{}
	}
	return Value{t, 0}
}

func (v Value) node() *node { return &v.t.nodes[v.i] }

// Kind returns the kind of v, None if it is absent.
func (v Value) Kind() Kind {
	if v.t == nil {
		return None
	}
	return v.node().kind
}

// Exists reports whether v is there and not null.
func (v Value) Exists() bool { k := v.Kind(); return k != None && k != Null }

// Offset returns where v begins in the parsed data, the quote of a string included.
func (v Value) Offset() int {
	if v.t == nil {
		return 0
	}
	if n := v.node(); n.kind == String {
		return int(n.start) - 1
	}
	return int(v.node().start)
}

// Raw returns the bytes of v, a string with its quotes. They belong to the
// parsed data.
func (v Value) Raw() []byte {
	if v.t == nil {
		return nil
	}
	n := v.node()
	if n.kind == String {
		return v.t.data[n.start-1 : n.end+1]
	}
	return v.t.data[n.start:n.end]
}

// Token returns the bytes of a number or literal, or those between the
// quotes of a string, escapes and all. They belong to the parsed data.
func (v Value) Token() []byte {
	if v.t == nil {
		return nil
	}
	n := v.node()
	return v.t.data[n.start:n.end]
}

// Text returns the text of a string, unescaped and valid UTF-8; "" for any
// other kind. The string is a copy.
func (v Value) Text() string {
	if v.Kind() != String {
		return ""
	}
	n := v.node()
	s := v.t.data[n.start:n.end]
	if n.escaped || !utf8.Valid(s) {
		return unescape(s)
	}
	return string(s)
}

// equal reports whether the text of string node i is s.
func (t *Tape) equal(i uint32, s string) bool {
	n := &t.nodes[i]
	b := t.data[n.start:n.end]
	if n.escaped {
		return unescape(b) == s
	}
	return string(b) == s
}

// Get returns the first member called key, exactly so, of an object; the zero
// Value if there is none or v is no object. Cost: linear in the number of members.
func (v Value) Get(key string) Value {
	if v.Kind() != Object {
		return Value{}
	}
	t := v.t
	for i, end := v.i+1, v.node().next; i < end; i = t.nodes[i+1].next {
		if n := &t.nodes[i]; (n.escaped || int(n.end-n.start) == len(key)) && t.equal(i, key) {
			return Value{t, i + 1}
		}
	}
	return Value{}
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
		for i, end := v.i+1, v.node().next; i < end; i = v.t.nodes[i].next {
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
		for i, end := v.i+1, v.node().next; i < end; i = v.t.nodes[i+1].next {
			if !yield(Value{v.t, i}, Value{v.t, i + 1}) {
				return
			}
		}
	}
}

// Clean reports whether the text of v is UTF-8 and has no lone surrogates.
// Cost: linear in the bytes of v.
func (v Value) Clean() bool {
	if v.t == nil {
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
