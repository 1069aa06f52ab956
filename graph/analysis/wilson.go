package analysis

import "math"

// wilson returns the 95 % interval of the share k of n by Wilson's score
// method (J. Am. Stat. Assoc. 22, 1927, doi:10.1080/01621459.1927.10502953), which stays inside [0,1] and
// holds for small n. Without observations it is [0,1]: nothing is known.
func wilson(k, n int) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	const z = 1.959963984540054 // the 97.5 % point of the standard normal
	size, p := float64(n), float64(k)/float64(n)
	scale := 1 + float64(z*z)/size
	mid := (p + float64(z*z)/(2*size)) / scale
	half := z * math.Sqrt(float64(p*(1-p))/size+float64(z*z)/float64(4*size*size)) / scale
	low, high = max(0, mid-half), min(1, mid+half)
	if k == 0 {
		low = 0 // exactly, whatever rounding left
	}
	if k == n {
		high = 1
	}
	return low, high
}
