#!/usr/bin/env bash
# Installs Graphviz and Node from Debian unless they are there, and graphology into a folder.
set -euo pipefail
missing=
command -v sfdp >/dev/null || missing=graphviz
command -v npm >/dev/null || missing="$missing nodejs npm"
if [ -n "$missing" ]; then
	if ! command -v apt-get >/dev/null; then
		echo "install Graphviz and Node first: this script only knows Debian's apt-get" >&2
		exit 1
	fi
	sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
	$sudo apt-get update -qq
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
mkdir -p "$1"
cd "$1"
npm install --silent --no-fund --no-audit graphology graphology-layout-forceatlas2 >/dev/null
