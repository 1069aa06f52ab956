package layout

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestQuadtree compares with the sum over all pairs: exact where every cell is
// opened, close at small theta, and near enough at the usual one.
func TestQuadtree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 400).Draw(t, "n")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		// On a coarse lattice many points coincide.
		coarse := rapid.SampledFrom([]float64{16, 64, 1e6}).Draw(t, "lattice")
		places, mass := make([]vec, n), make([]float32, n)
		for i := range places {
			places[i] = vec{float32(math.Floor(r.Float64()*coarse) / coarse), float32(math.Floor(r.Float64()*coarse) / coarse)}
			mass[i] = float32(1 + r.IntN(5))
		}
		for theta, most := range map[float64]float64{1e-6: 1e-4, 0.5: 0.05, 1.2: 0.3} {
			var tree quadtree
			tree.build(places, mass, nil, theta)
			reached := 0
			for _, leaf := range tree.leaves {
				list, near := tree.sources(leaf, nil, nil)
				for _, l := range near {
					c := &tree.cells[l]
					for _, b := range tree.bodies[c.from:c.to] {
						list = append(list, source{b.x, b.y, b.mass, softness})
					}
				}
				c := &tree.cells[leaf]
				for _, b := range tree.bodies[c.from:c.to] {
					reached++
					var wantX, wantY, size float64
					for v, q := range places {
						dx, dy := float64(b.x)-float64(q.x), float64(b.y)-float64(q.y)
						if d2 := dx*dx + dy*dy; d2 > 0 {
							wantX += float64(mass[v]) * dx / d2
							wantY += float64(mass[v]) * dy / d2
							size += float64(mass[v]) / math.Sqrt(d2)
						}
					}
					x, y := push(list, b.x, b.y)
					if off := math.Hypot(float64(x)-wantX, float64(y)-wantY); off > most*(1+size) {
						t.Fatalf("theta %v, node %d of %d: got %v %v, want %v %v", theta, b.node, n, x, y, wantX, wantY)
					}
				}
			}
			if reached != n {
				t.Fatalf("the leaves hold %d bodies of %d", reached, n)
			}
		}
	})
}

// TestQuadtreeCells: each cell's mass and centre are those of its bodies, and the cells below it
// hold the same.
func TestQuadtreeCells(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 0))
	places, mass := make([]vec, 5000), make([]float32, 5000)
	for i := range places {
		places[i] = vec{float32(r.NormFloat64()), float32(math.Exp(3 * r.NormFloat64()))}
		mass[i] = float32(1 + r.IntN(9))
	}
	var tree quadtree
	tree.build(places, mass, nil, 1.2)
	for i, c := range tree.cells {
		var x, y, m float64
		for _, b := range tree.bodies[c.from:c.to] {
			x += float64(b.mass) * float64(b.x)
			y += float64(b.mass) * float64(b.y)
			m += float64(b.mass)
		}
		if math.Abs(m-float64(c.mass)) > 1e-5*m || math.Abs(x/m-float64(c.x)) > 1e-4 || math.Abs(y/m-float64(c.y)) > 1e-4*(1+y/m) {
			t.Fatalf("cell %d: mass %v at %v, %v, want %v at %v, %v", i, c.mass, c.x, c.y, m, x/m, y/m)
		}
		at := c.from
		for j := int32(i) + 1; j < c.end; j = tree.cells[j].end {
			if tree.cells[j].from != at {
				t.Fatalf("cell %d: the part at %d begins at body %d, want %d", i, j, tree.cells[j].from, at)
			}
			at = tree.cells[j].to
		}
		if int32(i)+1 < c.end && at != c.to {
			t.Fatalf("cell %d: its parts end at body %d, want %d", i, at, c.to)
		}
	}
}

// TestCrowd: very many nodes in one place are one mass to each other, not millions of pairs.
func TestCrowd(t *testing.T) {
	places, mass := make([]vec, 50_000), make([]float32, 50_000)
	places[0] = vec{1000, 0}
	for i := range mass {
		mass[i] = 1
	}
	var tree quadtree
	tree.build(places, mass, nil, 1.2)
	for _, leaf := range tree.leaves {
		if list, near := tree.sources(leaf, nil, nil); len(list) > 2 || len(near) > 1 {
			t.Errorf("leaf %d is pushed by %d masses and %d leaves", leaf, len(list), len(near))
		}
	}
}

func TestRadixSort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{0, 1, 2, 100, 255, 256, 1000, 5000}).Draw(t, "n")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		mask := rapid.SampledFrom([]uint32{0, 1, 0xffff, math.MaxUint32}).Draw(t, "mask")
		keys := make([]uint64, n)
		for i := range keys {
			keys[i] = uint64(r.Uint32()&mask)<<32 | uint64(i)
		}
		want := slices.Sorted(slices.Values(keys))
		if got, _ := radixSort(keys, make([]uint64, n)); !slices.Equal(got, want) {
			t.Fatalf("not sorted: %x", got)
		}
	})
}

func TestSpreadBits(t *testing.T) {
	for x, want := range map[uint32]uint32{0: 0, 1: 1, 0b11: 0b0101, 0b1010: 0b01000100, 0xffff: 0x55555555} {
		if got := spreadBits(x); got != want {
			t.Errorf("%b: got %b, want %b", x, got, want)
		}
	}
}
