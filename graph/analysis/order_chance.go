package analysis

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

const (
	slack       = 1.1        // by which a score is divided before it is ranked; see massTest
	exceedances = 5          // drawn orders as strong as the list, after which no more are drawn
	fewOrders   = 39         // drawn of any list in which a run may be more than chance
	firstRound  = 124        // orders, after which it is seen how many lists are left
	leastWork   = 20_000_000 // places of the orders of all lists, which may be drawn at least
	longList    = 50_000     // followers from which all workers draw orders of one list
)

// A massTest holds the runs of a list against those of orders drawn of it, until five of them are as strong as the
// list: then p is 5 over their number (J. Besag & P. Clifford, 1991, doi:10.1093/biomet/78.2.301).
// Where the model holds, orders drawn are as likely as that of the list, and a p by rank is exact. What it does not know, such as
// an audience that another account brings, makes lists stand out by little: their scores are divided by 1.1
// before they are ranked. In 200 worlds of 1,500 with such visits 21 have p <= 0.05 without, 7 with it. It costs next to no power.
type massTest struct {
	scan  *massScan
	seed  uint64
	item  string
	runs  []massRun // the strongest first
	above []int     // drawn orders as strong as each run
	sums  []int     // their counts in the place and the span of each run
	drawn int
}

// newMassTest finds the strongest run; of a long list all, because to draw its orders anew would take long.
func newMassTest(scan *massScan, seed uint64, item string) *massTest {
	t := &massTest{scan: scan, seed: seed, item: item}
	if t.long() {
		t.seek(maxRuns)
	} else {
		t.seek(1)
	}
	return t
}

func (t *massTest) long() bool { return len(t.scan.null.clock) >= longList }

// seek finds up to so many runs, and forgets what was drawn.
func (t *massTest) seek(most int) {
	s := t.scan.searcher()
	t.runs, t.drawn = nil, 0
	for len(t.runs) < most {
		top := s.best(t.scan.null.listed, 0, t.runs)
		if top.count == 0 {
			break
		}
		t.runs = append(t.runs, top)
	}
	t.above, t.sums = make([]int, len(t.runs)), make([]int, len(t.runs))
}

// open reports whether more orders can tell more.
func (t *massTest) open() bool { return len(t.runs) > 0 && t.above[0] < exceedances }

// drawTo draws orders until there are so many, or the test is closed. What is drawn beyond is not counted, so that
// the number of workers does not matter.
func (t *massTest) drawTo(ctx context.Context, workers, most int) error {
	type drawn struct {
		score  float64
		counts [maxRuns]int
	}
	if !t.open() {
		return ctx.Err()
	}
	floor := math.Nextafter(t.runs[len(t.runs)-1].score/slack, 0)
	draws, scratch := make([]drawn, par.Workers(workers)), make([]*searcher, par.Workers(workers))
	for t.drawn < most && t.open() {
		err := par.For(ctx, workers, min(len(draws), most-t.drawn), func(b int) error {
			if scratch[b] == nil {
				scratch[b] = t.scan.searcher()
			}
			draws[b].score = scratch[b].draw(stream(t.seed, "order", t.item+" "+strconv.Itoa(t.drawn+b)), floor).score
			for i, run := range t.runs {
				draws[b].counts[i] = t.scan.countIn(scratch[b].order, run)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, d := range draws[:min(len(draws), most-t.drawn)] {
			if !t.open() {
				break
			}
			t.drawn++
			for i, run := range t.runs {
				if d.score >= run.score/slack {
					t.above[i]++
				}
				t.sums[i] += d.counts[i]
			}
		}
	}
	return nil
}

// p returns the p of a run.
func (t *massTest) p(run int) float64 {
	if !t.open() {
		return float64(t.above[run]) / float64(t.drawn)
	}
	return float64(1+t.above[run]) / float64(1+t.drawn)
}

// expected returns the mean count of the drawn orders in the place and the span of a run.
func (t *massTest) expected(run int) float64 { return float64(t.sums[run]) / float64(t.drawn) }

// stream is random as a bare generator: drawing orders takes its bits by hand.
func stream(seed uint64, analysis, item string) *rand.PCG {
	r := random(seed, analysis, item)
	return rand.NewPCG(r.Uint64(), r.Uint64())
}

// mostOrders returns how many orders are drawn of each list that is still open, of so many tested lists with so
// many followers in all.
//
// The correction over lists asks for smaller p the more lists there are and the fewer of them stand out: k of m lists
// pass it with p up to 0.05·k/m, which takes 20·m/k orders at least, and 100·m/k that a few of them may be as strong.
// Work is bounded by forty orders of all lists, shared among those that are open.
//
// The number depends on how many lists are open and how long they are, never on how strong they are: so it is
// the same for a list whatever its own score is, as long as it is open, and p stays a p. G. K. Sandve, E. Ferkingstad
// & S. Nygård, 2011 (doi:10.1093/bioinformatics/btr568) share out draws among tests likewise.
func mostOrders(tested, followers int, open []*massTest) int {
	places := 1
	for _, t := range open {
		places += len(t.scan.null.clock)
	}
	want := max(replicates, 100*tested/max(1, len(open)))
	return max(fewOrders, min(want, max(leastWork, 40*followers)/places))
}

// massFollows seeks runs in the tested lists. Lists in which nothing stands out are closed after some
// orders, with their strongest run alone. In those left the further runs are sought too; they are drawn
// in rounds of twice as many until mostOrders.
func massFollows(ctx context.Context, in *Input, res *Results, tested []*OrderList) error {
	tests := make([]*massTest, len(tested))
	left := make([]int, len(tested))
	followers := 0
	for i, l := range tested {
		left[i] = i
		followers += l.Dated
	}
	drawn := min(firstRound, max(fewOrders, leastWork*2/max(1, followers)))
	for round := 0; len(left) > 0; round++ {
		err := eachList(ctx, in.Workers, left, func(i int) bool { return tested[i].Dated >= longList }, func(i, workers int) error {
			l := tested[i]
			if tests[i] == nil {
				tests[i] = newMassTest(newMassScan(l.null(in.Snap, l.places()), longestRun, widestSpan, burstsOf(res)), in.Seed, l.item(in.Snap))
			} else if round == 1 && !tests[i].long() {
				tests[i].seek(maxRuns)
			}
			err := tests[i].drawTo(ctx, workers, drawn)
			if l.tell(tests[i]); !tests[i].open() {
				tests[i] = nil
			}
			return err
		})
		if err != nil {
			return err
		}
		left = slices.DeleteFunc(left, func(i int) bool { return tests[i] == nil })
		if in.Progress != nil {
			in.Progress("order", int64(len(tested)-len(left)), int64(len(tested)))
		}
		open := slices.DeleteFunc(slices.Clone(tests), func(t *massTest) bool { return t == nil })
		most := mostOrders(len(tested), followers, open)
		if round > 0 && drawn >= most {
			break
		}
		drawn = min(2*drawn+1, max(drawn, most))
	}
	return nil
}

// eachList works on lists: on the long ones in turn, each with all workers, then on the others at the same time.
func eachList(ctx context.Context, workers int, lists []int, long func(i int) bool, do func(i, workers int) error) error {
	var short []int
	for _, i := range lists {
		if !long(i) {
			short = append(short, i)
			continue
		}
		if err := do(i, workers); err != nil {
			return err
		}
	}
	inside := max(1, par.Workers(workers)/max(1, len(short)))
	return par.For(ctx, workers, len(short), func(k int) error { return do(short[k], inside) })
}
