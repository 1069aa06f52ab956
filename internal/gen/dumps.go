package gen

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// When the lists and the campaign were collected.
func listsAt() time.Time    { return time.Date(2021, 4, 19, 15, 4, 5, 0, time.UTC) }
func campaignAt() time.Time { return time.Date(2021, 4, 18, 2, 30, 0, 0, time.UTC) }

// write puts the world into files, as several people with several tools
// would have saved it over some days.
func (b *barrio) write() {
	hints := b.writeLists()
	b.writeProfiles()
	b.writeCampaign()
	b.file("case.toml", b.caseFile("Barrio Adentro: mundo sintético", hints))
	b.file("ORIGIN", b.origin("barrio-adentro -o testdata/barrio-adentro"))
}

// A hint tells the case file what a list's file does not say.
type hint struct {
	file, kind string
	owner      *Account
}

func (b *barrio) list(owner *Account, kind string) List {
	i := slices.IndexFunc(b.Lists, func(l List) bool { return l.Owner == owner && l.Kind == kind })
	return b.Lists[i]
}

// writeLists writes the followers of the seeds, and whom some of them follow, each
// in a format of its own, and the lists of the two accounts that are no seeds.
func (b *barrio) writeLists() []hint {
	var hints []hint
	var tables []List
	for i, s := range b.Seeds {
		l, h := b.list(s, "followers"), s.Handle
		switch i {
		case 0, 13:
			b.addPages("followers/followers_"+h, V1ListPages(l, 100), false)
		case 1:
			b.file("followers/twarc2_"+h+".jsonl.gz", Gzip(V2ListPages(l, 100, listsAt())))
		case 2:
			b.addPages("followers/followers_"+h, V1ListPages(l, 200), true)
		case 3:
			b.addPages("followers/followers_ids_"+h, V1IDPages(l, 100, false), false)
			hints = append(hints, hint{"followers/followers_ids_" + h + "_*.json", "followers", s})
		case 4:
			b.file("followers/twarc2_"+h+".jsonl", V2ListPages(l, 50, listsAt().Add(time.Hour)))
		case 5:
			b.file("followers/seguidores_"+h+".csv", CSVFollowers([]List{l}, ';', false, true))
			hints = append(hints, hint{"followers/seguidores_" + h + ".csv", "followers", s})
		case 6, 7, 8:
			tables = append(tables, l)
		case 9:
			b.addPages("followers/followers_ids_"+h, V1IDPages(l, 50, true), false)
			hints = append(hints, hint{"followers/followers_ids_" + h + "_*.json", "followers", s})
		case 10:
			b.file("followers/"+h+".txt", IDLines(l))
			hints = append(hints, hint{"followers/" + h + ".txt", "followers", s})
		case 11:
			b.file("followers/twarc2_"+h+".jsonl.zst", Zstd(V2ListPages(l, 1000, listsAt().Add(2*time.Hour))))
		case 12:
			b.file("followers/followers_"+h+".txt.gz", Gzip(IDLines(l)))
		}
	}
	b.file("followers/seguidores_todos.csv", CSVFollowers(tables, ',', true, false))
	hints = append(hints, hint{"followers/seguidores_todos.csv", "followers", nil})
	return append(hints, b.writeFollowing()...)
}

func (b *barrio) writeFollowing() []hint {
	var hints []hint
	for i, s := range b.Seeds {
		h := s.Handle
		switch i {
		case 0, 13:
			b.addPages("following/friends_"+h, V1ListPages(b.list(s, "following"), 100), i == 0)
		case 1:
			b.file("following/twarc2_following_"+h+".jsonl", V2ListPages(b.list(s, "following"), 100, listsAt().Add(3*time.Hour)))
		case 4:
			b.file("following/twarc2_following_"+h+".jsonl.gz", Gzip(V2ListPages(b.list(s, "following"), 1000, listsAt().Add(4*time.Hour))))
		case 6:
			b.addPages("following/friends_ids_"+h, V1IDPages(b.list(s, "following"), 5000, false), false)
			hints = append(hints, hint{"following/friends_ids_" + h + "_1.json", "following", s})
		case 9:
			b.file("following/following_"+h+".txt", IDLines(b.list(s, "following")))
		}
	}
	office, centre := b.ministry[4], b.other[0]
	b.file("followers/twarc2_"+office.Handle+".jsonl.gz", Gzip(V2ListPages(b.list(office, "followers"), 100, listsAt().Add(5*time.Hour))))
	b.addPages("following/friends_"+centre.Handle, V1ListPages(b.list(centre, "following"), 200), true)
	return hints
}

// addPages writes one file a page, numbered from 1.
func (b *barrio) addPages(stem string, pages [][]byte, packed bool) {
	for i, p := range pages {
		path := fmt.Sprintf("%s_%d.json", stem, i+1)
		if packed {
			b.file(path+".gz", Gzip(p))
		} else {
			b.file(path, append(p, '\n'))
		}
	}
}

