package graph

// Edges without weights are scattered in fours: the places of all four are looked up before one is written, because a processor that
// does not know yet where it writes holds back what it reads behind that. Edges to one bucket often follow each other, as those
// to one community do, and each waits for the place of the one before.

// scatterEnds makes entries of edges from keys to nodes, puts them where next says for the buckets of the keys, and moves next on.
func scatterEnds[E entry](keys, nodes []int32, edges []E, next []int64, by dealing) {
	shift, low, unit := by.shift&31, uint32(1)<<(by.shift&31)-1, E(1)<<(by.width&31)
	nodes = nodes[:len(keys)]
	for len(keys) >= 4 && len(nodes) >= 4 {
		t, u, v, w := uint32(keys[0]), uint32(keys[1]), uint32(keys[2]), uint32(keys[3])
		i := next[t>>shift]
		next[t>>shift] = i + 1
		j := next[u>>shift]
		next[u>>shift] = j + 1
		k := next[v>>shift]
		next[v>>shift] = k + 1
		l := next[w>>shift]
		next[w>>shift] = l + 1
		edges[i] = E(t&low)*unit + E(nodes[0]) // a product, for x86 shifts by one register only
		edges[j] = E(u&low)*unit + E(nodes[1])
		edges[k] = E(v&low)*unit + E(nodes[2])
		edges[l] = E(w&low)*unit + E(nodes[3])
		keys, nodes = keys[4:], nodes[4:]
	}
	for n, u := range keys {
		i := next[u>>shift]
		next[u>>shift] = i + 1
		edges[i] = E(uint32(u)&low)*unit + E(nodes[n])
	}
}

// scatterDigit puts entries where next says for a digit of theirs, and moves next on.
func scatterDigit[E entry](edges, into []E, next *[1 << mostDigits]int64, shift uint, mask E) {
	shift, mask = shift&31, mask&(1<<mostDigits-1)
	for len(edges) >= 4 {
		d, e, f, g := edges[0], edges[1], edges[2], edges[3]
		i := next[d>>shift&mask]
		next[d>>shift&mask] = i + 1
		j := next[e>>shift&mask]
		next[e>>shift&mask] = j + 1
		k := next[f>>shift&mask]
		next[f>>shift&mask] = k + 1
		l := next[g>>shift&mask]
		next[g>>shift&mask] = l + 1
		into[i], into[j], into[k], into[l] = d, e, f, g
		edges = edges[4:]
	}
	for _, e := range edges {
		i := next[e>>shift&mask]
		next[e>>shift&mask] = i + 1
		into[i] = e
	}
}

// scatterNodes puts the nodes of entries, which are of so many bits, where next says for their keys, and moves next on.
func scatterNodes[E entry](edges []E, width uint, nodes []int32, next []int64) {
	width &= 31
	low := E(1)<<width - 1
	for len(edges) >= 4 {
		d, e, f, g := edges[0], edges[1], edges[2], edges[3]
		i := next[d>>width]
		next[d>>width] = i + 1
		j := next[e>>width]
		next[e>>width] = j + 1
		k := next[f>>width]
		next[f>>width] = k + 1
		l := next[g>>width]
		next[g>>width] = l + 1
		nodes[i], nodes[j], nodes[k], nodes[l] = int32(d&low), int32(e&low), int32(f&low), int32(g&low)
		edges = edges[4:]
	}
	for _, e := range edges {
		i := next[e>>width]
		next[e>>width] = i + 1
		nodes[i] = int32(e & low)
	}
}
