package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// TestPlainFlags: a flag that takes numbers says so, and not what the library says.
func TestPlainFlags(t *testing.T) {
	for _, c := range []struct{ flag, takes string }{
		{"--seed=-1", "a whole number from 0 on"}, {"--seed=x", "a whole number from 0 on"}, {"--seed=99999999999999999999", "a smaller one"},
		{"--workers=2.5", "a whole number"}, {"--quiet=perhaps", "true or false"},
	} {
		var out, errOut bytes.Buffer
		code := run(context.Background(), strings.NewReader(""), &out, &errOut, []string{"ingest", "--dry-run", c.flag, "x"})
		if got := errOut.String(); code != exitUsage || !strings.Contains(got, c.takes) || strings.Contains(got, "strconv") {
			t.Errorf("%s: code %d, %s", c.flag, code, got)
		}
	}
}
