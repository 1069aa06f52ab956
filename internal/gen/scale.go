package gen

import (
	"errors"
	"fmt"
	"slices"
)

// ScaleOptions size a world.
type ScaleOptions struct {
	Accounts int // in the lists; at least 100
	Follows  int // about; at least as many as accounts
	Seed     uint64
}

// Scale plans a world of the same kind as the bundled one at any size: owners
// with follower lists in mixed formats, classes, places, and a campaign of one
// tweet for every five accounts.
func Scale(o ScaleOptions) (*World, error) {
	if o.Accounts < 100 || o.Follows < o.Accounts {
		return nil, errors.New("a world needs at least 100 accounts, and as many follows as accounts")
	}
	b := &barrio{World: &World{Name: "scale", Seed: o.Seed}, cast: newCast(o.Seed, date(2021, 4, 5))}
	r := NewRand(o.Seed, "scale")
	tells := func() string {
		return []string{"CU", "VE", "ES", "CO", TellsMultiple, TellsAmbiguous, TellsUnresolved, TellsNone}[r.Weighted([]int{26, 26, 4, 3, 1, 3, 3, 33})]
	}
	owners := max(14, o.Accounts/100)
	for range owners {
		b.Seeds = append(b.Seeds, b.centre(0, b.early(), tells()))
	}
	for i := owners; i < o.Accounts; i++ {
		switch {
		case i%13 == 0:
			b.centres = append(b.centres, b.cdi(b.early(), tells()))
		case i%65 == 1:
			b.brigades = append(b.brigades, b.brigade(Pick(r, states()).name, "", tells()))
		default:
			b.individuals = append(b.individuals, b.individual(tells()))
		}
	}
	b.Accounts = b.made
	b.scaleLists(r, o.Follows)
	b.scaleTweets(r, o.Accounts/5)
	b.scaleFiles(o)
	b.sortFiles()
	return b.World, nil
}

// scaleLists gives every account to one list, and then draws until there are enough.
func (b *barrio) scaleLists(r *Rand, follows int) {
	drafts, members := make([]draft, len(b.Seeds)), make([][]int, len(b.Seeds)) // members by index in b.made
	weights := make([]int, len(b.Seeds))
	for i := range drafts {
		drafts[i] = draft{}
		weights[i] = 1 + 3000/(i+10)
	}
	chances := sums(weights)
	n := 0
	place := func(j int) {
		i, a := r.Among(chances), b.made[j]
		if len(drafts[i]) > len(b.made)*9/10 { // full: any other will do
			i = r.N(len(drafts))
		}
		if b.Seeds[i] != a && !drafts[i][a] {
			drafts[i][a] = true
			members[i] = append(members[i], j)
			n++
		}
	}
	for j := range b.made {
		place(j)
	}
	for tries := 0; n < follows && tries < 20*follows; tries++ {
		place(r.N(len(b.made)))
	}
	for i, s := range b.Seeds {
		slices.Sort(members[i])
		in := make([]*Account, len(members[i]))
		for k, j := range members[i] {
			in[k] = b.made[j]
		}
		l := drafts[i].list(r, s, "followers", in, date(2021, 4, 18))
		s.Followers = len(l.Members)
		b.Lists = append(b.Lists, l)
	}
}

// scaleTweets writes a campaign with a third of originals.
func (b *barrio) scaleTweets(r *Rand, n int) {
	s := &scribe{r: r, ids: b.ids}
	from := campaignFrom()
	for range n/3 + 1 {
		s.write(Pick(r, b.made), r.Time(from, from.AddDate(0, 0, 16)), Pick(r, campaignTexts()), []string{mainTag})
	}
	first := slices.Clone(s.originals)
	for len(s.out) < n {
		at := r.Time(from.AddDate(0, 0, 8), from.AddDate(0, 0, 17))
		s.repeat(Pick(r, b.made), at, first)
	}
	sortTweets(s.out)
	b.Tweets = s.out
}

// scaleFiles writes the lists in four formats by turns, every profile in one
// file of v1.1 users, and the campaign by both APIs.
func (b *barrio) scaleFiles(o ScaleOptions) {
	var hints []hint
	for i, s := range b.Seeds {
		l := b.Lists[i]
		stem := fmt.Sprintf("followers/%04d_", i) + s.Handle
		h := hint{stem + ".txt", "followers", s}
		switch i % 4 {
		case 0:
			b.file(stem+".jsonl", V2ListPages(l, 1000, listsAt()))
			continue
		case 1:
			h.file = stem + "_*.json"
			b.addPages(stem, V1ListPages(l, 200), false)
		case 2:
			b.file(stem+".txt", IDLines(l))
		default:
			h.file = stem + ".csv"
			b.file(stem+".csv", CSVFollowers([]List{l}, ',', false, false))
		}
		hints = append(hints, h)
	}
	var users, statuses [][]byte
	for _, a := range b.made {
		users = append(users, V1User(a))
	}
	half := len(b.Tweets) / 2
	for _, t := range b.Tweets[:half] {
		statuses = append(statuses, V1Tweet(t))
	}
	b.file("profiles/users.jsonl.gz", Gzip(lines(users)))
	b.file("hashtag/v1.jsonl", lines(statuses))
	b.file("hashtag/v2.jsonl", V2Search(b.Tweets[half:], 100, "%23"+mainTag, campaignAt()))
	b.file("case.toml", b.caseFile("Barrio Adentro: mundo sintético", hints))
	b.file("ORIGIN", b.origin(fmt.Sprintf("scale -accounts %d -follows %d -seed %d -o FOLDER", o.Accounts, o.Follows, o.Seed)))
}
