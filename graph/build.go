package graph

import (
	"fmt"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

// A Kind says which acts are the edges of a network. An edge runs from the
// account that acts to the one acted on.
type Kind string

// The kinds of network.
const (
	Follows      Kind = "follows"      // follower -> followed; unweighted
	Retweets     Kind = "retweets"     // retweeter -> author
	Mentions     Kind = "mentions"     // author -> mentioned
	Replies      Kind = "replies"      // author -> author replied to
	Quotes       Kind = "quotes"       // author -> author quoted
	Interactions Kind = "interactions" // any of the four acts of tweets
)

// Kinds returns the kinds in help order.
func Kinds() []Kind { return []Kind{Follows, Retweets, Mentions, Replies, Quotes, Interactions} }

// ParseKind returns the kind that s names.
func ParseKind(s string) (Kind, error) {
	var names []string
	for _, k := range Kinds() {
		if s == string(k) {
			return k, nil
		}
		names = append(names, string(k))
	}
	return "", fmt.Errorf("no network is called %q; there are %s", s, strings.Join(names, ", "))
}

// MentionSource says which mentions inside retweets are acts of the retweeter.
type MentionSource string

// The sources. A wrapper's text is cut at 140 characters and begins with the
// retweeted author, who is not counted as mentioned; the original's mentions are whole.
const (
	NoMentions       MentionSource = ""         // none: the retweeter repeats the author's words
	WrapperMentions  MentionSource = "wrapper"  // those in the text as the retweet shows it
	OriginalMentions MentionSource = "original" // those of the original message
)

// BuildOptions say what counts as an edge. The zero value counts neither
// links of an account to itself, nor mentions inside retweets, nor the acts of tweets
// that were not collected for themselves.
type BuildOptions struct {
	SelfLinks       bool
	RetweetMentions MentionSource
	Included        bool // acts of tweets that are known only because others refer to them
}

// Build returns the network of kind k over all accounts of s. The weight of an
// edge is the number of tweets by which the one acted on the other, however
// often one tweet does; the follow network is unweighted. O(accounts + acts).
func Build(s *adentro.Snapshot, k Kind, opt BuildOptions) (*Graph, error) {
	if _, err := ParseKind(string(k)); err != nil {
		return nil, err
	}
	switch opt.RetweetMentions {
	case NoMentions, WrapperMentions, OriginalMentions:
	default:
		return nil, fmt.Errorf("mentions inside retweets: %q is neither %q nor %q", opt.RetweetMentions, WrapperMentions, OriginalMentions)
	}
	if k == Follows {
		return FromLists(len(s.Accounts), s.Lists), nil
	}
	var edges []Edge
	var targets []int32
	for i := range s.Tweets {
		t := &s.Tweets[i]
		if t.Author.Key.IsZero() || t.Included && !opt.Included {
			continue
		}
		targets = actedOn(targets[:0], t, k, opt)
		for _, v := range targets {
			if v != t.Author.Index || opt.SelfLinks {
				edges = append(edges, Edge{t.Author.Index, v, 1})
			}
		}
	}
	return New(len(s.Accounts), edges, true)
}

// actedOn appends the accounts that t acts on, each once.
func actedOn(targets []int32, t *adentro.Tweet, k Kind, opt BuildOptions) []int32 {
	add := func(r adentro.AccountRef) {
		if r.Key.IsZero() {
			return
		}
		for _, v := range targets {
			if v == r.Index {
				return
			}
		}
		targets = append(targets, r.Index)
	}
	for _, r := range t.Refs {
		if k == Interactions || k == refKind(r.Kind) {
			add(r.Author)
		}
	}
	if k != Mentions && k != Interactions {
		return targets
	}
	if t.Kind != adentro.Retweet {
		for _, m := range t.Mentions {
			add(m.AccountRef)
		}
		return targets
	}
	switch opt.RetweetMentions {
	case WrapperMentions:
		original, _ := t.Ref(adentro.Retweet)
		for _, m := range t.Wrapper {
			if original.Author.Key.IsZero() || m.Index != original.Author.Index {
				add(m.AccountRef)
			}
		}
	case OriginalMentions:
		for _, m := range t.Mentions {
			add(m.AccountRef)
		}
	}
	return targets
}

// refKind returns the network whose edges references of kind k are.
func refKind(k adentro.TweetKind) Kind {
	switch k {
	case adentro.Retweet:
		return Retweets
	case adentro.Reply:
		return Replies
	case adentro.Quote:
		return Quotes
	}
	return ""
}
