package ingest

import "github.com/seed-1b5e0f84/adentro"

// conclude makes accounts of the nodes and, where the operator said so, follows of the edges.
func (g *graphReader) conclude() {
	d := g.d
	h := newHeader(g.names)
	rows := make([]row, len(g.nodes))
	var sample [][]string
	var numbers []uint64
	for i, n := range g.nodes {
		rows[i] = row{cells: make([][]byte, len(g.names))}
		for _, v := range n.values {
			if c, ok := g.columns[v.name]; ok {
				rows[i].cells[c] = []byte(v.value)
			}
		}
		if id, ok := nodeNumber([]byte(n.id)); ok {
			numbers = append(numbers, id)
		}
		if n.rec != nil && len(sample) < 2000 {
			cells := make([]string, len(g.names))
			for c := range cells {
				cells[c] = string(rows[i].cells[c])
			}
			sample = append(sample, cells)
		}
	}
	h.judge(sample)
	ids := judgeNodes(numbers)
	keyed := -1
	if h.named("key") == 0 && h.named("handle") >= 0 && h.named("indegree") >= 0 { // as adentro writes them
		keyed, ids.ours = 0, true
	}
	keys := make([]adentro.Key, len(g.nodes))
	for i, n := range g.nodes {
		id := n.id
		if keyed >= 0 && n.rec != nil {
			id = rows[i].cell(keyed)
		}
		if n.rec == nil {
			if !ids.ours {
				keys[i], _ = ids.key(id)
			}
			continue
		}
		key, reason := d.nodeKey(h, &rows[i], ids, id, n.label)
		d.settle(n.rec, listing{}, reason)
		if reason == "" {
			keys[i] = key
			d.nodeProfile(h, n.rec, &rows[i], key, n.label)
		}
	}
	for _, e := range g.edges {
		left, right := keys[e.left], keys[e.right]
		switch {
		case left.IsZero() || right.IsZero():
			d.warned["edges_lost"]++
		case e.undirected:
			g.name(left, e.off)
			g.name(right, e.off)
			d.warned["undirected_edges"]++
		default:
			g.directed(left, right, e.off)
		}
	}
	if g.x.src.odd > 0 {
		d.warned["odd_bytes"] += g.x.src.odd
	}
	g.finish()
}
