#!/bin/sh
# Runs a command where Postfix, a real mail server, is installed. As root it is installed from Debian's packages if it
# is missing, and never started by the system; otherwise the tests that need it say that they did not run.
set -eu

if ! command -v postfix >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Postfix is missing: installing it from Debian's packages" >&2
    apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends postfix >/dev/null
fi
if ! command -v postfix >/dev/null 2>&1; then
    echo "Postfix is not installed, so its tests will not run. On Debian: sudo apt-get install postfix" >&2
fi
exec "$@"
