package par

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

func TestForFillsEverySlot(t *testing.T) {
	for _, workers := range []int{0, 1, 3, 64} {
		got := make([]int, 1000)
		if err := For(t.Context(), workers, len(got), func(i int) error { got[i] = i * i; return nil }); err != nil {
			t.Fatal(err)
		}
		for i, v := range got {
			if v != i*i {
				t.Fatalf("workers %d: slot %d holds %d, want %d", workers, i, v, i*i)
			}
		}
	}
}

func TestForReturnsTheFirstError(t *testing.T) {
	boom := errors.New("boom")
	for _, workers := range []int{1, 4} {
		err := For(t.Context(), workers, 100, func(i int) error {
			if i >= 7 {
				return fmt.Errorf("piece %d: %w", i, boom)
			}
			return nil
		})
		if !errors.Is(err, boom) {
			t.Errorf("workers %d: %v, want boom", workers, err)
		}
	}
}

func TestForStopsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	err := For(ctx, 1, 100, func(i int) error {
		if n++; n == 5 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || n != 5 {
		t.Errorf("ran %d pieces, error %v; want 5 and canceled", n, err)
	}
}

// TestForHandsPanicsOver would end the whole test run if a panic stayed in a
// worker's goroutine.
func TestForHandsPanicsOver(t *testing.T) {
	for _, workers := range []int{1, 4} {
		var got any
		func() {
			defer func() { got = recover() }()
			_ = For(t.Context(), workers, 100, func(i int) error {
				if i == 7 {
					panic("boom")
				}
				return nil
			})
		}()
		if got != "boom" {
			t.Errorf("workers %d: recovered %v, want boom", workers, got)
		}
	}
}
