# Servers of which one may be lost: two PostgreSQLs, of which one copies the other, and three RabbitMQ nodes, all on this
# machine. Source after postgres.sh and rabbitmq.sh; needs $state, $id and $servers, the members that a command is about.

cluster_members="postgres1 postgres2 rabbitmq1 rabbitmq2 rabbitmq3"

# Runs one function of a member's kind with its paths: on rabbitmq2 up
on() {
    member=${1##*[a-z]}
    local kind=${1%"$member"} work=$2
    shift 2
    "${kind}_paths"
    "${kind}_$work" "$@"
}

wanted() { [[ " $servers " == *" $1 "* ]]; }

cluster_up() {
    cluster_reserve_ports
    pair_up
    brokers_up
}

# The ports of members that are down at this moment are not free for others.
cluster_reserve_ports() {
    local one
    for one in $cluster_members; do
        chosen_ports+="$(on "$one" ports 2>/dev/null | xargs) "
    done
}

postgres_ports() { cat "$pg_last_port"; }
rabbitmq_ports() { echo "$amqp_port $management_port $distribution_port"; }

# A member may choose its own ports again: cluster_release_ports PORT...
cluster_release_ports() {
    local own
    for own in "$@"; do chosen_ports=${chosen_ports/ $own / }; done
}

# The primary first: its last words reach the other. The nodes at once: one alone would wait for a majority.
cluster_down() {
    local primary one
    primary=postgres$(pair_primary)
    ! wanted "postgres$(pair_other)" || on "postgres$(pair_other)" wake
    ! wanted "$primary" || on "$primary" down
    for one in $servers; do [ "$one" = "$primary" ] || [[ $one == rabbitmq* ]] || on "$one" down; done
    local stops=()
    for one in $servers; do
        [[ $one == rabbitmq* ]] || continue
        on "$one" down &
        stops+=($!)
    done
    for one in "${stops[@]}"; do wait "$one" || exit 1; done
    # The last one to go takes the port mapper along.
    [ ${#stops[@]} = 0 ] || on rabbitmq1 forget_epmd
}

# A node that is reset while others live is no longer theirs; else they would refuse it when it comes back empty.
cluster_reset() {
    local one
    wanted rabbitmq1 && wanted rabbitmq2 && wanted rabbitmq3 ||
        for one in $servers; do [[ $one != rabbitmq* ]] || brokers_forget "$one"; done
    cluster_down
    ! wanted "postgres$(pair_primary)" || rm -f "$state/primary"
    for one in $servers; do on "$one" reset; done
    [ "$servers" = "$cluster_members" ] || return 0
    rm -f "$state"/{cluster,epmd_port} "$state"/secrets/{postgres,rabbitmq,rabbitmq_cookie,standby}
}

# --- the pair -------------------------------------------------------------------------------------------------------

# Which of the two takes writes: 1 or 2. Noted before a standby is promoted, so that the other one, when it comes back,
# is never taken for the primary again.
pair_primary() { cat "$state/primary" 2>/dev/null || echo 1; }

pair_other() { echo $((3 - $(pair_primary))); }

# What both are told: whoever is the standby now may be the primary next.
pair_settings() {
    echo "cluster_name = 'postgres$member'"
    echo "wal_keep_size = 256MB"
    echo "wal_retrieve_retry_interval = 500ms"
    [ "$member" != "$(pair_primary)" ] || return 0
    echo "primary_conninfo = 'host=127.0.0.1 port=$(pair_port "$(pair_primary)") user=standby passfile=$pg_home/pgpass'"
}

pair_port() { (on "postgres$1" port); }

# pair_sql 1|2 STATEMENT: as superuser, without a password in the process list
pair_sql() {
    (
        on "postgres$1" port >/dev/null
        PGPASSWORD=$(secret_in "$pg_secret") psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 \
            --host 127.0.0.1 --port "$(postgres_port)" --username postgres --dbname postgres --command "$2"
    )
}

pair_up() {
    local primary
    primary=$(pair_primary)
    if wanted "postgres$primary"; then
        (on "postgres$primary" exists) || ! (on "postgres$(pair_other)" exists) ||
            fail "postgres$primary has lost its data and postgres$(pair_other) has a copy: infra/local/servers promote"
        cluster_release_ports "$(on "postgres$primary" ports 2>/dev/null)"
        on "postgres$primary" up
        echo "$primary" >"$state/primary"
        # A promotion that was cut off is finished: the other one must not come back as a primary.
        [ "$(pair_sql "$primary" 'SELECT pg_is_in_recovery()')" = f ] || pair_promote
    fi
    ! wanted "postgres$(pair_other)" || pair_standby_up
}

# Only what stands in both is committed for whoever asks: that is what a promotion must not lose.
pair_standby_up() {
    local standby
    standby=$(pair_other)
    (on "postgres$(pair_primary)" running) || fail "postgres$standby copies postgres$(pair_primary), which does not run; start both"
    if ! (on "postgres$standby" running) || ! pair_streams; then
        cluster_release_ports "$(on "postgres$standby" ports 2>/dev/null)"
        # A crash of both may leave a standby that cannot follow any more; then it is copied anew.
        (on "postgres$standby" follow && within 20 pair_streams) || { on "postgres$standby" copy && on "postgres$standby" follow; }
        within 30 pair_streams || fail "postgres$standby does not follow its primary; its log is $pg_log"
        say "PostgreSQL $standby follows PostgreSQL $(pair_primary) on 127.0.0.1:$(pair_port "$standby")"
    fi
    pair_sql "$(pair_primary)" "ALTER SYSTEM SET synchronous_standby_names = 'postgres$standby'" &&
        pair_sql "$(pair_primary)" 'SELECT pg_reload_conf()' >/dev/null || fail "postgres$(pair_primary) cannot be told of its standby"
}

postgres_exists() { as_postgres test -s "$pg_data/filon.conf"; }

pair_streams() {
    [ -n "$(pair_sql "$(pair_primary)" "SELECT 1 FROM pg_stat_replication
        WHERE application_name = 'postgres$(pair_other)' AND state = 'streaming'" 2>/dev/null)" ]
}

# Starts a standby as it is; fails when it is none. Nothing that was a primary is started beside another one.
postgres_follow() {
    as_postgres test -e "$pg_data/standby.signal" || return 1
    postgres_directories
    postgres_configure
    postgres_sweep
    postgres_running || postgres_launch
}

# Throws away what this server holds and copies the primary.
postgres_copy() {
    local source
    source=$(pair_port "$(pair_primary)")
    ! postgres_alive || postgres_down
    postgres_directories
    say "copying PostgreSQL $(pair_primary)"
    as_postgres rm -rf "$pg_data"
    pair_sql "$(pair_primary)" "DO \$\$ BEGIN IF to_regrole('standby') IS NULL THEN CREATE ROLE standby; END IF; END \$\$;
        ALTER ROLE standby LOGIN REPLICATION PASSWORD '$(secret_in "$state/secrets/standby")'" ||
        fail "the standby's role cannot be made"
    # shellcheck disable=SC2016
    echo "127.0.0.1:*:*:standby:$(secret_in "$state/secrets/standby")" |
        as_postgres sh -c 'umask 077 && cat >"$1"' sh "$pg_home/pgpass"
    as_postgres env PGPASSFILE="$pg_home/pgpass" "$pg_bin/pg_basebackup" --pgdata "$pg_data" --wal-method stream \
        --checkpoint fast --host 127.0.0.1 --port "$source" --username standby --no-password ||
        fail "PostgreSQL $(pair_primary) cannot be copied"
    as_postgres touch "$pg_data/standby.signal"
}

# For an operator who knows that the primary is lost. While it lives, two servers would take writes.
cluster_promote() {
    (on "postgres$(pair_primary)" alive) &&
        fail "postgres$(pair_primary) is the primary and runs (process $(on "postgres$(pair_primary)" pid)); stop it first"
    (on "postgres$(pair_other)" running) || fail "postgres$(pair_other), the standby, does not run; there is nothing to promote"
    pair_other >"$state/primary.new" && mv "$state/primary.new" "$state/primary"
    pair_promote
}

# It has no standby itself until `up` makes one of the other server, so it must not wait for one.
pair_promote() {
    local new
    new=$(pair_primary)
    pair_sql "$new" 'ALTER SYSTEM RESET synchronous_standby_names' && pair_sql "$new" 'SELECT pg_reload_conf()' >/dev/null &&
        [ "$(pair_sql "$new" 'SELECT pg_promote(true, 60)')" = t ] || fail "postgres$new could not be promoted; try again"
    say "PostgreSQL $new takes writes on 127.0.0.1:$(pair_port "$new"), alone until infra/local/servers up gives it a standby"
}

# --- the nodes ------------------------------------------------------------------------------------------------------

# One that has lost sight of the others stops rather than go on alone.
brokers_settings() {
    echo "cluster_partition_handling = pause_minority"
    echo "cluster_formation.peer_discovery_backend = classic_config"
    local one number=0
    # Only an empty node reads this; of those that do not run it would wait for each.
    for one in rabbitmq$member $(brokers_running); do
        number=$((number + 1))
        echo "cluster_formation.classic_config.nodes.$number = $(on "$one" node)"
    done
}

rabbitmq_node() { echo "$mq_node"; }

brokers_running() {
    local one
    for one in rabbitmq1 rabbitmq2 rabbitmq3; do ! (on "$one" running) || echo "$one"; done
}

# All find one another through one port mapper, which the first one to start brings.
brokers_epmd_port() { cat "$state/epmd_port"; }

brokers_choose_epmd_port() {
    [ -z "$(brokers_running)" ] || return 0
    choose_port "$(brokers_epmd_port 2>/dev/null || echo "$(($(base_port "$id") + 2))")"
    echo "$port" >"$state/epmd_port"
}

# Nodes that know one another wait for one another, so they start at once. An empty one has to find somebody whom it can
# join: the first alone, the rest after it.
brokers_up() {
    local one old=() new=() running
    for one in rabbitmq1 rabbitmq2 rabbitmq3; do
        wanted "$one" && ! (on "$one" running) || continue
        if (on "$one" joined); then old+=("$one"); else new+=("$one"); fi
    done
    running=$(brokers_running)
    brokers_start "${old[@]}"
    if [ ${#new[@]} -gt 0 ] && [ -z "$running" ] && [ ${#old[@]} = 0 ]; then
        brokers_start "${new[0]}"
        brokers_start "${new[@]:1}"
        return
    fi
    # What was cut off while it joined, or has lost its disk, joins as if it had never been there.
    for one in "${new[@]}"; do brokers_forget "$one"; done
    brokers_start "${new[@]}"
    for one in "${new[@]}"; do on "$one" grow; done
}

brokers_start() {
    local one process processes=()
    [ $# -gt 0 ] || return 0
    # All of them before any of them: what is swept away may be the port mapper that another has just started.
    for one in "$@"; do on "$one" prepare; done
    hold_ports
    brokers_choose_epmd_port
    for one in "$@"; do
        cluster_release_ports $(on "$one" ports)
        on "$one" begin
        processes+=("$mq_launched")
    done
    for one in "$@"; do
        on "$one" await "${processes[0]}"
        processes=("${processes[@]:1}")
        touch "$mq_home/joined"
        say "RabbitMQ $member listens on 127.0.0.1:$amqp_port, its management on 127.0.0.1:$management_port"
    done
    release_ports
}

rabbitmq_joined() { [ -e "$mq_home/joined" ]; }

rabbitmq_begin() {
    rabbitmq_joined || rm -rf "$mq_home/mnesia"
    rabbitmq_configure
    rabbitmq_launch
}

# Queues that were made without this node get a copy on it, too.
rabbitmq_grow() {
    local counts
    counts=$(rabbitmq_control eval '
        Grown = rabbit_quorum_queue:grow(node(), <<".*">>, <<".*">>, all),
        io_lib:format("~b ~b", [length([Q || {Q, {ok, _}} <- Grown]), length([Q || {Q, R} <- Grown, element(1, R) =/= ok])]).') ||
        fail "RabbitMQ $member runs, and its queues cannot be looked at: rabbitmq-queues grow $mq_node all"
    read -r grown failed <<<"${counts//\"/}"
    [ "$failed" = 0 ] || fail "RabbitMQ $member joined; $failed queues have no copy on it: run this again"
    [ "$grown" = 0 ] || say "RabbitMQ $member has joined and holds a copy of $grown queues that were made before"
}

# Whether a node counts another one as a member, running or not: rabbitmq_knows NODE
rabbitmq_knows() {
    curl --silent --max-time 5 --config - <<REQUEST | jq -e --arg node "$1" 'any(.name == $node)' >/dev/null
url = "http://127.0.0.1:$management_port/api/nodes?columns=name"
user = "filon_admin:$(cat "$mq_secret")"
REQUEST
}

# Strikes a node from the list of the others: brokers_forget rabbitmq2
brokers_forget() {
    local node other
    node=$(on "$1" node)
    other=$(brokers_running | grep -vxF "$1" | head -1)
    [ -n "$other" ] && on "$other" knows "$node" || return 0
    # What it holds is given up: a goodbye to its clients would take half a minute and save nothing.
    terminate "$(on "$1" pid)" 0
    on "$1" down
    on "$other" control forget_cluster_node "$node" >/dev/null 2>&1 || true
    on "$1" paths
    rm -f "$mq_home/joined"
}

# --- what is told ---------------------------------------------------------------------------------------------------

# A member's work, for its line of status.
postgres_role() { if [ "$member" = "$(pair_primary)" ]; then echo " as primary"; else echo " as standby"; fi; }
rabbitmq_role() { :; }

# What one function prints of each member of a kind, with commas between: cluster_list KIND FUNCTION
cluster_list() {
    local one
    for one in $cluster_members; do
        [[ $one != "$1"* ]] || (on "$one" "$2") 2>/dev/null
    done | paste -sd, -
}

postgres_host() { echo "127.0.0.1:$(cat "$pg_last_port")"; }
rabbitmq_host() { [ -z "$amqp_port" ] || echo "127.0.0.1:$amqp_port"; }
rabbitmq_management() { [ -z "$management_port" ] || echo "127.0.0.1:$management_port"; }

# Members that do not run at this moment are named as well: clients go on to the next, and may come back.
cluster_environment() {
    local password hosts broker
    if [ -s "$state/secrets/postgres" ]; then
        hosts=$(cluster_list postgres host)
        password=$(secret_in "$state/secrets/postgres")
        echo "FILON_TEST_DATABASE_URL=postgresql://postgres:$password@$hosts/postgres?target_session_attrs=read-write"
        echo "FILON_TEST_POSTGRES_HOSTS=$hosts"
    fi
    broker=$(brokers_running | head -1)
    [ -n "$broker" ] || return 0
    on "$broker" paths
    hosts=$(cluster_list rabbitmq host)
    password=$(secret_in "$mq_secret")
    echo "FILON_TEST_AMQP_URL=amqp://filon_admin:$password@$hosts/filon"
    echo "FILON_TEST_AMQP_HOSTS=$hosts"
    echo "FILON_TEST_RABBITMQ_MANAGEMENT_URL=http://filon_admin:$password@127.0.0.1:$management_port"
    echo "FILON_TEST_RABBITMQ_MANAGEMENT_HOSTS=$(cluster_list rabbitmq management)"
    echo "FILON_TEST_RABBITMQ_NODES=$(cluster_list rabbitmq node)"
    echo "FILON_TEST_RABBITMQ_EPMD_PORT=$epmd_port"
    echo "FILON_TEST_RABBITMQ_HOME=$mq_home"
}
