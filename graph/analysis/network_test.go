package analysis

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/community"
)

// followsOf returns the input of a follow network over n invented accounts, of
// which the first owner has the only list.
func followsOf(n int, pairs ...[2]int32) *Input {
	snap := &adentro.Snapshot{Accounts: make([]adentro.Account, n)}
	for u := range snap.Accounts {
		snap.Accounts[u].Key = adentro.IDKey(uint64(u) + 1)
	}
	if len(pairs) > 0 {
		snap.Lists = []adentro.List{{Owner: pairs[0][1], Kind: adentro.Followers}}
	}
	var follows []graph.Edge
	for _, p := range pairs {
		follows = append(follows, graph.Edge{From: p[0], To: p[1]})
	}
	return &Input{Snap: snap, Case: &adentro.Case{}, Follows: newGraph(n, follows), Seed: 1}
}

func network(t *testing.T, in *Input) *Network {
	t.Helper()
	var out Results
	if err := runNetwork(context.Background(), in, &out); err != nil {
		t.Fatal(err)
	}
	return out.Network
}

func warningCodes(notes []adentro.Note) (out []string) {
	for _, n := range notes {
		out = append(out, n.Code)
	}
	return out
}

func TestNetworkByHand(t *testing.T) {
	// 1 and 2 follow each other, 3 follows 2; 5 follows 4; 0 is alone.
	n := network(t, followsOf(6, [2]int32{1, 2}, [2]int32{2, 1}, [2]int32{3, 2}, [2]int32{5, 4}))
	if n.Kind != "follows" || n.Nodes != 5 || n.Edges != 4 || n.Reciprocity != 0.5 || n.Components != 2 || n.Communities != 2 || !n.Exact {
		t.Errorf("got %s: %d nodes, %d edges, reciprocity %v, %d components, %d communities, exact %v; want follows: 5, 4, 0.5, 2, 2, true",
			n.Kind, n.Nodes, n.Edges, n.Reciprocity, n.Components, n.Communities, n.Exact)
	}
	if want := []int32{-1, 0, 0, 0, 1, 1}; !slices.Equal(n.Component, want) || !slices.Equal(n.Community, want) {
		t.Errorf("got components %v, communities %v, want %v for both", n.Component, n.Community, want)
	}
	// A counts pairs both ways: within 6 of 8 and 2 of 8, volumes alike.
	if want := 1 - (0.75*0.75 + 0.25*0.25); math.Abs(n.Modularity-want) > 1e-12 {
		t.Errorf("modularity: got %v, want %v", n.Modularity, want)
	}
	if want := []float64{0, 0, 1, 0, 0, 0}; !slices.Equal(n.Betweenness, want) {
		t.Errorf("betweenness: got %v, want %v", n.Betweenness, want)
	}
	sum := 0.0
	for _, x := range n.PageRank {
		sum += x
	}
	if n.PageRank[0] != 0 || math.Abs(sum-1) > 1e-9 {
		t.Errorf("PageRank: %v, want 0 for the account without links and a sum of 1", n.PageRank)
	}
	for _, c := range n.Columns {
		if len(c.Score)+len(c.Group) != 6 || (c.Score == nil) == (c.Group == nil) {
			t.Errorf("column %s: %d scores, %d groups, want one of them for 6 accounts", c.Name, len(c.Score), len(c.Group))
		}
	}
	if got, want := n.Warnings, []adentro.Note{{Code: "sampling_artefact", Args: []string{"1", "5"}}}; !reflect.DeepEqual(got, want) {
		t.Errorf("warnings: got %v, want %v", got, want)
	}
}

