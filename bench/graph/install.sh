#!/usr/bin/env bash
# Installs the peers: igraph, NetworKit, networkx, scipy and leidenalg from PyPI into a virtual environment,
# graph-tool from Debian. Prints their versions.
set -euo pipefail
venv=$1
if ! /usr/bin/python3 -c 'import graph_tool' 2>/dev/null; then
	if command -v apt-get >/dev/null; then
		sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
		{
			$sudo apt-get update -qq
			$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv python3-graph-tool
		} >&2
	else
		echo "graph-tool is not there and is left out: this script only knows Debian's apt-get" >&2
	fi
fi
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --upgrade igraph networkit networkx numpy scipy leidenalg >&2
"$venv/bin/python" -c '
from importlib.metadata import version as v
import platform
print("Python", platform.python_version() + ",", ", ".join(f"{p} {v(p)}" for p in ("igraph", "networkit", "networkx", "scipy", "leidenalg")), end="")'
/usr/bin/python3 -W ignore -c 'import graph_tool; print(", graph-tool", graph_tool.__version__.split()[0])' 2>/dev/null || echo ", no graph-tool"
