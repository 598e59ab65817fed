# A private PostgreSQL in $state/postgres$member. Source after common.sh; needs $state, $id and $member, which is empty
# where there is one server and 1 or 2 where a pair of them runs (cluster.sh).

# The newest server that is installed.
postgres_bin() {
    local initdb
    initdb=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -1)
    [ -x "$initdb" ] || fail "PostgreSQL is not installed; run infra/scripts/prerequisites"
    dirname "$initdb"
}

# PostgreSQL refuses to run as root: then everything that touches the data runs as the user postgres.
as_postgres() {
    if [ "$(id -u)" != 0 ]; then
        (cd / && "$@")
        return
    fi
    id postgres >/dev/null 2>&1 || fail "there is no user postgres; run infra/scripts/prerequisites"
    (cd / && runuser -u postgres -- "$@")
}

# Where data and socket live: below the state directory, or below /var/lib when the user postgres may not enter it
# or when the socket's path would pass the 107 bytes that it may hold.
postgres_home() {
    if [ "$(id -u)" = 0 ] && { [ ${#state} -gt 70 ] || ! as_postgres test -x "$state"; }; then
        echo "/var/lib/filon/$id/postgres$member"
    else
        echo "$state/postgres$member"
    fi
}

postgres_socket_directory() {
    local directory=$1/socket
    [ ${#directory} -le 85 ] || directory=/tmp/filon_${id}_socket$member
    echo "$directory"
}

postgres_paths() {
    pg_bin=$(postgres_bin) || exit 1
    pg_home=$(postgres_home) || exit 1
    pg_data=$pg_home/data
    pg_log=$pg_home/postgres.log
    pg_last_port=$pg_home/port
    pg_socket=$(postgres_socket_directory "$pg_home")
    pg_secret=$state/secrets/postgres
}

postgres_pid() { as_postgres head -1 "$pg_data/postmaster.pid" 2>/dev/null; }

postgres_port() { as_postgres sed -n 4p "$pg_data/postmaster.pid" 2>/dev/null; }

postgres_alive() { process_is "$(postgres_pid)" "$pg_data"; }

postgres_answers() { "$pg_bin/pg_isready" -q -h 127.0.0.1 -p "$1" -t 2; }

postgres_running() { postgres_alive && postgres_answers "$(postgres_port)"; }

postgres_initialize() {
    say "creating a PostgreSQL cluster ($("$pg_bin/postgres" --version | awk '{print $3}'))"
    # An interrupted initdb leaves a directory that neither starts nor can be initialised again.
    rm -rf "$pg_data"
    # shellcheck disable=SC2016
    secret_in "$pg_secret" | as_postgres sh -c 'umask 077 && cat >"$1"' sh "$pg_home/password"
    as_postgres "$pg_bin/initdb" --pgdata "$pg_data" --username postgres --pwfile "$pg_home/password" \
        --auth scram-sha-256 --encoding UTF8 --locale C.UTF-8 --no-instructions >/dev/null ||
        fail "initdb failed in $pg_data"
    as_postgres rm -f "$pg_home/password"
    as_postgres tee -a "$pg_data/postgresql.conf" >/dev/null <<<"include 'filon.conf'"
}

# fsync and synchronous_commit stay on: "no lead lost" is promised across a kill of the server.
postgres_configure() {
    { postgres_settings && { [ -z "$member" ] || pair_settings; }; } | as_postgres tee "$pg_data/filon.conf" >/dev/null
}

postgres_settings() {
    cat <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = '$pg_socket'
max_connections = 300
shared_buffers = 256MB
max_wal_size = 2GB
max_locks_per_transaction = 256
jit = off
# No statement and no key value of a person reaches the log.
log_error_verbosity = terse
log_min_error_statement = panic
log_line_prefix = '%m [%p] %q%u@%d '
SETTINGS
}

# What a killed run leaves: a pid file whose process is gone or belongs to somebody else by now.
postgres_sweep() {
    as_postgres test -e "$pg_data/postmaster.pid" || return 0
    if postgres_alive; then
        postgres_wake
        within 20 postgres_running && return 0
        say "PostgreSQL hangs; stopping it"
        postgres_down
        return
    fi
    say "removing the pid file of a PostgreSQL that was killed"
    as_postgres rm -f "$pg_data/postmaster.pid"
}

# A killed server's processes hold its shared memory for another moment; somebody may take the port between our
# look and the start. Both pass by themselves.
postgres_launch() {
    local attempt
    hold_ports
    for attempt in 1 2 3 4 5; do
        choose_port "$(cat "$pg_last_port" 2>/dev/null || base_port "$id")"
        # Descriptors 8 and 9 are locks of this script; a server that inherits one would hold it for ever.
        as_postgres "$pg_bin/pg_ctl" start --pgdata "$pg_data" --wait --timeout 60 --silent \
            --log "$pg_log" --options "-p $port" </dev/null >/dev/null 2>&1 8<&- 9>&- &&
            echo "$port" >"$pg_last_port" && release_ports && return 0
        chosen_ports=${chosen_ports/ $port / }
        sleep "$attempt"
    done
    tail -n 15 "$pg_log" >&2
    fail "PostgreSQL does not start; its log is $pg_log"
}

postgres_directories() {
    mkdir -p "$pg_home" "$pg_socket"
    chmod 700 "$pg_socket" || fail "$pg_socket belongs to somebody else; delete it"
    [ "$(id -u)" != 0 ] || chown postgres: "$pg_home" "$pg_socket"
    require_disk "$pg_home" 1024
}

postgres_up() {
    postgres_paths
    postgres_running && return 0
    postgres_directories
    as_postgres test -s "$pg_data/filon.conf" || postgres_initialize
    postgres_configure
    postgres_sweep
    postgres_running || postgres_launch
    say "PostgreSQL${member:+ $member} listens on 127.0.0.1:$(postgres_port)"
}

# A test that was killed may have left it stopped in the middle: it would heed nobody.
postgres_wake() {
    local first
    first=$(postgres_pid)
    # shellcheck disable=SC2046
    kill -CONT $(cat "/proc/$first/task/$first/children" 2>/dev/null) "$first" 2>/dev/null
}

postgres_down() {
    postgres_paths
    if postgres_alive; then
        postgres_wake
        as_postgres "$pg_bin/pg_ctl" stop --pgdata "$pg_data" --mode fast --timeout 30 --silent 2>/dev/null ||
            as_postgres "$pg_bin/pg_ctl" stop --pgdata "$pg_data" --mode immediate --timeout 10 --silent ||
            fail "PostgreSQL (process $(postgres_pid)) does not stop"
    fi
    as_postgres rm -f "$pg_data/postmaster.pid"
}

postgres_reset() {
    postgres_down
    rm -rf "$pg_home" "$pg_socket"
    [ -n "$member" ] || rm -f "$pg_secret"
    [ "$pg_home" = "$state/postgres$member" ] || rmdir "$(dirname "$pg_home")" /var/lib/filon 2>/dev/null || true
}

postgres_environment() {
    local listening password
    listening=$(postgres_port)
    password=$(secret_in "$pg_secret")
    echo "FILON_TEST_DATABASE_URL=postgresql://postgres:$password@127.0.0.1:$listening/postgres"
    echo "FILON_TEST_POSTGRES_HOSTS=127.0.0.1:$listening"
    echo "FILON_TEST_POSTGRES_PORT=$listening"
    echo "FILON_TEST_POSTGRES_SOCKET=$pg_socket"
}
