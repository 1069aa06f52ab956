#!/usr/bin/env bash
# Runs every fuzz target of the module for the time given (default 60s).
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-60s}
for dir in $(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.Dir}}{{end}}' ./...); do
	for target in $(grep -hoE '^func Fuzz[A-Za-z0-9_]*' "$dir"/*_test.go | sed 's/^func //' || true); do
		echo "== $target in ${dir#"$PWD"/}"
		# Else a minute goes by while one input that found something new is made smaller.
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 1s "$dir"
	done
done
