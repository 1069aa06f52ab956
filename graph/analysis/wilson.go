package analysis

import "math"

// wilson returns the 95 % interval of the share k of n by Wilson's score
// method (J. Am. Stat. Assoc. 22, 1927, doi:10.1080/01621459.1927.10502953), which stays inside [0,1] and
// holds for small n. Without observations it is [0,1]: nothing is known.
func wilson(k, n int) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	return wilsonShare(float64(k)/float64(n), float64(n))
}

// wilsonShare is wilson of a share p of n observations, which need not be whole: a sample's effective
// size is not.
func wilsonShare(p, n float64) (low, high float64) {
	const z = 1.959963984540054 // the 97.5 % point of the standard normal
	scale := 1 + float64(z*z)/n
	mid := (p + float64(z*z)/(2*n)) / scale
	half := z * math.Sqrt(float64(p*(1-p))/n+float64(z*z)/float64(4*n*n)) / scale
	low, high = max(0, mid-half), min(1, mid+half)
	if p == 0 {
		low = 0 // exactly, whatever rounding left
	}
	if p == 1 {
		high = 1
	}
	return low, high
}
