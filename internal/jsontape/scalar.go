package jsontape

// scalar reports whether a number or literal stands at i and something that may follow it does.
func scalar(d []byte, i int) bool {
	n, ok := i, false
	if x := &literals[d[i]>>1&7]; d[i] > '9' {
		n += len(x.name)
		ok = n > i && string(d[i:min(n, len(d))]) == x.name
	} else {
		n, ok = numberEnd(d, i)
	}
	return ok && n < len(d) && ends[d[n]]
}

// literals are true, false and null, by three bits of their first bytes.
var literals = func() (table [8]struct {
	word, mask uint64 // the name in its bytes of the first word
	name       string
}) {
	for _, name := range []string{"true", "false", "null"} {
		x, b := &table[name[0]>>1&7], [8]byte{}
		copy(b[:], name)
		x.name, x.word, x.mask = name, le(b[:]), 1<<(8*len(name))-1
	}
	return table
}()

// ends are the bytes that may follow a number or literal.
var ends = [256]bool{' ': true, '\t': true, '\n': true, '\r': true, ',': true, ']': true, '}': true}

// numberEnd returns where the number that begins at i ends, or where it
// breaks off.
func numberEnd(d []byte, i int) (int, bool) {
	digits := func() bool {
		from := i
		for i < len(d) && d[i]-'0' <= 9 {
			i++
		}
		return i > from
	}
	if d[i] == '-' {
		i++
	}
	if i < len(d) && d[i] == '0' {
		i++
	} else if !digits() {
		return i, false
	}
	if i < len(d) && d[i] == '.' {
		i++
		if !digits() {
			return i, false
		}
	}
	if i < len(d) && d[i]|0x20 == 'e' {
		i++
		if i < len(d) && (d[i] == '+' || d[i] == '-') {
			i++
		}
		if !digits() {
			return i, false
		}
	}
	return i, true
}
