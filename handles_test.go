package adentro

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// slowSettle asks every profile whether it bore the handle.
func slowSettle(profiles []Profile, k Key, t time.Time) Key {
	h, ok := k.Handle()
	if !ok {
		return k
	}
	var bearers, then []Key
	for _, p := range profiles {
		if _, bare := p.Key.Handle(); bare {
			continue
		}
		var span *HandleSpan
		for _, s := range p.Handles {
			if strings.ToLower(s.Handle) == h && span == nil {
				span = &s
			} else if strings.ToLower(s.Handle) == h {
				*span = joinSpans(*span, s)
			}
		}
		if span == nil {
			continue
		}
		bearers = append(bearers, p.Key)
		if !t.IsZero() && !span.First.IsZero() && t.Sub(span.Last) <= handleSlack && span.First.Sub(t) <= handleSlack {
			then = append(then, p.Key)
		}
	}
	if len(bearers) == 1 {
		return bearers[0]
	}
	if len(then) == 1 {
		return then[0]
	}
	return k
}

// TestHandleIndex: every handle means whom asking all profiles gives, in any case and of any length.
func TestHandleIndex(t *testing.T) {
	handles := []string{"cdi", "CDI", "Cdi_1", "cdi_1", "cuba_coopera", "muy_larga_como_ninguna", "MUY_larga_como_ninguna", "ñandú", "ÑANDÚ", ""}
	for i := range 300 {
		handles = append(handles, "cuenta_"+string(rune('a'+i%26))+string(rune('a'+i/26)))
	}
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		when := func() time.Time {
			if r.IntN(4) == 0 {
				return time.Time{}
			}
			return day(1).AddDate(0, 0, r.IntN(200))
		}
		few := handles[:1+r.IntN(len(handles))]
		profiles := make([]Profile, r.IntN(60))
		for i := range profiles {
			p := Profile{Key: IDKey(uint64(i + 1))}
			if r.IntN(8) == 0 {
				p.Key = HandleKey(few[r.IntN(len(few))] + "x")
			}
			for range r.IntN(4) {
				at := when()
				p.Handles = append(p.Handles, HandleSpan{Handle: few[r.IntN(len(few))], First: at, Last: at, Undated: at.IsZero()})
			}
			profiles[i] = p
		}
		x := indexHandles(profiles, Appearances{})
		borne := map[string]map[Key]bool{}
		for _, p := range profiles {
			if _, bare := p.Key.Handle(); bare {
				continue
			}
			for _, s := range p.Handles {
				if h := strings.ToLower(s.Handle); h != "" {
					if borne[h] == nil {
						borne[h] = map[Key]bool{}
					}
					borne[h][p.Key] = true
				}
			}
		}
		var reused []string
		for h, keys := range borne {
			if len(keys) > 1 {
				reused = append(reused, h)
			}
		}
		slices.Sort(reused)
		if !slices.Equal(x.reused, reused) {
			t.Fatalf("seed %d: reused are %q, want %q", seed, x.reused, reused)
		}
		for _, h := range append(few, "nadie") {
			if h == "" {
				continue
			}
			for range 5 {
				at := when()
				if got, want := x.settle(HandleKey(h), at), slowSettle(profiles, HandleKey(h), at); got != want {
					t.Fatalf("seed %d: %q at %v means %v, want %v", seed, h, at, got, want)
				}
			}
		}
	}
}
