#!/bin/bash
# Stand-in for the official image's entrypoint, as far as compose relies on it: a new data directory is initialised with
# the password from a file, and a database is made in it; then the server takes this process's place.
set -euo pipefail

initialize() {
    # shellcheck disable=SC2086
    initdb --username=postgres --pwfile="$POSTGRES_PASSWORD_FILE" --auth-local=trust --auth-host=scram-sha-256 \
        ${POSTGRES_INITDB_ARGS:-}
    printf '\nhost all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
    pg_ctl --wait --options="-c listen_addresses=''" start
    if [ "${POSTGRES_DB:-postgres}" != postgres ]; then createdb --username=postgres "$POSTGRES_DB"; fi
    pg_ctl --wait --mode=fast stop
}

if [ "${1:-}" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then initialize; fi
# As in the official image, a server in a container listens on every address of it.
if [ "${1:-}" = postgres ]; then shift && set -- postgres -c "listen_addresses=*" "$@"; fi
exec "$@"
