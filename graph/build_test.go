package graph

import (
	"slices"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

// synthetic returns six invented accounts: 1 retweets 0, whose message
// mentions 2 and 3, of which the wrapper shows 0 and 2; 2 replies to 1 and to itself,
// mentioning 1 twice over; 3 quotes 0, and 4 in a tweet
// that is only included; 4 mentions itself; 5 follows 0.
func synthetic() *adentro.Snapshot {
	ref := func(i int32) adentro.AccountRef {
		return adentro.AccountRef{Key: adentro.IDKey(uint64(i) + 10), Index: i}
	}
	mention := func(ids ...int32) (out []adentro.Mention) {
		for _, i := range ids {
			out = append(out, adentro.Mention{AccountRef: ref(i)})
		}
		return out
	}
	tweet := func(author int32, refs ...adentro.Ref) adentro.Tweet {
		return adentro.Tweet{Author: ref(author), Refs: refs, Kind: adentro.KindOf(refs)}
	}
	s := &adentro.Snapshot{Accounts: make([]adentro.Account, 6)}
	for i := range s.Accounts {
		s.Accounts[i].Key = ref(int32(i)).Key
	}
	retweet := tweet(1, adentro.Ref{Kind: adentro.Retweet, Author: ref(0)})
	retweet.Mentions, retweet.Wrapper = mention(2, 3), mention(0, 2)
	original := tweet(0)
	original.Mentions = mention(2, 3)
	reply := tweet(2, adentro.Ref{Kind: adentro.Reply, Author: ref(1)})
	reply.Mentions = mention(1, 1)
	self := tweet(2, adentro.Ref{Kind: adentro.Reply, Author: ref(2)})
	quote := tweet(3, adentro.Ref{Kind: adentro.Quote, Author: ref(0)})
	mirror := tweet(4)
	mirror.Mentions = mention(4)
	nobody := adentro.Tweet{Author: adentro.AccountRef{Index: -1}, Mentions: mention(1)}
	lost := tweet(5, adentro.Ref{Kind: adentro.Retweet, Author: adentro.AccountRef{Index: -1}})
	included := tweet(3, adentro.Ref{Kind: adentro.Quote, Author: ref(4)})
	included.Included = true
	s.Tweets = []adentro.Tweet{original, retweet, reply, self, quote, mirror, nobody, lost, included}
	s.Lists = []adentro.List{{Owner: 0, Kind: adentro.Followers, Members: []int32{5}}}
	return s
}

func TestBuild(t *testing.T) {
	tests := []struct {
		name string
		kind Kind
		opt  BuildOptions
		want []Edge
	}{
		{"follows", Follows, BuildOptions{}, []Edge{{5, 0, 1}}},
		{"retweets", Retweets, BuildOptions{}, []Edge{{1, 0, 1}}},
		{"mentions", Mentions, BuildOptions{}, []Edge{{0, 2, 1}, {0, 3, 1}, {2, 1, 1}}},
		{"mentions, self", Mentions, BuildOptions{SelfLinks: true}, []Edge{{0, 2, 1}, {0, 3, 1}, {2, 1, 1}, {4, 4, 1}}},
		{"mentions, wrapper", Mentions, BuildOptions{RetweetMentions: WrapperMentions}, []Edge{{0, 2, 1}, {0, 3, 1}, {1, 2, 1}, {2, 1, 1}}},
		{"mentions, original", Mentions, BuildOptions{RetweetMentions: OriginalMentions}, []Edge{{0, 2, 1}, {0, 3, 1}, {1, 2, 1}, {1, 3, 1}, {2, 1, 1}}},
		{"replies", Replies, BuildOptions{}, []Edge{{2, 1, 1}}},
		{"replies, self", Replies, BuildOptions{SelfLinks: true}, []Edge{{2, 1, 1}, {2, 2, 1}}},
		{"quotes", Quotes, BuildOptions{}, []Edge{{3, 0, 1}}},
		{"quotes, included", Quotes, BuildOptions{Included: true}, []Edge{{3, 0, 1}, {3, 4, 1}}},
		{"interactions", Interactions, BuildOptions{}, []Edge{{0, 2, 1}, {0, 3, 1}, {1, 0, 1}, {2, 1, 1}, {3, 0, 1}}},
	}
	for _, tt := range tests {
		g, err := Build(synthetic(), tt.kind, tt.opt)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := g.AllEdges(); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
	if _, err := Build(synthetic(), "friends", BuildOptions{}); err == nil {
		t.Error("kind friends: got no error")
	}
	if _, err := Build(synthetic(), Mentions, BuildOptions{RetweetMentions: "both"}); err == nil {
		t.Error("mentions of both: got no error")
	}
	if g, err := Build(&adentro.Snapshot{}, Interactions, BuildOptions{}); err != nil || g.N() != 0 {
		t.Errorf("empty Snapshot: got %v, %v", g, err)
	}
}

func TestTrim(t *testing.T) {
	// 0 and 1 are followed by 2..5, 6 only by itself, 7 by nobody; 1 follows 0.
	edges := []Edge{{1, 0, 1}, {2, 0, 1}, {3, 0, 1}, {4, 0, 3}, {4, 1, 1}, {5, 1, 2}, {6, 6, 1}}
	g := must(New(8, edges, true))
	score := []float64{9, 8, 1, 1, 2, 1, 99, 99}
	keep := []bool{false, false, false, true, false, false, false, true}
	tests := []struct {
		name          string
		opt           TrimOptions
		nodes         []int32
		edges         []Edge
		hiddenN, hidE int
	}{
		{"no limit", TrimOptions{}, []int32{0, 1, 2, 3, 4, 5}, []Edge{{1, 0, 1}, {2, 0, 1}, {3, 0, 1}, {4, 0, 3}, {4, 1, 1}, {5, 1, 2}}, 2, 1},
		{"three by score", TrimOptions{MaxNodes: 3, Scores: [][]float64{score}}, []int32{0, 1, 4}, []Edge{{1, 0, 1}, {2, 0, 3}, {2, 1, 1}}, 5, 4},
		{"kept first", TrimOptions{MaxNodes: 3, Scores: [][]float64{score}, Keep: keep}, []int32{0, 3, 7}, []Edge{{1, 0, 1}}, 5, 6},
		{"five edges", TrimOptions{MaxEdges: 5, Scores: [][]float64{score}}, []int32{0, 1, 2, 3, 4, 5}, []Edge{{1, 0, 1}, {2, 0, 1}, {3, 0, 1}, {4, 0, 3}, {5, 1, 2}}, 2, 2},
	}
	for _, tt := range tests {
		got := Trim(g, tt.opt)
		if !slices.Equal(got.Nodes, tt.nodes) || !slices.Equal(got.Edges, tt.edges) || got.HiddenNodes != tt.hiddenN || got.HiddenEdges != tt.hidE {
			t.Errorf("%s: got %+v, want nodes %v edges %v hidden %d %d", tt.name, got, tt.nodes, tt.edges, tt.hiddenN, tt.hidE)
		}
	}
	if got := Trim(&Graph{}, TrimOptions{MaxNodes: 5, MaxEdges: 5}); len(got.Nodes) != 0 || len(got.Edges) != 0 {
		t.Errorf("empty graph: got %+v", got)
	}
}

func TestInduce(t *testing.T) {
	g := must(New(6, []Edge{{0, 2, 1}, {2, 4, 2}, {4, 2, 3}, {4, 4, 1}, {1, 4, 9}}, true))
	if got, want := Linked(g), []int32{0, 1, 2, 4}; !slices.Equal(got, want) {
		t.Errorf("Linked: got %v, want %v", got, want)
	}
	got, want := Induce(g, []int32{2, 3, 4}).AllEdges(), []Edge{{0, 2, 2}, {2, 0, 3}, {2, 2, 1}}
	if !slices.Equal(got, want) {
		t.Errorf("Induce: got %v, want %v", got, want)
	}
}
