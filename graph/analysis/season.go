package analysis

// exposureUnit is the exposure of a day of an even year: whole numbers, so that no order of work can change a bit.
const exposureUnit = 256

const (
	year       = 365
	seasonYear = 3 * year // days of a series that can show a season
	seasonHalf = 30       // days on each side of a day that make its season
	seasonBins = 12
)

// season returns by how much each day stands out of its year, in exposureUnits, as the same days of the other years tell:
// c.even itself where the years have no season in common that chance would not give. Days masked are left out. It belongs to ws.
//
// A day is compared with the mean of the year around it; so growth is no season, and days with less than half a year
// on either side tell nothing. The ratio of a day is that of the accounts of the 61 days around it, in all years but its
// own, to what the means of those years expect: no burst raises the season that it is held against. It is blended
// with 1 as if κ more accounts had been seen at the mean, where 1/κ is the variance of the season of twelve parts
// of the year above that of chance (moments of the negative binomial). Leap days are forgotten.
//
// Cost: O(days).
func (c *calendar) season(n []int, masked []bool, ws *workspace) []int {
	if c.days < seasonYear {
		return c.even
	}
	counts, open := sized(&ws.seasonCount, c.days+1), sized(&ws.seasonOpen, c.days+1) // before each day
	for d, v := range n {
		k := 1
		if masked != nil && masked[d] {
			v, k = 0, 0
		}
		counts[d+1], open[d+1] = counts[d]+v, open[d]+k
	}
	first, end := year/2, c.days-year/2      // days that have a year around them
	means := sized(&ws.seasonMean, c.days+1) // sums of the means before each day
	var count [seasonBins]int
	var mean [seasonBins]float64
	all := 0.0
	for d := range n {
		m := 0.0
		if k := open[d+1] - open[d]; k == 1 && d >= first && d < end {
			from, to := d-year/2, min(c.days, d+year/2+1)
			m = float64(counts[to]-counts[from]) / float64(max(1, open[to]-open[from]))
			b := d % year * seasonBins / year
			count[b] += counts[d+1] - counts[d]
			mean[b] += m
			all += m
		}
		means[d+1] = means[d] + m
	}
	kappa, ok := seasonPseudo(count, mean, all)
	if !ok {
		return c.even
	}
	total := 0
	for _, k := range count {
		total += k
	}
	level := float64(total) / all
	var sumC [year]int
	var sumM [year]float64
	around := func(d int) (int, float64) { // accounts of the 61 days, and what the year expects of them
		from, to := max(first, d-seasonHalf), min(end, d+seasonHalf+1)
		if from >= to {
			return 0, 0
		}
		return counts[to] - counts[from], level * (means[to] - means[from])
	}
	for d := range n {
		k, m := around(d)
		sumC[d%year] += k
		sumM[d%year] += m
	}
	out := sized(&ws.exposure, c.days)
	for d := range out {
		k, m := around(d)
		s := (float64(sumC[d%year]-k) + kappa) / (sumM[d%year] - m + kappa)
		out[d] = max(1, min(8*exposureUnit, int(s*exposureUnit+0.5)))
	}
	return out
}

// seasonPseudo returns how many accounts at the mean a season is blended with, and false where its parts differ no more than chance
// gives: the statistic X² less its mean and its standard deviation.
func seasonPseudo(count [seasonBins]int, mean [seasonBins]float64, all float64) (kappa float64, ok bool) {
	total := 0
	for _, k := range count {
		total += k
	}
	if total == 0 || all == 0 {
		return 0, false
	}
	x := 0.0
	for b, k := range count {
		mu := mean[b] * float64(total) / all
		if mu > 0 {
			d := float64(k) - mu
			x += d * d / mu
		}
	}
	const free, deviation = seasonBins - 1, 4.69 // of χ² with 11 degrees of freedom: √22
	excess := x - free - deviation
	if excess <= 0 {
		return 0, false
	}
	return max(1, float64(total)/excess), true
}
