#!/usr/bin/env bash
# Makes the pictures of docs/: of the bundled, synthetic case, of a network with planted communities, and of
# graphs that are published, as far as their files are in the folder GRAPHS, in the format of METIS.
set -euo pipefail
cd "$(dirname "$0")/.."
graphs=${GRAPHS:-../shared/data/graphs/networkit}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
go build -o "$out/adentro" ./cmd/adentro
"$out/adentro" run testdata/barrio-adentro --lang en -o "$out/out" --quiet
for name in business overview creation; do
	cp "$out/out/figures/$name.svg" "docs/$name.svg"
done
"$out/adentro" export testdata/barrio-adentro --lang en --as svg --network retweets --size pagerank -o docs/retweets.svg

communities() { # of a table of edges
	"$out/adentro" export "$1" --direction left-follows-right --lang en --as svg --color community --size pagerank --quiet -o "docs/$2.svg"
}
go run ./internal/gen/worldgen bulk -shape planted -records 200000 -o "$out/planted.csv"
communities "$out/planted.csv" planted
for name in karate lesmis jazz polblogs; do
	[ -e "$graphs/$name.graph" ] || { echo "$graphs/$name.graph is not there: docs/$name.svg stays as it is" >&2; continue; }
	awk '/^%/ {next} !n {n = $1; w = $3 ~ /1$/ ? 2 : 1; next} {u++; for (i = 1; i <= NF; i += w) if ($i > u) print u "\t" $i}' "$graphs/$name.graph" >"$out/$name.tsv"
	communities "$out/$name.tsv" "$name"
done
