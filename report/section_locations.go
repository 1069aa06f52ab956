package report

import (
	"html/template"
	"io"
	"slices"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

func (e *edition) locationSection() section {
	r, n := e.Results.Locations, len(e.pop().Members)
	if r == nil || n == 0 {
		s := e.section("locations", nil)
		s.say(e.word("empty.locations"))
		return s
	}
	s := e.section("locations", &r.Result)
	s.say(e.word("locations.intro"))
	if e.pop().WithLocation == 0 {
		s.say(e.word("empty.locations"))
	}
	e.draw(&s, "map")
	e.draw(&s, "locations")
	for _, f := range e.claims(&r.Result, "declares_country", func(f *analysis.Fact) phrase { return e.countryClaim(r, f) }) {
		f.Evidence = nil // the findings at the top have it
		e.find(&s, f)
	}
	told := e.claims(&r.Result, "group_declares", func(f *analysis.Fact) phrase { return e.groupClaim(r, f) })
	e.find(&s, told...)
	if len(told) == 0 && slices.ContainsFunc(r.Contrasts, func(x analysis.CountryContrast) bool { return x.Contrast != nil }) {
		s.say(e.word("locations.nothing"))
	}
	s.Tables = append(s.Tables, e.countryTable(r, n))
	if len(r.Groups) > 1 {
		s.Tables = append(s.Tables, e.groupLocationTable(r))
	}
	if t := e.ruleTable(r); len(t.Rows) > 0 {
		s.Tables = append(s.Tables, t)
	}
	s.Tables = append(s.Tables, e.tierTable(r, n))
	if len(r.Regions) > 0 {
		t := table{Title: e.word("locations.regions"), Head: e.head("region", "#accounts"), Fold: true}
		for _, c := range r.Regions {
			t.Rows = append(t.Rows, []cell{e.text(esc(e.place(c.Code))), e.int(c.N)})
		}
		s.Tables = append(s.Tables, t)
	}
	return s
}

// countryClaim tells how many declare one of the two most declared countries, its rank, and whether it keeps that under
// other rules of counting.
func (e *edition) countryClaim(r *analysis.Locations, f *analysis.Fact) phrase {
	rank := slices.IndexFunc(r.Countries, func(c analysis.CodeCount) bool { return c.N <= int(f.Value) })
	if at := slices.IndexFunc(r.Countries, func(c analysis.CodeCount) bool { return c.Code == f.Item }); at < 0 || at > 1 {
		return phrase{}
	}
	return say(e.l.CountKey("locations.declare", int64(f.Value)), e.l.Int(int64(f.Value)), e.place(f.Item), e.l.Int(f.N), e.l.Percent(ratio(int(f.Value), int(f.N))), e.l.Int(int64(rank+1)))
}

// ruleTable shows how many declare each compared country under each rule of counting.
func (e *edition) ruleTable(r *analysis.Locations) table {
	t := table{Title: e.word("locations.rules"), Head: e.head("country"), Fold: true}
	for i := range r.Facts {
		f := &r.Facts[i]
		if f.Name != "declares_country" || len(f.Sweep) == 0 {
			continue
		}
		row := []cell{e.text(esc(e.place(f.Item)))}
		for _, s := range f.Sweep {
			if len(t.Rows) == 0 {
				t.Head = append(t.Head, cell{HTML: esc(e.l.Word("column."+s.Name, s.Name)), Num: true})
			}
			row = append(row, e.int(int(s.Value)))
		}
		stable, _ := f.Stable()
		answer := "no"
		if stable {
			answer = "yes"
		}
		t.Rows = append(t.Rows, append(row, e.text(e.word("answer."+answer))))
	}
	t.Head = append(t.Head, e.head("rank_holds")...)
	return t
}

// groupClaim tells a country that a group declares more or less often than chance gives; others are in the table.
func (e *edition) groupClaim(r *analysis.Locations, f *analysis.Fact) phrase {
	if !f.Significant() {
		return phrase{}
	}
	for _, x := range r.Contrasts {
		g := r.Groups[x.Group]
		if x.Code+" "+g.Key != f.Item {
			continue
		}
		other := r.Contrasts[slices.IndexFunc(r.Contrasts, func(y analysis.CountryContrast) bool { return y.Code == x.Code && y.Group == r.Control })]
		key := "locations.less"
		if ratio(x.K, x.N) > ratio(other.K, other.N) {
			key = "locations.more"
		}
		what := e.l.T("locations.what", e.place(x.Code))
		if x.Code == analysis.OutsideHome {
			what = e.l.T("locations.what_outside", e.home())
		}
		return say(key, dump(e.groupName(g.Key)), what, e.l.Int(int64(x.K)), e.l.Int(int64(x.N)), e.l.Percent(f.Value), e.l.Range(x.Low, x.High),
			e.l.Raw("profile_group.of_"+r.Groups[r.Control].Key), e.l.Int(int64(other.K)), e.l.Int(int64(other.N)), e.l.Percent(ratio(other.K, other.N)))
	}
	return phrase{}
}

func (e *edition) countryTable(r *analysis.Locations, n int) table {
	t := table{Head: e.head("country", "#accounts", "#share_located", "#interval", "#share_unique")}
	for _, c := range r.Countries {
		row := []cell{e.text(esc(e.place(c.Code))), e.int(c.N)}
		if x, ok := e.share(c.Code, "with_location"); ok {
			row = append(row, e.number(e.l.Percent(x.Share)), e.number(e.l.Range(x.Low, x.High)))
		} else {
			row = append(row, e.number(e.l.Percent(ratio(c.N, e.pop().WithLocation))), cell{HTML: "–", Num: true})
		}
		t.Rows = append(t.Rows, append(row, e.number(e.l.Percent(ratio(c.N, n)))))
	}
	for _, c := range e.otherLocations() {
		t.Rows = append(t.Rows, []cell{e.text("<em>" + e.word("location."+c.Code) + "</em>"), e.int(c.N), cell{HTML: "–", Num: true}, cell{HTML: "–", Num: true}, e.number(e.l.Percent(ratio(c.N, n)))})
	}
	t.Rows = append(t.Rows, []cell{e.text("<strong>" + e.word("location.total") + "</strong>"), e.int(n), {}, {}, e.number(e.l.Percent(1))})
	return t
}

// groupLocationTable has a row a group and a column a country, each count with the share of those of the group that
// declare something and its interval. The columns add up to the group.
func (e *edition) groupLocationTable(r *analysis.Locations) table {
	shown := e.comparedCountries(r)
	t := table{Title: e.word("locations.by_class"), Head: e.head("group", "#accounts", "#with_location")}
	for _, c := range shown {
		t.Head = append(t.Head, cell{HTML: e.html(say("column.declares", e.place(c))), Num: true})
	}
	t.Head = append(t.Head, e.head("#other_countries", "#location_multiple", "#location_ambiguous", "#location_unresolved", "#location_none", "#location_unprofiled")...)
	for _, g := range r.Groups {
		row := []cell{e.text(bdi(e.groupName(g.Key))), e.int(len(g.Accounts)), e.int(g.Located)}
		rest := 0
		for _, c := range g.Countries {
			if !slices.Contains(shown, c.Code) {
				rest += c.N
			}
		}
		for _, c := range shown {
			row = append(row, e.intervalCell(countOfCode(g.Countries, c), g.Located))
		}
		t.Rows = append(t.Rows, append(row, e.int(rest), e.int(g.Multiple), e.int(g.Ambiguous), e.int(g.Unresolved), e.int(g.None), e.int(g.Unprofiled)))
	}
	return t
}

// comparedCountries lists the countries that the groups are compared in.
func (e *edition) comparedCountries(r *analysis.Locations) []string {
	var out []string
	for _, x := range r.Contrasts {
		if x.Group == 0 && x.Code != analysis.OutsideHome {
			out = append(out, x.Code)
		}
	}
	return out
}

func countOfCode(list []analysis.CodeCount, code string) int {
	for _, c := range list {
		if c.Code == code {
			return c.N
		}
	}
	return 0
}

// intervalCell writes a count with its share of n and the interval of that.
func (e *edition) intervalCell(k, n int) cell {
	if n == 0 {
		return e.int(k)
	}
	s := analysis.ShareOf(k, n)
	return cell{HTML: esc(e.l.Int(int64(k))) + "<br><small>" + esc(e.l.Percent(s.Share)) + "<br>" + esc(e.l.Range(s.Low, s.High)) + "</small>", Num: true}
}

// tierTable says how well the locations of the population could be read, and on what the countries rest.
func (e *edition) tierTable(r *analysis.Locations, n int) table {
	t := table{Title: e.word("locations.tiers"), Head: e.head("tier", "#accounts", "#share_unique"), Fold: true}
	line := func(label template.HTML, k int) {
		t.Rows = append(t.Rows, []cell{e.text(label), e.int(k), e.number(e.l.Percent(ratio(k, n)))})
	}
	for _, c := range r.Tiers {
		line(e.word("tier."+string(rune(c.Tier))), c.N)
		if c.Tier == analysis.TierC {
			for _, b := range r.Bases {
				line("<small>"+e.html(say("locations.rests_on", e.l.Word("basis."+string(b.Basis), string(b.Basis))))+"</small>", b.N)
			}
		}
	}
	return t
}

// writeLocations writes the countries, then what belongs to no country, then the first-level units, the tiers, and the
// same by class. The rows of countries and of the rest add up to the population, those of a class to the class.
func writeLocations(w io.Writer, e *edition) error {
	s, err := newSheet(w, "row", "code", "name", "accounts", "share_of_with_location", "low", "high", "share_of_unique", "unique_low", "unique_high",
		"class", "class_with_location", "class_accounts", "odds", "odds_low", "odds_high", "p", "q")
	if err != nil {
		return err
	}
	r := e.Results.Locations
	if r == nil {
		return s.flush()
	}
	blank := func(n int) { s.row = append(s.row, slices.Repeat([]string{""}, n)...) }
	line := func(row, code, name string, n int) error {
		s.ours(row).ours(code).text(name).int(n)
		for _, of := range []string{"with_location", "unique"} {
			if x, ok := e.share(code, of); ok && row == "country" {
				s.float(x.Share).float(x.Low).float(x.High)
			} else {
				blank(3)
			}
		}
		blank(8)
		return s.end()
	}
	for _, c := range r.Countries {
		if err := line("country", c.Code, e.place(c.Code), c.N); err != nil {
			return err
		}
	}
	for _, c := range e.otherLocations() {
		if err := line(c.Code, "", e.l.Raw("location."+c.Code), c.N); err != nil {
			return err
		}
	}
	for _, c := range r.Regions {
		if err := line("region", c.Code, e.place(c.Code), c.N); err != nil {
			return err
		}
	}
	for _, c := range r.Tiers {
		if err := line("tier", string(rune(c.Tier)), e.l.Raw("tier."+string(rune(c.Tier))), c.N); err != nil {
			return err
		}
	}
	for i := range r.Groups {
		if err := e.writeGroupLocations(s, r, i); err != nil {
			return err
		}
	}
	return s.flush()
}

// writeGroupLocations writes the rows of one group.
func (e *edition) writeGroupLocations(s *sheet, r *analysis.Locations, i int) error {
	g := &r.Groups[i]
	line := func(row, code, name string, n int, contrast *analysis.CountryContrast) error {
		s.ours(row).ours(code).text(name).int(n)
		for _, of := range []int{g.Located, len(g.Accounts)} {
			if x := analysis.ShareOf(n, of); of > 0 && (of == len(g.Accounts) || row == "class_country") {
				s.float(x.Share).float(x.Low).float(x.High)
			} else {
				s.ours("").ours("").ours("")
			}
		}
		s.text(g.Key).int(g.Located).int(len(g.Accounts))
		if contrast != nil && contrast.Contrast != nil {
			c := contrast.Contrast
			s.float(c.Odds).float(c.Low).float(c.High).float(c.TwoSided).float(contrast.Q)
		} else {
			s.ours("").ours("").ours("").ours("").ours("")
		}
		return s.end()
	}
	contrast := func(code string) *analysis.CountryContrast {
		at := slices.IndexFunc(r.Contrasts, func(x analysis.CountryContrast) bool { return x.Group == i && x.Code == code })
		if at < 0 {
			return nil
		}
		return &r.Contrasts[at]
	}
	for _, c := range g.Countries {
		if err := line("class_country", c.Code, e.place(c.Code), c.N, contrast(c.Code)); err != nil {
			return err
		}
	}
	for _, c := range groupOthers(g) {
		if err := line("class_"+c.Code, "", e.l.Raw("location."+c.Code), c.N, nil); err != nil {
			return err
		}
	}
	if x := contrast(analysis.OutsideHome); x != nil {
		return line("class_"+x.Code, "", e.l.Raw("location."+x.Code), x.K, x)
	}
	return nil
}

// otherLocations returns the counts that belong to no country, under the
// last part of their key in report/lang.
func (e *edition) otherLocations() []analysis.CodeCount {
	r := e.Results.Locations
	return groupOthers(&analysis.GroupLocations{Multiple: r.Multiple, Ambiguous: r.Ambiguous, Unresolved: r.Unresolved, None: r.None, Unprofiled: r.Unprofiled})
}

func groupOthers(g *analysis.GroupLocations) []analysis.CodeCount {
	return []analysis.CodeCount{{Code: "multiple", N: g.Multiple}, {Code: "ambiguous", N: g.Ambiguous}, {Code: "unresolved", N: g.Unresolved}, {Code: "none", N: g.None}, {Code: "unprofiled", N: g.Unprofiled}}
}
