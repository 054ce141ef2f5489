#!/bin/sh
# Installs the Debian packages that the tests need; without root, prints the one command that does.
# With the argument "venv", only what makes a Python environment.
set -eu

if [ "${1:-}" = venv ]; then
    wanted="python3-venv"
    missing="python3-venv"
else
    wanted="chromium fonts-noto-cjk libreoffice-calc maven default-jdk-headless"
    missing=""
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || missing="$missing chromium"
    fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"
    command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-calc"
    # Maven brings the Neo4j server of the tests, Java runs it.
    command -v mvn >/dev/null 2>&1 || missing="$missing maven"
    command -v java >/dev/null 2>&1 || missing="$missing default-jdk-headless"
fi
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "These are not installed, and the tests that need them are left out: $missing" >&2
    exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "Tests that need$missing are left out. To run them too, type once:" >&2
    echo "    sudo apt-get install --no-install-recommends $wanted" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 -- a list of packages
apt-get install -y -qq --no-install-recommends $missing >/dev/null
