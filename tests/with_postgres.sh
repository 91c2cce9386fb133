#!/bin/sh
# Runs a command with PostgreSQL's programs on the path. As root they are installed from Debian's packages if they are
# missing; otherwise this says how, and the tests that need them say that they did not run.
set -eu

find_postgres() {
    for folder in /usr/lib/postgresql/*/bin; do
        [ -x "$folder/initdb" ] && echo "$folder"
    done | sort -V | tail -n 1
}

folder=$(find_postgres)
if [ -z "$folder" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "PostgreSQL is missing: installing it from Debian's packages" >&2
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y postgresql >/dev/null
    folder=$(find_postgres)
fi
if [ -n "$folder" ]; then
    PATH="$folder:$PATH"
    export PATH
else
    echo "PostgreSQL is not installed, so its tests will not run. On Debian: sudo apt-get install postgresql" >&2
fi
exec "$@"