// writeProfiles writes the profiles of those whom only ids name, and some of the
// others: lookups by v1.1 and v2, one file with damaged lines, the table in which
// the records that it lost survive, and an older table.
func (b *barrio) writeProfiles() {
	r := NewRand(b.World.Seed, "profiles")
	wanted := map[*Account]bool{}
	for _, at := range []int{3, 9, 10, 12} {
		for _, m := range b.list(b.Seeds[at], "followers").Members {
			wanted[m] = true
		}
	}
	for _, at := range []int{6, 9} {
		for _, m := range b.list(b.Seeds[at], "following").Members {
			wanted[m] = true
		}
	}
	for _, a := range slices.Concat(b.Seeds, b.other, b.voices, b.ministry) {
		wanted[a] = true
	}
	all := slices.DeleteFunc(slices.Clone(b.made), func(a *Account) bool { return !wanted[a] })
	Shuffle(r, all)
	third := len(all) / 3
	for i, part := range slices.Collect(slices.Chunk(all[:third], 100)) {
		b.file(fmt.Sprintf("profiles/lookup_%02d.json", i+1), append(V1Users(part), '\n'))
	}
	b.damagedProfiles(all[third : 2*third])
	rest := all[2*third:]
	var pages []byte
	for i, part := range slices.Collect(slices.Chunk(rest, 100)) {
		var lost []*Account
		if i == 0 {
			lost = b.suspended[:len(b.suspended)/2]
		}
		pages = append(pages, V2Lookup(part, lost, listsAt().Add(time.Duration(6+i)*time.Minute))...)
	}
	b.file("profiles/usuarios_twarc2.jsonl.gz", Gzip(pages))
	b.file("profiles/semillas.json", indentUsers(b.Seeds))
	errors := [][]byte{V1Error(63, "")} // whose, nobody can tell any more
	for _, a := range b.suspended[len(b.suspended)-3:] {
		errors = append(errors, V1Error(63, a.Handle))
	}
	b.file("profiles/errores_users_show.jsonl", lines(errors))
	b.oldProfiles(r)
}

// damagedProfiles writes users as JSONL, of which seven lines are spoilt, and
// again those seven as a table.
func (b *barrio) damagedProfiles(as []*Account) {
	var rows [][]byte
	for _, a := range as {
		rows = append(rows, V1User(a))
	}
	at := []int{11, 40, 41, 77, 120, 158, len(as) - 2}
	var spoilt []*Account
	for _, i := range at {
		spoilt = append(spoilt, as[i])
	}
	b.file("profiles/usuarios.jsonl", Damage(lines(rows), at))
	b.file("profiles/recuperados.csv", CSVAccounts(spoilt, ',', false))
}

// oldProfiles writes a table two years older, in which some accounts have another
// place, and one another handle: what is newer must win.
func (b *barrio) oldProfiles(r *Rand) {
	var old []*Account
	people := slices.DeleteFunc(slices.Clone(b.list(b.Seeds[1], "followers").Members), func(a *Account) bool {
		return a.Class != "" || a.Tells != "CU" || a.Created.After(date(2018, 1, 1))
	})
	for i, a := range Sample(r, people, 6) {
		was := *a
		was.Location, was.Followers, was.Tweets = "Caracas, Venezuela", a.Followers/3, a.Tweets/4
		if i == 0 {
			was.Handle = b.handles.take("antes_sint_2019")
		}
		old = append(old, &was)
	}
	b.file("profiles/usuarios_2019-05-11.csv", CSVAccounts(old, ',', false))
}

func indentUsers(as []*Account) []byte {
	users := make([]v1User, len(as))
	for i, a := range as {
		users[i] = makeV1User(a)
	}
	return indent(users)
}

// writeCampaign writes the tweets: v1.1 until the 14th, v2 from the 12th, so
// that three days were saved by both; the control tag apart.
func (b *barrio) writeCampaign() {
	var v1, v2, books []*Tweet
	for _, t := range b.Tweets {
		day := int(t.At.Sub(campaignFrom()) / (24 * time.Hour))
		switch {
		case slices.Contains(t.Tags, controlTag):
			books = append(books, t)
			continue
		case day < 14:
			v1 = append(v1, t)
		}
		if day >= 11 {
			v2 = append(v2, t)
		}
	}
	var rows [][]byte
	for _, t := range v1 {
		rows = append(rows, V1Tweet(t))
	}
	query := "%23" + mainTag
	b.file("hashtag/"+mainTag+"_v1.jsonl.gz", Gzip(lines(rows)))
	b.file("hashtag/"+mainTag+"_v2.jsonl.gz", Gzip(V2Search(v2, 100, query, campaignAt())))
	b.file("hashtag/"+controlTag+".jsonl.gz", Gzip(V2Search(books, 100, "%23"+controlTag, campaignAt().Add(time.Hour))))
}

func (b *barrio) caseFile(title string, hints []hint) []byte {
	var s strings.Builder
	s.WriteString("# A synthetic investigation: no account in it is real.\n")
	fmt.Fprintf(&s, "extends = \"barrio-adentro\"\ntitle = %q\nlanguage = \"es\"\nsynthetic = true\n\nseeds = [\n", title)
	for _, a := range b.Seeds {
		fmt.Fprintf(&s, "  %q,\n", a.Handle)
	}
	s.WriteString("]\n")
	for _, h := range hints {
		fmt.Fprintf(&s, "\n[[list]]\nfile = %q\n", h.file)
		if h.owner != nil {
			fmt.Fprintf(&s, "owner = %q\n", h.owner.Handle)
		}
		fmt.Fprintf(&s, "kind = %q\n", h.kind)
	}
	return []byte(s.String())
}

// origin says where the folder comes from; command is worldgen's, without the name.
func (b *barrio) origin(command string) []byte {
	return fmt.Appendf(nil, `Synthetic data. Everything in this folder is invented.

Made by:  go run ./internal/gen/worldgen %s
Seed:     %d
Licence:  as the project's

No account is real: handles, names, sectors, texts and follows are drawn at random.
Handles and ids that an actual account should bear do so by accident. The dates,
the number of accounts and where they declare to be imitate the published figures
of the Barrio Adentro case; who follows whom and who wrote what do not.
`, command, b.World.Seed)
}
