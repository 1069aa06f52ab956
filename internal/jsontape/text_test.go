package jsontape

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestText unescapes random bodies in each way, with anything behind them and with nothing, and holds the texts to encoding/json.
func TestText(t *testing.T) {
	eachWay(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(21, 22))
		bits := []string{"a", "bc", "defghijk", strings.Repeat("x", 31), strings.Repeat("y", 33), `\n`, `\/`, `\\`, `\"`, `\u0041`, `\u00e1`, `\u07ff`, `\u0800`, `\uFFFD`, `\ud7ff`, `\ue000`, `\u0000`,
			`\ud83c\uddfb`, `\uD83C\uDDEA`, `\ud83c`, `\uddfb`, `\ud83c\u0041`, `\ud83c\n`, "é", "€", "🇻"}
		for range 20_000 {
			var b strings.Builder
			for range r.IntN(12) {
				b.WriteString(bits[r.IntN(len(bits))])
			}
			body := b.String()
			var want string
			if err := json.Unmarshal([]byte(`"`+body+`"`), &want); err != nil {
				t.Fatal(err)
			}
			behind := strings.Repeat(bits[r.IntN(len(bits))], 40)[:r.IntN(41)]
			text := []byte(body + behind)
			var a arena
			if got := a.text(text[:len(body)], false); got != want {
				t.Fatalf("%s before %q: %q, want %q", body, behind, got, want)
			}
			if before := a.text(text[:len(body)], false); before != want { // in the same piece
				t.Fatalf("%s a second time: %q, want %q", body, before, want)
			}
		}
	})
}
