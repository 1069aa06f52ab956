package jsontape

import "fmt"

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

// strict reads the value at byte at one byte after the other. It is for all that walk leaves:
// strings, numbers and literals that stand alone, values that are cut off, and places of errors.
func (t *Tape) strict(at int, final bool) (int, error) {
	t.pos, t.root = t.pos[:0], 0
	if uint64(len(t.data)) >= MaxLen {
		return 0, &SyntaxError{0, fmt.Errorf("value too long")}
	}
	end, err := t.parse(at, final)
	if e, ok := err.(*SyntaxError); ok {
		e.Pos -= at
	}
	if err != nil {
		t.pos = t.pos[:0]
	}
	t.end = end
	return end - at, err
}

func (t *Tape) parse(i int, final bool) (int, error) {
	d := t.data
	var stack [MaxDepth]uint32
	depth := 0
	want := wantValue
	for {
		for i < len(d) && isSpace(d[i]) {
			i++
		}
		if i == len(d) {
			return i, ErrMore
		}
		c := d[i]
		switch {
		case want == wantColon && c == ':':
			i++
			want = wantValue
			continue
		case want == wantCommaOrEnd && c == ',':
			i++
			want = wantValue
			if d[t.pos[stack[depth-1]]] == '{' {
				want = wantKey
			}
			continue
		case want == wantKey || want == wantKeyOrEnd:
			if c == '"' {
				end, err := t.str(i)
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
				stack[depth] = uint32(len(t.pos))
				depth++
				want = wantValueOrEnd
				if c == '{' {
					want = wantKeyOrEnd
				}
				t.token(i)
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
		if depth == 0 || !t.closes(stack[depth-1], c, want) {
			return i, unexpected(i, c)
		}
		open := stack[depth-1]
		t.link[open] = uint32(len(t.pos)) - open
		t.token(i)
		i++
		depth--
		if depth == 0 {
			return i, nil
		}
		want = wantCommaOrEnd
	}
}

// closes reports whether c, standing where want is expected, closes the array or object that token open opens.
func (t *Tape) closes(open uint32, c byte, want state) bool {
	if want != wantCommaOrEnd && want != wantValueOrEnd && want != wantKeyOrEnd {
		return false
	}
	if t.data[t.pos[open]] == '{' {
		return c == '}'
	}
	return c == ']'
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

func unexpected(i int, c byte) error {
	return &SyntaxError{i, fmt.Errorf("unexpected %q", c)}
}

// scalar reads a string, number or literal at i.
func (t *Tape) scalar(i int, c byte, final bool) (int, error) {
	switch {
	case c == '"':
		return t.str(i)
	case c == '-' || '0' <= c && c <= '9':
		return t.number(i, final)
	case c == 't':
		return t.word(i, "true")
	case c == 'f':
		return t.word(i, "false")
	case c == 'n':
		return t.word(i, "null")
	}
	return i, unexpected(i, c)
}

func (t *Tape) word(i int, word string) (int, error) {
	for j := range len(word) {
		if i+j == len(t.data) {
			return i + j, ErrMore
		}
		if t.data[i+j] != word[j] {
			return i + j, unexpected(i+j, t.data[i+j])
		}
	}
	t.token(i)
	return i + len(word), nil
}

func (t *Tape) number(start int, final bool) (int, error) {
	d := t.data
	i, ok := numberEnd(d, start)
	switch {
	case i == len(d) && !(ok && final):
		return i, ErrMore
	case !ok || i < len(d) && !ends[d[i]]:
		return i, unexpected(i, d[i])
	}
	t.token(start)
	return i, nil
}
