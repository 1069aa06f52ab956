#!/usr/bin/env bash
# Runs every fuzz target of the module for the time given (default 60s).
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-60s}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# fuzz runs one target. Before Go 1.27 go test may call it a failure that the time is up, with no input to
# show for it (go.dev/issue/75804); only a failing input is one.
fuzz() {
	# Else a minute goes by while one input that found something new is made smaller.
	go test -run '^$' -fuzz "^$1\$" -fuzztime "$time" -fuzzminimizetime 1s "$2" 2>&1 | tee "$log" && return
	grep -q 'context deadline exceeded' "$log" && ! grep -qE 'Failing input|panic:' "$log"
}

for dir in $(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.Dir}}{{end}}' ./...); do
	for target in $(grep -hoE '^func Fuzz[A-Za-z0-9_]*' "$dir"/*_test.go | sed 's/^func //' || true); do
		echo "== $target in ${dir#"$PWD"/}"
		fuzz "$target" "$dir"
	done
done
