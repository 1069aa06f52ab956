package bipartite
import ("testing";"fmt";"syscall";"time";"slices")
func cpu() time.Duration { var ru syscall.Rusage; syscall.Getrusage(syscall.RUSAGE_SELF,&ru); return time.Duration(ru.Utime.Nano()) }
func TestZZ(t *testing.T){
 g := rmat(t,20,20_000_000)
 rows := mostFollowed(g,1000)
 var mine, proto []time.Duration
 for range 5 {
 t0:=cpu()
 in,_ := Select(g.Reverse(),rows)
 res,_ := TopPairs(t.Context(),in,TopPairsOptions{Workers:1})
 mine=append(mine,cpu()-t0)
 n:=g.N(); k:=1000
 t3:=cpu()
 idx:=make([]int32,n); for i:=range idx{idx[i]=-1}; for i,u:=range rows{idx[u]=int32(i)}
 c:=make([]uint32,k*k); var l []int32
 for u:=range int32(n){ l=l[:0]; for _,v:=range g.Out(u){ if x:=idx[v];x>=0{l=append(l,x)}}
  slices.Sort(l)
  for i,x:=range l{ row:=c[int(x)*k:int(x)*k+k]; for _,y:=range l[i+1:]{row[y]++}}}
 proto=append(proto,cpu()-t3)
 for _,p:=range res.Pairs { if c[int(p.U)*k+int(p.V)]!=uint32(p.Common) {t.Fatal(p)} }
 }
 slices.Sort(mine); slices.Sort(proto); fmt.Println("mine",mine,"proto",proto, g.M())
}
