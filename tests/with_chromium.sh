#!/bin/sh
# Run a command where Debian's Chromium is to be found; as root it is installed if it is missing.
set -eu
if ! command -v chromium >/dev/null 2>&1; then
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null
    else
        echo "chromium is needed: apt-get install chromium" >&2
        exit 1
    fi
fi
exec "$@"
