package analysis
import ("testing";"math/rand/v2";"slices")
func pv(w []follower, N int, d float64) (obs float64, null []float64) {
	m := newOrderNull(bounded(w), day(2021, 4, 18).Unix(), rand.NewPCG(3,4))
	s := newMassScan(m, longestRun, widestSpan, nil)
	n := len(w); order := make([]int32,n); for i := range order {order[i]=int32(i)}
	c := make([]int32, len(s.spans.from))
	obs = s.best(order,c,nil).score
	o,f := make([]int32,n),make([]int32,n)
	for i := range N { m.draw(rand.NewPCG(uint64(i),5),order,o,f); null = append(null, s.best(order,c,nil).score) }
	return
}
func TestZZ(t *testing.T){
	ds := []float64{1,1.1,1.2,1.35,1.5}
	cnt := func(ws [][]follower) []int { low := make([]int,len(ds)); for _,w := range ws { o,nl := pv(w,59,1); slices.Sort(nl)
		for k,d := range ds { a:=0; for _,x := range nl { if x>=o/d {a++} }; if float64(1+a)/60 <= .05 {low[k]++} } }; return low }
	for _, kind := range []string{"event","wave","young","uniform","growth"} {
		for _, size := range []int{300,1200} {
	rng := rand.New(rand.NewPCG(7, 1)); N:=60; if size>300 {N=20}
	var ws [][]follower
	for range N { ws = append(ws, followWorld(rng,kind,size)) }
	t.Log(kind,size,N,cnt(ws)) }
	for _, late := range []int{40,150} { for _,k := range []int{10,40} {
	rng := rand.New(rand.NewPCG(7, 1))
	var ws [][]follower
	for range 10 { w := followWorld(rng,kind,500); plant(rng,w,k,late); ws = append(ws,w) }
	t.Log(kind,late,k,cnt(ws),"of 10") }}
	} 
}
