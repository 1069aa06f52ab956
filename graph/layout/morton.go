package layout

import "slices"

// mortonLevels is how many times the plane is halved each way: places closer than
// 2^-16 of its width count as one.
const mortonLevels = 16

// spreadBits puts a zero before each of the lower 16 bits of x.
func spreadBits(x uint32) uint32 {
	x = (x | x<<8) & 0x00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f
	x = (x | x<<2) & 0x33333333
	return (x | x<<1) & 0x55555555
}

// mortonOrder fills keys with the places along the Z-curve over the box (Morton 1966), each
// in the upper half of a word, above its index, and sorts them. spare is as long. side is that of
// the smallest square around places.
func mortonOrder(places []vec, keys, spare []uint64) (sorted, scratch []uint64, side float32) {
	low, side := box32(places)
	scale := float32(0)
	if side > 0 {
		scale = float32(1<<mortonLevels-1) / side
	}
	for i, p := range places {
		x, y := uint32((p.x-low.x)*scale), uint32((p.y-low.y)*scale)
		key := spreadBits(min(x, 1<<mortonLevels-1)) | spreadBits(min(y, 1<<mortonLevels-1))<<1
		keys[i] = uint64(key)<<32 | uint64(uint32(i))
	}
	sorted, scratch = radixSort(keys, spare)
	return sorted, scratch, side
}

// radixSort sorts by the upper half of each word, stably, in three passes. What it
// returns are its arguments, perhaps exchanged.
func radixSort(keys, spare []uint64) (sorted, scratch []uint64) {
	if len(keys) < 256 {
		slices.Sort(keys)
		return keys, spare
	}
	const bits, buckets = 11, 1 << 11
	var count [3][buckets]int32
	for _, k := range keys {
		count[0][k>>32&(buckets-1)]++
		count[1][k>>(32+bits)&(buckets-1)]++
		count[2][k>>(32+2*bits)]++
	}
	for pass := range count {
		next, at := &count[pass], int32(0)
		for b, c := range next {
			next[b] = at
			at += c
		}
		shift := 32 + bits*pass
		for _, k := range keys {
			b := k >> shift & (buckets - 1)
			spare[next[b]] = k
			next[b]++
		}
		keys, spare = spare, keys
	}
	return keys, spare
}

// box32 returns the lower corner of the smallest square around places, and its side.
func box32(places []vec) (low vec, side float32) {
	if len(places) == 0 {
		return vec{}, 0
	}
	low = places[0]
	high := low
	for _, p := range places {
		if p.x < low.x {
			low.x = p.x
		}
		if p.y < low.y {
			low.y = p.y
		}
		if p.x > high.x {
			high.x = p.x
		}
		if p.y > high.y {
			high.y = p.y
		}
	}
	return low, max(high.x-low.x, high.y-low.y)
}
