package analysis

import (
	"context"

	"github.com/seed-1b5e0f84/adentro"
)

var capabilityAnalysis = Analysis{
	Name:   "capability",
	Source: "definition: what each method needs of the data (lists of known owner, references, texts, dates, statuses), counted in the dumps",
	Run: func(_ context.Context, in *Input, out *Results) error {
		out.Capability = capability(in)
		return nil
	},
}

// Capability says which questions the data allow to answer, and what is missing for
// the others.
type Capability struct {
	Result
	Rows []Ability // in the order in which a reader looks for them
}

// An Ability is one question that somebody may ask of the data.
type Ability struct {
	Name    string // key of report/lang, below "ability."
	Allowed Allowance
	By      string         // the analysis of All that answers it; "" where this version has none
	Have    []adentro.Note // what there is for it, with its counts
	Lacks   []adentro.Note // what is missing, or weakens the answer
}

// An Allowance says whether data carry an analysis.
type Allowance string

// The answers. Partly means that an answer holds for a part of the data, or under a
// condition that Ability.Lacks states.
const (
	Allowed    Allowance = "yes"
	PartlyOnly Allowance = "partly"
	NotAllowed Allowance = "no"
)

// leastPosters is how many accounts it takes to act together.
const leastPosters = 2

// capability judges all questions. Cost: linear in accounts, list members and tweets.
func capability(in *Input) *Capability {
	h := hold(in.Snap)
	return &Capability{Result{Name: "capability", Level: Observed}, []Ability{
		h.follows(), h.overlap(), h.order(), h.classes(len(in.Case.Classes)), h.locations(), h.creation(), h.suspensions(),
		h.hashtags(), h.timeline(), h.interactions(), h.coRetweet(), h.coTweet(),
	}}
}

func (a *Ability) have(code string, args ...string) {
	a.Have = append(a.Have, adentro.Note{Code: code, Args: args})
}

// lack says what is missing, and how much of the question that leaves.
func (a *Ability) lack(left Allowance, code string, args ...string) {
	a.Lacks = append(a.Lacks, adentro.Note{Code: code, Args: args})
	if left == NotAllowed || a.Allowed == Allowed {
		a.Allowed = left
	}
}

func ability(name, by string) Ability { return Ability{Name: name, By: by, Allowed: Allowed} }

// unowned tells of lists without an owner and edges without a direction, which a person can mend.
func (h *holdings) unowned(a *Ability, left Allowance) {
	if h.unownedFiles > 0 {
		a.lack(left, "lacks_owners", itoa(h.unownedFiles))
	}
	if h.undirectedFiles > 0 {
		a.lack(left, "lacks_direction", itoa(h.undirectedFiles))
	}
}

func (h *holdings) follows() Ability {
	a := ability("follows", "network")
	if h.lists == 0 {
		a.lack(NotAllowed, "lacks_lists")
		h.unowned(&a, NotAllowed)
		return a
	}
	a.have("have_lists", itoa(h.lists), itoa(h.owners), itoa(h.edges))
	if h.incomplete > 0 {
		a.lack(PartlyOnly, "lacks_complete", itoa(h.incomplete))
	}
	if h.short > 0 {
		a.lack(PartlyOnly, "lacks_declared", itoa(h.short))
	}
	if h.uncertain > 0 {
		a.lack(PartlyOnly, "lacks_completeness", itoa(h.uncertain))
	}
	if h.guessed > 0 {
		a.lack(PartlyOnly, "lacks_stated", itoa(h.guessed))
	}
	h.unowned(&a, PartlyOnly)
	return a
}

func (h *holdings) overlap() Ability {
	a := ability("overlap", "overlap")
	switch max(h.followersOf, h.followingOf) {
	case 0:
		a.lack(NotAllowed, "lacks_lists")
		return a
	case 1:
		a.lack(NotAllowed, "lacks_two_lists")
		return a
	}
	a.have("have_two_lists", itoa(h.followersOf), itoa(h.followingOf))
	if h.incomplete+h.uncertain > 0 {
		a.lack(PartlyOnly, "lacks_whole_lists", itoa(h.incomplete+h.uncertain))
	}
	return a
}

func (h *holdings) order() Ability {
	a := ability("order", "order")
	switch {
	case h.followerLists == 0:
		a.lack(NotAllowed, "lacks_follower_lists")
		return a
	case h.ordered == 0:
		a.lack(NotAllowed, "lacks_ranks")
		return a
	}
	a.have("have_ranks", itoa(h.ordered), itoa(h.followerLists))
	switch {
	case h.dated == 0: // only the creation of followers bounds when they came
		a.lack(NotAllowed, "lacks_creation")
	case h.ordered < h.followerLists:
		a.lack(PartlyOnly, "lacks_some_ranks", itoa(h.followerLists-h.ordered))
	}
	return a
}

func (h *holdings) classes(defined int) Ability {
	a := ability("classes", "classes")
	if h.described == 0 {
		a.lack(NotAllowed, "lacks_descriptions")
		return a
	}
	a.have("have_descriptions", itoa(h.described), itoa(h.accounts))
	if defined == 0 {
		a.lack(NotAllowed, "lacks_classes")
	}
	return a
}

func (h *holdings) locations() Ability {
	a := ability("locations", "locations")
	switch {
	case h.profiled == 0:
		a.lack(NotAllowed, "lacks_profiles")
	case h.asked == 0:
		a.lack(NotAllowed, "lacks_location_fields", itoa(h.profiled))
	case h.located == 0:
		a.have("have_no_location", itoa(h.asked))
		a.lack(NotAllowed, "lacks_locations")
	default:
		a.have("have_locations", itoa(h.located), itoa(h.asked))
		if h.asked < h.accounts {
			a.lack(PartlyOnly, "lacks_some_locations", itoa(h.accounts-h.asked), itoa(h.accounts))
		}
	}
	return a
}

func (h *holdings) creation() Ability {
	a := ability("creation", "creation")
	if h.dated == 0 {
		a.lack(NotAllowed, "lacks_creation")
		return a
	}
	a.have("have_creation", itoa(h.dated), itoa(h.accounts))
	switch {
	case h.dated < minSeries:
		a.lack(NotAllowed, "lacks_enough_creation", itoa(h.dated), itoa(minSeries))
	case h.coarse:
		a.lack(NotAllowed, "lacks_days")
	case h.dated < h.accounts:
		a.lack(PartlyOnly, "lacks_some_creation", itoa(h.accounts-h.dated), itoa(h.accounts))
	}
	return a
}

func (h *holdings) suspensions() Ability {
	a := ability("suspensions", "lost")
	if h.coded+h.labelled > 0 {
		a.have("have_statuses", itoa(h.coded+h.labelled), itoa(h.coded), itoa(h.labelled))
	}
	switch {
	case h.coded+h.labelled+h.absent == 0:
		a.lack(NotAllowed, "lacks_statuses")
	case h.absent > 0:
		a.lack(PartlyOnly, "lacks_reasons", itoa(h.absent))
	}
	return a
}
