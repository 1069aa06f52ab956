package analysis

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"strconv"
)

// random returns the source of randomness of one item of one analysis, so
// that no draw depends on the order of work: PCG seeded by SHA-256 of seed, analysis and item.
func random(seed uint64, analysis, item string) *rand.Rand {
	h := sha256.Sum256([]byte(strconv.FormatUint(seed, 10) + "\x00" + analysis + "\x00" + item))
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(h[:8]), binary.BigEndian.Uint64(h[8:16])))
}
