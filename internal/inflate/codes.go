package inflate

import "encoding/binary"

// While input and output have that much room, one turn of fast needs no checks: two words of
// input; two entries of literals, the longest copy, and what words write behind its end.
const (
	inMargin  = 16
	outMargin = 2*2 + 258 + 32
)

// codes decodes symbols of a block (RFC 1951, section 3.2.3) to p[n:], until p is full, the block
// ends, or a copy wants what is not in p.
func (z *Reader) codes(p []byte, n int) int {
	for n < len(p) && z.state == inCodes && z.err == nil {
		if len(z.in)-z.pos < inMargin && z.eof == nil {
			z.more()
		}
		if len(z.in)-z.pos >= inMargin && len(p)-n >= outMargin {
			n = z.fast(p, n)
			continue
		}
		e, ok := z.symbol(z.lengths[:], lengthBits)
		switch {
		case !ok:
		case e&isLiteral != 0:
			p[n] = byte(e >> 16)
			n++
		case e&isOther != 0:
			z.other(e)
		default:
			z.match(e)
		}
	}
	return n
}

// other ends a block, or fails.
func (z *Reader) other(e entry) {
	if e&^0xfff != endOfBlock {
		z.fail(ErrSymbol)
		return
	}
	z.state = atBlock
}

// match reads the rest of a copy whose length begins with e.
func (z *Reader) match(e entry) {
	left, ok := z.value(e)
	if !ok {
		return
	}
	if e, ok = z.symbol(z.distances[:], distanceBits); !ok {
		return
	}
	if e&isOther != 0 {
		z.fail(ErrSymbol)
		return
	}
	if z.distance, ok = z.value(e); ok {
		z.state, z.left = inCopy, left
	}
}

// copy makes or goes on with a copy.
func (z *Reader) copy(p []byte, n int) int {
	if z.distance > n+z.behind {
		z.fail(ErrDistance)
		return n
	}
	for z.left > 0 && n < len(p) {
		from := p[max(n-z.distance, 0):n]
		if back := z.distance - n; back > 0 {
			from = z.window[windowSize-back:]
		}
		m := copy(p[n:], from[:min(len(from), z.left)])
		n += m
		z.left -= m
	}
	if z.left == 0 {
		z.state = inCodes
	}
	return n
}

// fast decodes symbols while there is much of both input and output.
func (z *Reader) fast(p []byte, n int) int {
	const lengthMask, distanceMask = 1<<lengthBits - 1, 1<<distanceBits - 1
	in, pos, bits, have := z.in, z.pos, z.bits, z.have
	lengths, distances := &z.lengths, &z.distances
	last := entry(0)
	for pos <= len(in)-inMargin && n <= len(p)-outMargin {
		bits |= binary.LittleEndian.Uint64(in[pos:pos+8:pos+8]) << (have & 63)
		pos += int(63-have) >> 3
		have |= 56
		e := lengths[bits&lengthMask]
		if e&isLiteral != 0 {
			n = put(p, n, e)
			bits >>= e & 63
			have -= uint(e & 63)
			e = lengths[bits&lengthMask]
			if e&isLiteral != 0 {
				n = put(p, n, e)
				bits >>= e & 63
				have -= uint(e & 63)
				continue
			}
		}
		if e&isLink != 0 {
			bits >>= lengthBits
			have -= lengthBits
			e = lengths[(uint(e>>16)+uint(bits)&(1<<(e>>8&15)-1))&(lengthRoom-1)]
			if e&isLiteral != 0 {
				n = put(p, n, e)
				bits >>= e & 63
				have -= uint(e & 63)
				continue
			}
		}
		left := int(e>>16) + int(bits&(1<<(e&63)-1)>>(e>>8&15))
		bits >>= e & 63
		have -= uint(e & 63)
		if e&isOther != 0 {
			last = e
			break
		}
		bits |= binary.LittleEndian.Uint64(in[pos:pos+8:pos+8]) << (have & 63)
		pos += int(63-have) >> 3
		have |= 56
		e = distances[bits&distanceMask]
		if e&isLink != 0 {
			bits >>= distanceBits
			have -= distanceBits
			e = distances[(uint(e>>16)+uint(bits)&(1<<(e>>8&15)-1))&(distanceRoom-1)]
		}
		distance := int(e>>16) + int(bits&(1<<(e&63)-1)>>(e>>8&15))
		bits >>= e & 63
		have -= uint(e & 63)
		if e&isOther != 0 {
			last = invalid
			break
		}
		if distance > n {
			z.state, z.left, z.distance = inCopy, left, distance
			break
		}
		from, to := n-distance, n
		n += left
		if distance < 16 {
			near(p, to, n, distance)
			continue
		}
		words(p, to, from)
		words(p, to+16, from+16)
		for to += 32; to < n; to += 16 {
			words(p, to, to-distance)
		}
	}
	z.pos, z.have = pos-int(have>>3), have&7
	z.bits = bits & (1<<z.have - 1)
	if last != 0 {
		z.other(last)
	}
	return n
}

// put writes one or two literals, and always two bytes.
func put(p []byte, n int, e entry) int {
	binary.LittleEndian.PutUint16(p[n:n+2:n+2], uint16(e>>16))
	return n + 1 + int(e>>13&1)
}

// near copies to p[to:end] from less than 16 bytes back. Each word begins with distance bytes that are
// right, at least.
func near(p []byte, to, end, distance int) {
	for step := min(distance, 8); to < end; to += step {
		binary.LittleEndian.PutUint64(p[to:to+8:to+8], binary.LittleEndian.Uint64(p[to-distance:to-distance+8:to-distance+8]))
	}
}

// words copies 16 bytes within p.
func words(p []byte, to, from int) {
	src := p[from : from+16 : from+16]
	a, b := binary.LittleEndian.Uint64(src), binary.LittleEndian.Uint64(src[8:])
	dst := p[to : to+16 : to+16]
	binary.LittleEndian.PutUint64(dst, a)
	binary.LittleEndian.PutUint64(dst[8:], b)
}
