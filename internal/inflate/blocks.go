package inflate

// header reads the header of a block (RFC 1951, section 3.2.3), or goes to the end behind the last.
func (z *Reader) header() {
	if z.final {
		z.state = atEnd
		return
	}
	if !z.need(3) {
		return
	}
	z.final = z.take(1) == 1
	switch z.take(2) {
	case 0:
		z.take(z.have & 7)
		if !z.need(32) {
			return
		}
		n, not := z.take(16), z.take(16)
		if n != ^not&0xffff {
			z.fail(ErrStored)
			return
		}
		z.state, z.left = inStored, n
	case 1:
		z.fixed()
		z.state = inCodes
	case 2:
		if z.dynamic() {
			z.state = inCodes
		}
	default:
		z.fail(ErrBlockType)
	}
}

// stored copies text that is not compressed. No bits are left when it is called.
func (z *Reader) stored(p []byte) int {
	if z.left == 0 {
		z.state = atBlock
		return 0
	}
	if z.pos == len(z.in) && !z.more() {
		z.cut()
		return 0
	}
	n := copy(p[:min(len(p), z.left)], z.in[z.pos:])
	z.pos += n
	z.left -= n
	return n
}

// fixed makes the tables of section 3.2.6.
func (z *Reader) fixed() {
	var lengths [288 + 32]uint8
	for i := range lengths {
		switch {
		case i < 144:
			lengths[i] = 8
		case i < 256:
			lengths[i] = 9
		case i < 280:
			lengths[i] = 7
		case i < 288:
			lengths[i] = 8
		default:
			lengths[i] = 5
		}
	}
	z.build(lengths[:288], lengths[288:])
}

func (z *Reader) build(lengths, distances []uint8) bool {
	if !build(z.lengths[:], lengths, lengthMeanings[:], lengthBits) || !build(z.distances[:], distances, distanceMeanings[:], distanceBits) {
		z.fail(ErrCode)
		return false
	}
	pair(&z.lengths)
	return true
}

// dynamic reads the codes of a block and makes their tables (section 3.2.7).
func (z *Reader) dynamic() bool {
	if !z.need(14) {
		return false
	}
	nl, nd, nc := z.take(5)+257, z.take(5)+1, z.take(4)+4
	if nl > 286 || nd > 30 {
		z.fail(ErrCode)
		return false
	}
	var ofCodes [19]uint8
	for _, i := range codeOrder[:nc] {
		if !z.need(3) {
			return false
		}
		ofCodes[i] = uint8(z.take(3))
	}
	var codes [1 << codeBits]entry
	if !build(codes[:], ofCodes[:], codeMeanings[:], codeBits) {
		z.fail(ErrCode)
		return false
	}
	var lengths [286 + 30]uint8
	for i := 0; i < nl+nd; {
		e, ok := z.symbol(codes[:], codeBits)
		if !ok {
			return false
		}
		n, length, times := e>>16, uint8(0), 1
		switch {
		case n < 16:
			length = uint8(n)
		case n == 16 && i == 0:
			z.fail(ErrCode)
			return false
		default:
			extra := [...]uint{2, 3, 7}[n-16]
			if !z.need(extra) {
				return false
			}
			times = z.take(extra) + [...]int{3, 3, 11}[n-16]
			if n == 16 {
				length = lengths[i-1]
			}
		}
		if i+times > nl+nd {
			z.fail(ErrCode)
			return false
		}
		for range times {
			lengths[i] = length
			i++
		}
	}
	return z.build(lengths[:nl], lengths[nl:nl+nd])
}

// symbol reads a symbol of a code, and no byte too many. Of two literals it is the first.
func (z *Reader) symbol(table []entry, width uint) (entry, bool) {
	e, n := find(table, width, z.bits)
	for n > z.have {
		if !z.need(z.have + 1) {
			return invalid, false
		}
		e, n = find(table, width, z.bits)
	}
	z.take(n)
	return e, true
}

// find looks up what bits begin with, and how many of them are its code.
func find(table []entry, width uint, bits uint64) (entry, uint) {
	e := table[bits&(1<<width-1)]
	if e&isLink == 0 {
		return e, uint(e >> 8 & 15)
	}
	e = table[uint64(e>>16)+bits>>width&(1<<(e>>8&15)-1)]
	return e, width + uint(e>>8&15)
}

// value reads the extra bits of a length or distance.
func (z *Reader) value(e entry) (int, bool) {
	extra := uint(e&63 - e>>8&15)
	if !z.need(extra) {
		return 0, false
	}
	return int(e>>16) + z.take(extra), true
}
