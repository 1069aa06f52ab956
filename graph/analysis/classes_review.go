package analysis

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

// A Review is what people found of a sample of one class.
type Review struct {
	Class     int32
	Rows      int // of the sheets
	Blank     int // not looked at
	Unsure    int // could not be told
	Disputed  int // accounts on which coders differ and no answer has a majority
	Absent    int // accounts that the data do not hold
	Moved     int // accounts that the rules judge otherwise now than when the sample was drawn
	Strata    []Stratum
	Precision Estimate // share of those with the class that have it rightly
	Recall    Estimate // share of those that have it rightly among all that should
	Agreement []Agreement
	Corrected []Correction // accounts that people judge otherwise than the rules do now
}

// A Stratum is a part of the sample.
type Stratum struct {
	Name    string // adentro.StratumMember, StratumNear or StratumOther
	Size    int64  // accounts that it had
	Coded   int    // accounts of it with an answer
	Members int    // of these, members of the class
}

// An Estimate is a share with its 95 % interval; Known is false where the sample says nothing.
type Estimate struct {
	Known            bool
	Share, Low, High float64
	Coded            int // accounts behind it
}

// An Agreement compares two coders on the accounts that both coded.
type Agreement struct {
	A, B      string
	N, Same   int
	Kappa     float64 // Cohen's κ; NaN where both gave one and the same answer throughout
	Low, High float64 // 95 % interval
}

// A Correction is an answer that the rules do not give.
type Correction struct {
	Account int32
	Member  bool
	Coder   string
	Date    string
}

// Reviews judges the rules of every class of which coded has rows, in case order.
//
// Precision is the share of members among the coded accounts with the class. Recall weights
// every stratum by its size: the members that the sample finds outside are taken for as many more
// as were not drawn. Intervals: Wilson's, with the sample's effective size in a finite stratum (n(N−1)/(N−n): W. G.
// Cochran, Sampling Techniques, 3rd ed. 1977, §2.6), so that a stratum coded whole has none; for
// recall, the shares r for which the limits of (1−r)·TP − r·FN, recovered from those of its parts
// (G. Y. Zou & A. Donner, Stat. Med. 27, 2008, doi:10.1002/sim.3095), enclose 0.
// κ: J. Cohen, Educ. Psychol. Meas. 20, 1960, doi:10.1177/001316446002000104, with Wilson's interval of the
// agreement, which says something of few accounts too, and the agreement by chance taken as known.
// Cost: O(rows) memory and O(rows log rows) time.
func Reviews(s *adentro.Snapshot, k *adentro.Case, r *Classes, coded []adentro.Coded) []Review {
	var out []Review
	for c := range k.Classes {
		var rows []adentro.Coded
		for _, row := range coded {
			if row.Class == k.Classes[c].Key {
				rows = append(rows, row)
			}
		}
		if len(rows) > 0 {
			out = append(out, r.review(s, int32(c), rows))
		}
	}
	return out
}

func (r *Classes) review(s *adentro.Snapshot, c int32, rows []adentro.Coded) Review {
	v := Review{Class: c, Rows: len(rows)}
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b adentro.Coded) int { return a.Account.Compare(b.Account) })
	strata := map[string]*Stratum{}
	for from := 0; from < len(rows); {
		to := from + 1
		for to < len(rows) && rows[to].Account == rows[from].Account {
			to++
		}
		v.account(s, r, rows[from:to], strata)
		from = to
	}
	for _, name := range []string{adentro.StratumMember, adentro.StratumNear, adentro.StratumOther} {
		if x := strata[name]; x != nil {
			v.Strata = append(v.Strata, *x)
		}
	}
	v.estimate(strata)
	v.Agreement = agreements(rows)
	return v
}

// account settles what the coders say of one account.
func (v *Review) account(s *adentro.Snapshot, r *Classes, rows []adentro.Coded, strata map[string]*Stratum) {
	first := rows[0]
	x := strata[first.Stratum]
	if x == nil {
		x = &Stratum{Name: first.Stratum, Size: first.Size}
		strata[first.Stratum] = x
	}
	votes, answers := 0, 0
	for _, row := range rows {
		switch row.Answer {
		case adentro.AnswerYes:
			votes++
		case adentro.AnswerNo:
			votes--
		case adentro.AnswerUnsure:
			v.Unsure++
			continue
		default:
			v.Blank++
			continue
		}
		answers++
	}
	if answers == 0 {
		return
	}
	if votes == 0 {
		v.Disputed++
		return
	}
	x.Coded++
	if votes > 0 {
		x.Members++
	}
	u := s.Find(first.Account)
	if u < 0 {
		v.Absent++
		return
	}
	if r.stratum(v.Class, u) != first.Stratum {
		v.Moved++
	}
	if now := slices.Contains(classesOf(r, u), v.Class); now != (votes > 0) {
		v.Corrected = append(v.Corrected, correction(u, votes > 0, rows))
	}
}

// correction is the answer that most gave, signed by all who gave it, with the newest date.
func correction(u int32, member bool, rows []adentro.Coded) Correction {
	out := Correction{Account: u, Member: member}
	var coders []string
	for _, row := range rows {
		if row.Answer == adentro.AnswerYes && member || row.Answer == adentro.AnswerNo && !member {
			if row.Coder != "" {
				coders = append(coders, row.Coder)
			}
			out.Date = max(out.Date, row.Date)
		}
	}
	slices.Sort(coders)
	out.Coder = strings.Join(coders, ", ")
	return out
}

