package zstd

import "github.com/klauspost/compress/huff0"

// readLiterals reads the literals of a block (RFC 8878, section 3.1.1.3.1), and returns how many there are and what stands
// behind them.
func (z *Reader) readLiterals(b []byte) (n int, rest []byte, err error) {
	if z.literals == nil {
		z.literals = make([]byte, maxBlock+slack)
	}
	if len(b) == 0 {
		return 0, nil, ErrLiterals
	}
	kind, format := b[0]&3, b[0]>>2&3
	size := 0 // of what they are coded in
	if kind == stored || kind == repeated {
		header := []int{1, 2, 1, 3}[format]
		if len(b) < header {
			return 0, nil, ErrLiterals
		}
		n = int(number(b[:header]) >> []int{3, 4, 3, 4}[format])
		b = b[header:]
		if size = n; kind == repeated {
			size = 1
		}
	} else {
		header, width := []int{3, 3, 4, 5}[format], []int{10, 10, 14, 18}[format]
		if len(b) < header {
			return 0, nil, ErrLiterals
		}
		sizes := number(b[:header]) >> 4
		n, size = int(sizes&(1<<width-1)), int(sizes>>width)
		b = b[header:]
	}
	if n > z.blockMax || size > len(b) {
		return 0, nil, ErrLiterals
	}
	coded, rest := b[:size], b[size:]
	switch kind {
	case stored:
		copy(z.literals, coded)
	case repeated:
		fill(z.literals[:n], coded[0])
	default:
		err = z.decodeLiterals(n, coded, kind == compressed, format > 0)
	}
	return n, rest, err
}

// decodeLiterals reads n literals in a Huffman code, which stands before them or is that of an earlier block. They lie in one stream
// or in four.
func (z *Reader) decodeLiterals(n int, b []byte, described, four bool) (err error) {
	if described {
		if z.huffman == nil {
			z.huffman = &huff0.Scratch{MaxDecodedSize: maxBlock}
		}
		z.coded = false
		if z.huffman, b, err = huff0.ReadTable(b, z.huffman); err != nil {
			z.huffman = nil
			return ErrCode
		}
		z.coded = true
	}
	if !z.coded {
		return ErrLiterals
	}
	var out []byte
	if four {
		out, err = z.huffman.Decoder().Decompress4X(z.literals[:0:n], b)
	} else {
		out, err = z.huffman.Decoder().Decompress1X(z.literals[:0:n], b)
	}
	if err != nil || len(out) != n {
		return ErrLiterals
	}
	return nil
}
