package gen

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"testing"
)

// TestBulk: what Bulk writes is valid, and as many records as asked for.
func TestBulk(t *testing.T) {
	for shape := range BulkShapes() {
		var b bytes.Buffer
		const n = 250
		if err := Bulk(&b, shape, n, 1); err != nil {
			t.Fatal(err)
		}
		got := 0
		switch shape {
		case "io", "follows", "planted", "rmat":
			rows, err := csv.NewReader(&b).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			got = len(rows) - 1
		default:
			for d := json.NewDecoder(&b); d.More(); {
				var v struct {
					Data []any
					IDs  []json.Number
				}
				if err := d.Decode(&v); err != nil {
					t.Fatalf("%s: %v", shape, err)
				}
				got += max(1, len(v.Data)+len(v.IDs))
			}
		}
		if got != n {
			t.Errorf("%s: %d records, want %d", shape, got, n)
		}
	}
	if Bulk(&bytes.Buffer{}, "none", 1, 1) == nil {
		t.Error("an unknown shape is no error")
	}
}
