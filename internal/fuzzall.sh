#!/usr/bin/env bash
# Runs every fuzz target of the module for the time given (default 60s).
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-60s}
for dir in $(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.Dir}}{{end}}' ./...); do
	for target in $(grep -hoE '^func Fuzz[A-Za-z0-9_]*' "$dir"/*_test.go | sed 's/^func //' || true); do
		echo "== $target in ${dir#"$PWD"/}"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "$dir"
	done
done
