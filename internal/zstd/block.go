package zstd

import "github.com/seed-1b5e0f84/adentro/internal/fresh"

// block reads a block (RFC 8878, section 3.1.1.2).
func (z *Reader) block() error {
	b, err := z.take(3)
	if err != nil {
		return err
	}
	h := int(number(b))
	last, kind, size := h&1 != 0, h>>1&3, h>>3
	most := z.blockMax
	if kind == compressed {
		most = maxBlock
	}
	if size > most {
		return ErrBlock
	}
	if kind != repeated {
		b, err = z.take(size)
	} else {
		b, err = z.take(1)
	}
	if err != nil {
		return err
	}
	z.makeRoom()
	text := z.ring[z.at : z.at+z.blockMax]
	n := size
	switch kind {
	case stored:
		copy(text, b)
	case repeated:
		fill(text[:size], b[0])
	case compressed:
		n, err = z.decompress(b)
	default:
		err = ErrBlock
	}
	if err != nil {
		return err
	}
	if z.text += uint64(n); z.sized && z.text > z.size {
		return ErrSize
	}
	if z.checked {
		_, _ = z.sum.Write(text[:n])
	}
	z.at += n
	if last {
		z.state = atEnd
	}
	return nil
}

// makeRoom makes room in the ring for a block and slack. The ring grows with the text, whatever the header announces, until it has room for the
// window and two blocks; then the oldest text, which is beyond the window, gives way.
func (z *Reader) makeRoom() {
	block := z.blockMax + slack
	if whole := z.window + 2*block; z.at+block > len(z.ring) && len(z.ring) < whole {
		grown := fresh.Huge[byte](min(whole, 2*(z.at+block)))
		copy(grown, z.ring[:z.at])
		z.ring = grown
	}
	if z.at+block > len(z.ring) {
		z.lap, z.at = z.at, 0
	}
	z.unread = z.at
}

// Kinds of blocks.
const (
	stored = iota
	repeated
	compressed
)

func fill(b []byte, c byte) {
	for i := range b {
		b[i] = c
	}
}

// decompress puts the text of a compressed block (section 3.1.1.3) behind that before it, and returns its length.
func (z *Reader) decompress(b []byte) (int, error) {
	literals, b, err := z.readLiterals(b)
	if err != nil {
		return 0, err
	}
	count, b, err := z.readTables(b)
	if err != nil {
		return 0, err
	}
	at, used := z.at, 0
	if count > 0 {
		at, used, err = z.sequences(b, count, literals)
	} else if len(b) > 0 {
		err = ErrSequences
	}
	if err != nil {
		return 0, err
	}
	n := at - z.at + literals - used
	if n > z.blockMax {
		return 0, ErrBlock
	}
	copy(z.ring[at:], z.literals[used:literals])
	return n, nil
}

// readTables reads the header of the sequences (section 3.1.1.3.2.1): how many there are, and their tables.
func (z *Reader) readTables(b []byte) (count int, rest []byte, err error) {
	if len(b) == 0 {
		return 0, nil, ErrSequences
	}
	switch c := int(b[0]); {
	case c < 128:
		count, b = c, b[1:]
	case c < 255 && len(b) > 1:
		count, b = (c-128)<<8+int(b[1]), b[2:]
	case c == 255 && len(b) > 2:
		count, b = int(b[1])+int(b[2])<<8+0x7f00, b[3:]
	default:
		return 0, nil, ErrSequences
	}
	if count == 0 {
		return 0, b, nil
	}
	if len(b) == 0 || b[0]&3 != 0 {
		return 0, nil, ErrSequences
	}
	ways := b[0]
	b = b[1:]
	for i := range z.tables {
		if b, err = z.tables[i].read(&meanings[i], &z.decoding.cells[i], ways>>(6-2*i)&3, b); err != nil {
			return 0, nil, err
		}
	}
	return count, b, nil
}
