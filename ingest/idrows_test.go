package ingest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

// TestIDRows reads ids that stand one beside another, none of which may get lost.
func TestIDRows(t *testing.T) {
	for text, want := range map[string]string{
		"123456, 7654321, 999999\n":        "123456@0 7654321@8 999999@17",
		"123456;7654321;999999":            "123456@0 7654321@7 999999@15",
		"\ufeff123456 7654321\t999999\r\n": "123456@3 7654321@10 999999@18",
		"# hoy\n12, 13,\n14, 15,\r\n16\n":  "12@6 13@10 14@14 15@18 16@23",
		"12,13,14,15,16,17,18\n":           "12@0 13@3 14@6 15@9 16@12 17@15 18@18",
	} {
		obs := read(t, Options{}, folder(t, map[string]string{"cdi_lara3_followers.txt": text}))
		checkSums(t, obs)
		var got []string
		for _, p := range obs.Pages {
			if p.Owner != adentro.HandleKey("cdi_lara3") || p.Kind != adentro.Followers {
				t.Errorf("%q: a list of %v of %v", text, p.Kind, p.Owner)
			}
			for _, m := range p.Members.All() {
				got = append(got, fmt.Sprintf("%v@%d", m.Key, m.Offset))
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %s, want %s", text, s, want)
		}
	}
}

// TestNoIDRows: edges, neighbours and tables without a header are no lists of ids.
func TestNoIDRows(t *testing.T) {
	for _, text := range []string{"", "12\n13\n", "12,\n13,\n", "0 12\n", "12 13\n", "12,13\n", "12 13\n14 15\n", "12,13,14\n15,16,17\n", "4 3\n2 3\n1 4 5 6 7\n", "12 13 0.5\n", "ana, eva, luz\n"} {
		if looksIDRows([]byte(text)) {
			t.Errorf("%q was taken for ids", text)
		}
	}
}

// TestLongIDRow cuts a line of ids between them, wherever its pieces end.
func TestLongIDRow(t *testing.T) {
	for n := range 39 {
		b := []byte("123456, 7654321, 999999, 31, 7654, 123"[:n])
		i := cutIDs(b)
		if strings.ContainsAny(string(b[i:]), ", ") || i > 0 && !betweenIDs(b[i-1]) {
			t.Fatalf("%q is cut at %d", b, i)
		}
	}
}
