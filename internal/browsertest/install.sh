#!/usr/bin/env bash
# Installs Debian's Chromium unless some Chromium is there already.
set -euo pipefail
command -v chromium >/dev/null || command -v google-chrome >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
	echo "install Chromium first: this script only knows Debian's apt-get" >&2
	exit 1
fi
sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
$sudo apt-get update -qq
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-color-emoji fonts-dejavu-core >/dev/null
