#!/usr/bin/env bash
# Makes the pictures of docs/ from the bundled, synthetic case.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
go build -o "$out/adentro" ./cmd/adentro
"$out/adentro" run testdata/barrio-adentro --lang en -o "$out/out" --quiet
for name in business overview creation; do
	cp "$out/out/figures/$name.svg" "docs/$name.svg"
done
"$out/adentro" export testdata/barrio-adentro --lang en --as svg --network retweets --size pagerank -o docs/retweets.svg
