package report

import (
	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

func (e *edition) networkSection() section {
	r := e.Results.Network
	if r == nil || r.Edges == 0 {
		s := e.section("network", nil)
		s.say(e.word("empty.network"))
		return s
	}
	s := e.section("network", &r.Result)
	s.say(e.html(say("network.intro", e.l.Raw("kind."+r.Kind), e.l.Count("count.accounts", int64(r.Nodes)), e.l.Count("count.links", int64(r.Edges)), e.l.Percent(r.Reciprocity))))
	s.say(e.html(say("network.groups", e.l.Count("count.components", int64(r.Components)), e.l.Count("count.communities", int64(r.Communities)), e.l.Float(r.Modularity, 3))))
	e.draw(&s, "overview")
	followed := "followed"
	if r.Kind != string(graph.Follows) {
		followed = "pointed"
	}
	for _, x := range []struct {
		key   string
		score []float64
	}{{followed, r.InDegree}, {"pagerank", r.PageRank}, {"betweenness", r.Betweenness}} {
		t := table{Title: e.word("network." + x.key), Head: e.head("#rank", "account", "#score"), Fold: x.key != followed}
		for i, u := range top(x.score, 20) {
			t.Rows = append(t.Rows, []cell{e.int(i + 1), e.text(e.who(u)), e.number(e.l.Number(x.score[u]))})
		}
		if len(t.Rows) > 0 {
			s.Tables = append(s.Tables, t)
		}
	}
	if !r.Exact {
		s.say(e.word("network.sampled"))
	}
	return s
}

// safeKey returns a key for the page; namespaces of released archives may hold
// anything.
func safeKey(k adentro.Key) string { return safe.Clamp(safe.Visible(k.String()), maxText) }
