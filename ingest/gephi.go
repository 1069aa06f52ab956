package ingest

import (
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

// Tables of nodes and of edges, as Gephi reads and writes them and as most graph
// programs do: Source, Target, Type, Weight, and Id, Label. adentro exports both.

// edgeNames are the pairs of names, folded, that head the two ends of an edge.
var edgeNames = [][2]string{{"source", "target"}, {"from", "to"}, {"fromnodeid", "tonodeid"}, {"vertex1", "vertex2"}, {"sourceid", "targetid"}, {"node1", "node2"}}

// readEdgeTable reads tables of edges. Their direction as follows is the operator's to say; the
// tables that adentro writes say themselves which network they are, and so do those of
// NodeXL, where who follows stands first (NodeXL, Social Media Research Foundation).
func readEdgeTable(d *decoder, h *header) rowReader {
	if h.has(colText) {
		return rowReader{}
	}
	for _, pair := range edgeNames {
		left, right := h.named(pair[0]), h.named(pair[1])
		if left < 0 || right < 0 {
			continue
		}
		ids := nodeIDs{real: h.large[left] || h.large[right], rounded: h.rounded[left] || h.rounded[right]}
		ids.ours = slices.Equal(h.names, []string{"Source", "Target", "Type", "Weight", "Kind"})
		t := &edgeTable{h: h, left: left, right: right, kind: h.named("type"), network: -1, ids: ids, follows: follows{d: d}}
		if ids.ours {
			t.network = h.named("kind")
		}
		if pair[0] == "vertex1" {
			t.network = h.named("relationship")
			t.handles = t.network >= 0
		}
		return rowReader{row: t.row, finish: t.finish}
	}
	return rowReader{}
}

// named returns the index of the column with this folded name, or -1.
func (h *header) named(name string) int {
	return slices.IndexFunc(h.names, func(s string) bool { return foldName(s) == name })
}

type edgeTable struct {
	h             *header
	left, right   int
	kind, network int // columns with the type of the edge and the kind of adentro's network; or -1
	ids           nodeIDs
	handles       bool // the ends are handles, as NodeXL has them
	follows
}

func (t *edgeTable) row(rec *record, r *row) {
	left, reason := t.end(r, t.left)
	right, other := t.end(r, t.right)
	if reason == "" {
		reason = other
	}
	t.d.settle(rec, listing{}, reason)
	switch {
	case reason != "":
	case strings.EqualFold(strings.TrimSpace(r.cell(t.kind)), "undirected"):
		t.name(left, rec.off)
		t.name(right, rec.off)
		t.d.warned["undirected_edges"]++
	case t.network >= 0 && strings.HasPrefix(strings.ToLower(r.cell(t.network)), "follow"): // "Followed" and "Follower" in NodeXL
		t.add(left, right, rec.off)
	case t.network >= 0: // who retweets, mentions or answers whom follows nobody by that
		t.name(left, rec.off)
		t.name(right, rec.off)
		t.d.warned["other_edges"]++
	default:
		t.directed(left, right, rec.off)
	}
}

// end reads the account at one end of an edge.
func (t *edgeTable) end(r *row, i int) (adentro.Key, string) {
	if hd := handle(r.cell(i)); t.handles && hd != "" {
		return adentro.HandleKey(hd), ""
	}
	return t.ids.key(r.cell(i))
}

// readNodeTable reads tables of nodes: Id and Label, and what else is known of them.
func readNodeTable(d *decoder, h *header) rowReader {
	id, label := h.named("id"), h.named("label")
	if id < 0 || label < 0 || h.has(colText) {
		return rowReader{}
	}
	ids := nodeIDs{real: h.large[id], rounded: h.rounded[id], ours: len(h.names) > 5 && slices.Equal(h.names[:6], []string{"Id", "Label", "index", "name", "seed", "population"})}
	t := &nodeTable{d: d, h: h.without(id), id: id, label: label, ids: ids}
	return rowReader{row: t.row}
}

// without returns the header as if column i meant nothing; a later column of the same
// meaning takes its place.
func (h *header) without(i int) *header {
	x := *h
	x.cols = slices.Clone(h.cols)
	x.cols[i] = colNone
	x.at = map[column]int{}
	for j, c := range x.cols {
		if _, ok := x.at[c]; !ok && c != colNone {
			x.at[c] = j
		}
	}
	return &x
}

type nodeTable struct {
	d         *decoder
	h         *header // without the node's own id
	id, label int
	ids       nodeIDs
}

func (t *nodeTable) row(rec *record, r *row) {
	d := t.d
	t.h.seen(d, rec, r)
	key, reason := d.nodeKey(t.h, r, t.ids, r.cell(t.id), r.cell(t.label))
	d.settle(rec, listing{}, reason)
	if reason == "" {
		d.nodeProfile(t.h, rec, r, key, r.cell(t.label))
	}
}

// nodeKey returns the key of a node: the account that an attribute names, else its id in
// the graph, or its label where that is a handle marked as one.
func (d *decoder) nodeKey(h *header, r *row, ids nodeIDs, id, label string) (adentro.Key, string) {
	_, numbered := nodeNumber([]byte(strings.TrimSpace(id)))
	if !ids.ours && (h.has(colID) || h.has(colHandle) && !(ids.real && numbered)) {
		if k, reason := d.account(h, r, colID, colHandle); reason != "no_id" {
			return k, reason
		}
	}
	k, reason := ids.key(id)
	if hd := labelHandle(label); hd != "" && !ids.ours && k.ID == 0 {
		return adentro.HandleKey(hd), ""
	}
	return k, reason
}

// labelHandle reads a label that is a handle beyond doubt, as displayed; else "".
func labelHandle(label string) string {
	label = strings.TrimSpace(label)
	if !strings.HasPrefix(label, "@") && !strings.Contains(label, "://") {
		return ""
	}
	return handle(label)
}

// nodeProfile adds what a node says of its account: its attributes, and its label as the name
// of a node that has no other.
func (d *decoder) nodeProfile(h *header, rec *record, r *row, key adentro.Key, label string) {
	p, _ := d.rowSays(h, rec, r, key)
	defer func() { d.addProfile(p) }()
	if i, ok := h.at[colHandle]; ok && !p.Known(adentro.FieldHandle) && !h.numeric[i] {
		if hd := handle(h.get(r, colHandle)); hd != "" {
			p.SetText(adentro.FieldHandle, hd)
		}
	}
	label = strings.TrimSpace(label)
	if _, bare := key.Handle(); label == "" || len(label) > maxNodeID || p.Known(adentro.FieldName) || p.Known(adentro.FieldHandle) {
		return
	} else if hd := labelHandle(label); hd != "" && !bare {
		p.SetText(adentro.FieldHandle, hd)
	} else if key.ID == 0 && !bare && label != strings.TrimPrefix(key.Name, graphSpace+":") {
		p.SetText(adentro.FieldName, label)
	}
}