// TestNetworkUnstable: links at random have no communities, and the result says so.
func TestNetworkUnstable(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pairs := make([][2]int32, 600)
	for i := range pairs {
		pairs[i] = [2]int32{r.Int32N(200), r.Int32N(200)}
	}
	n := network(t, followsOf(200, pairs...))
	unstable := 0
	for _, c := range n.Columns {
		if c.Name != "community_stability" {
			continue
		}
		for _, s := range c.Score {
			if s < community.Dissolved {
				unstable++
			}
		}
	}
	if unstable < 100 {
		t.Errorf("%d accounts below %v, want 100 or more", unstable, community.Dissolved)
	}
	want := adentro.Note{Code: "communities_unstable", Args: []string{itoa(unstable), itoa(n.Nodes), "20"}}
	if !slices.ContainsFunc(n.Warnings, func(w adentro.Note) bool { return reflect.DeepEqual(w, want) }) {
		t.Errorf("warnings %v, want %v among them", n.Warnings, want)
	}
	for _, f := range n.Facts {
		if f.Name == "community_agreement" && !(f.Value < 0.7 && f.N == 20) || f.Name == "unstable_accounts" && (f.Value != float64(unstable) || f.N != int64(n.Nodes)) {
			t.Errorf("fact %+v, with %d unstable", f, unstable)
		}
	}
}

func TestNetworkOfActs(t *testing.T) {
	in := followsOf(4)
	ref := func(u int32) adentro.AccountRef { return adentro.AccountRef{Key: in.Snap.Accounts[u].Key, Index: u} }
	for _, p := range [][2]int32{{0, 1}, {0, 1}, {2, 1}} {
		in.Snap.Tweets = append(in.Snap.Tweets, adentro.Tweet{Author: ref(p[0]), Mentions: []adentro.Mention{{AccountRef: ref(p[1])}}})
	}
	n := network(t, in)
	if n.Kind != "interactions" || n.Nodes != 3 || n.Edges != 2 || n.Graph.EdgeWeight(0, 1) != 2 {
		t.Errorf("got %s with %d nodes and %d edges, weight %v, want interactions with 3 and 2, weight 2", n.Kind, n.Nodes, n.Edges, n.Graph.EdgeWeight(0, 1))
	}
	if got := warningCodes(n.Warnings); !slices.Equal(got, []string{"network_of_acts"}) {
		t.Errorf("warnings: got %v, want network_of_acts", got)
	}
}

func TestNetworkEmpty(t *testing.T) {
	for _, accounts := range []int{0, 3} {
		in := followsOf(accounts)
		n := network(t, in)
		if n.Kind != "follows" || n.Nodes != 0 || n.Edges != 0 || n.Components != 0 || n.Communities != 0 || n.Modularity != 0 || !math.IsNaN(n.Reciprocity) {
			t.Errorf("%d accounts: got %+v", accounts, n)
		}
		if got := warningCodes(n.Warnings); !slices.Equal(got, []string{"network_empty"}) {
			t.Errorf("%d accounts: warnings %v, want network_empty", accounts, got)
		}
		out := &Results{Population: &Population{}, Classes: &Classes{Primary: make([]int32, accounts)}, Network: n}
		if err := runDrawing(context.Background(), in, out); err != nil || out.Drawing.Business != nil || out.Drawing.Overview != nil {
			t.Errorf("%d accounts: drawing %+v, %v, want no view", accounts, out.Drawing, err)
		}
	}
}

func TestNetworkSampled(t *testing.T) {
	var pairs [][2]int32
	for u := int32(1); u <= 20001; u++ {
		pairs = append(pairs, [2]int32{u, u / 3})
	}
	one := followsOf(20002, pairs...)
	one.Workers = 1
	n := network(t, one)
	if n.Exact || !slices.Contains(warningCodes(n.Warnings), "betweenness_sampled") {
		t.Errorf("exact %v, warnings %v, want a sample and the note of it", n.Exact, n.Warnings)
	}
	eight := *one
	eight.Workers = 8
	// NaN is not equal to itself: Columns repeat what the slices hold.
	again := network(t, &eight)
	n.Columns, again.Columns = nil, nil
	if !reflect.DeepEqual(n, again) {
		t.Error("8 workers: the network differs from that of 1")
	}
}
