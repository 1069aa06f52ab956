package ingest

import (
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

// The tables of TwiBot-22 (Feng et al., NeurIPS 2022): edge.csv with source_id, relation,
// target_id, label.csv with id, label, and split.csv with id, split. Nodes are called u1301
// if they are accounts and t1301 if they are tweets.

// twibotRelations are the relations between two accounts that are follows, and whether
// the source is the one who follows. "followers" says that the target is among the
// followers of the source; the rows of "following" are held against that.
var twibotRelations = map[string]bool{"following": true, "follow": true, "friend": true, "followers": false, "follower": false}

// opensTwibotEdges reports whether a file begins with the header of edge.csv, which is read as
// one: its two relations of follows are held against each other.
func opensTwibotEdges(head []byte) bool {
	names := firstNames(head)
	slices.Sort(names)
	return slices.Equal(names, []string{"relation", "source_id", "target_id"})
}

func decodeTwibotEdges(d *decoder, w *window) { d.wholeTable(w) }

func readTwibotEdges(d *decoder, h *header) rowReader {
	if len(h.names) != 3 || h.named("sourceid") < 0 || h.named("relation") < 0 || h.named("targetid") < 0 {
		return rowReader{}
	}
	t := &twibotEdges{source: h.named("sourceid"), relation: h.named("relation"), target: h.named("targetid"), follows: follows{d: d}}
	return rowReader{row: t.row, finish: t.finish}
}

type twibotEdges struct {
	source, relation, target int
	reverse                  []pair // rows of "followers", as follower and followed
	follows
}

func (t *twibotEdges) row(rec *record, r *row) {
	relation := strings.ToLower(strings.TrimSpace(r.cell(t.relation)))
	forth, follows := twibotRelations[relation]
	source, target := strings.TrimSpace(r.cell(t.source)), strings.TrimSpace(r.cell(t.target))
	if !follows || strings.HasPrefix(source, "l") || strings.HasPrefix(target, "l") { // an account also follows lists
		t.d.ignore("relation")
		return
	}
	from, q := parseID([]byte(source))
	to, qTo := parseID([]byte(target))
	if q == exact {
		q = qTo
	}
	reason := ""
	if q != exact {
		reason = idReason(q)
	}
	t.d.settle(rec, listing{}, reason)
	switch {
	case reason != "":
	case forth:
		t.add(adentro.IDKey(from), adentro.IDKey(to), rec.off)
	default:
		t.reverse = append(t.reverse, pair{adentro.IDKey(to), adentro.IDKey(from), rec.off})
	}
}

// finish holds the two relations against each other. Rows of "followers" become
// follows unless the rows of "following" agree better with the opposite direction.
func (t *twibotEdges) finish() {
	known := make(map[[2]uint64]bool, len(t.pairs))
	for _, p := range t.pairs {
		known[[2]uint64{p.from.ID, p.to.ID}] = true
	}
	agree, contradict := 0, 0
	for _, p := range t.reverse {
		if known[[2]uint64{p.from.ID, p.to.ID}] {
			agree++
		}
		if known[[2]uint64{p.to.ID, p.from.ID}] {
			contradict++
		}
	}
	if contradict > agree {
		for _, p := range t.reverse {
			t.name(p.from, p.off)
			t.name(p.to, p.off)
		}
		t.d.warned["direction_contradicted"] += int64(len(t.reverse))
		t.lists(adentro.Following, adentro.Stated)
		return
	}
	following := t.pairs
	t.pairs = t.reverse
	t.lists(adentro.Followers, adentro.Stated)
	t.pairs = following
	t.lists(adentro.Following, adentro.Stated)
}

// readTwibotLabels reads label.csv and split.csv. A label is what the data set says.
func readTwibotLabels(d *decoder, h *header) rowReader {
	switch {
	case slices.Equal(h.names, []string{"id", "label"}):
		t := &labelTable{d: d, scheme: "twibot-22", nodes: readNodeTable(d, h)}
		if name := foldName(d.label()); strings.Contains(name, "twibot20") {
			t.scheme = "twibot-20"
		}
		return rowReader{row: t.row}
	case slices.Equal(h.names, []string{"id", "split"}):
		return rowReader{row: func(*record, *row) { d.ignore("split") }}
	}
	return rowReader{}
}

type labelTable struct {
	d      *decoder
	scheme string
	nodes  rowReader // of rows that label a node of a graph
}

func (t *labelTable) row(rec *record, r *row) {
	s, label := strings.TrimSpace(r.cell(0)), strings.ToLower(strings.TrimSpace(r.cell(1)))
	if label != "human" && label != "bot" {
		t.nodes.row(rec, r)
		return
	}
	id, q := parseID([]byte(s))
	if q != exact {
		t.d.reject(rec, idReason(q), details[idReason(q)])
		return
	}
	t.d.accept(rec, listing{})
	p := adentro.Seen(adentro.IDKey(id), rec.sighting())
	p.AddLabel(t.scheme, label)
	t.d.addProfile(p)
}