// stratum says where the rules put account u for class c now; an override is the rules' word.
func (r *Classes) stratum(c, u int32) string {
	if slices.Contains(classesOf(r, u), c) {
		return adentro.StratumMember
	}
	_, near := slices.BinarySearchFunc(r.Near, NearMiss{Account: u, Class: c}, func(a, b NearMiss) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Class, b.Class))
	})
	if near {
		return adentro.StratumNear
	}
	return adentro.StratumOther
}

// estimate computes precision and recall.
func (v *Review) estimate(strata map[string]*Stratum) {
	share := func(name string) (low, mid, high float64, n int) { // of the accounts of a stratum, members
		x := strata[name]
		if x == nil {
			return 0, 0, 0, 0
		}
		low, mid, high = x.share()
		size := float64(x.Size)
		return low * size, mid * size, high * size, x.Coded
	}
	if tp := strata[adentro.StratumMember]; tp != nil {
		if tp.Coded == 0 {
			return
		}
		low, mid, high := tp.share()
		v.Precision = Estimate{true, mid, low, high, tp.Coded}
	}
	for _, name := range []string{adentro.StratumNear, adentro.StratumOther} {
		if x := strata[name]; x != nil && x.Coded == 0 {
			return // what that stratum hides is not known
		}
	}
	if strata[adentro.StratumNear] == nil && strata[adentro.StratumOther] == nil {
		return
	}
	tl, t, th, n := share(adentro.StratumMember)
	nl, near, nh, nn := share(adentro.StratumNear)
	ol, other, oh, on := share(adentro.StratumOther)
	f := near + other
	if t+f == 0 {
		return
	}
	fl, fh := f-math.Hypot(near-nl, other-ol), f+math.Hypot(nh-near, oh-other)
	r := t / (t + f)
	// What (1−r)·TP − r·FN is at least and at most; both fall with r.
	least := func(r float64) float64 { return (1-r)*t - r*f - math.Hypot((1-r)*(t-tl), r*(fh-f)) }
	most := func(r float64) float64 { return (1-r)*t - r*f + math.Hypot((1-r)*(th-t), r*(f-fl)) }
	v.Recall = Estimate{true, r, root(least, 0, r), root(most, r, 1), n + nn + on}
}

// share returns the share of members in a stratum with its interval.
func (x *Stratum) share() (low, mid, high float64) {
	if x.Coded == 0 {
		return 0, 0, 1
	}
	mid = float64(x.Members) / float64(x.Coded)
	if int64(x.Coded) >= x.Size {
		return mid, mid, mid
	}
	effective := float64(x.Coded) * float64(x.Size-1) / float64(x.Size-int64(x.Coded))
	low, high = wilsonShare(mid, effective)
	return low, mid, high
}

// root finds where a falling function crosses 0 between a and b, by halving.
func root(f func(float64) float64, a, b float64) float64 {
	if f(a) <= 0 {
		return a
	}
	for range 60 {
		if m := (a + b) / 2; f(m) > 0 {
			a = m
		} else {
			b = m
		}
	}
	return (a + b) / 2
}

// agreements compares every two coders that coded an account in common.
func agreements(rows []adentro.Coded) []Agreement {
	answers := map[string]map[adentro.Key]bool{}
	for _, row := range rows {
		if row.Answer != adentro.AnswerYes && row.Answer != adentro.AnswerNo {
			continue
		}
		if answers[row.Coder] == nil {
			answers[row.Coder] = map[adentro.Key]bool{}
		}
		answers[row.Coder][row.Account] = row.Answer == adentro.AnswerYes
	}
	var coders []string
	for name := range answers {
		coders = append(coders, name)
	}
	slices.Sort(coders)
	var out []Agreement
	for i, a := range coders {
		for _, b := range coders[i+1:] {
			var table [2][2]int
			for key, x := range answers[a] {
				if y, ok := answers[b][key]; ok {
					table[index(x)][index(y)]++
				}
			}
			if k := cohen(table); k.N > 0 {
				k.A, k.B = a, b
				out = append(out, k)
			}
		}
	}
	return out
}

func index(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// cohen computes κ of a table of answers of two coders.
func cohen(t [2][2]int) Agreement {
	n := t[0][0] + t[0][1] + t[1][0] + t[1][1]
	a := Agreement{N: n, Same: t[0][0] + t[1][1], Kappa: math.NaN(), Low: -1, High: 1}
	if n == 0 {
		return a
	}
	size := float64(n)
	yesA, yesB := float64(t[1][0]+t[1][1])/size, float64(t[0][1]+t[1][1])/size
	same, chance := float64(a.Same)/size, yesA*yesB+(1-yesA)*(1-yesB)
	if chance == 1 {
		return a
	}
	a.Kappa = (same - chance) / (1 - chance)
	low, high := wilson(a.Same, n)
	a.Low, a.High = max(-1, (low-chance)/(1-chance)), (high-chance)/(1-chance)
	return a
}
