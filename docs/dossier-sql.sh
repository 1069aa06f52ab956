#!/usr/bin/env bash
# Reads a dossier of the bundled case with DuckDB, from PyPI in a Python environment of its own, and
# compares what the queries of docs/dossier.md give with adentro's summary.json.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check duckdb
go build -o "$work/adentro" ./cmd/adentro
"$work/adentro" ingest testdata/barrio-adentro -d "$work/dossier" >/dev/null
"$work/adentro" run -d "$work/dossier" -o "$work/out" --quiet
"$work/venv/bin/python" docs/dossier-sql.py docs/dossier.md "$work/dossier" "$work/out/summary.json"
