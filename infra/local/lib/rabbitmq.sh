# A private RabbitMQ node in $state/rabbitmq$member. Source after common.sh; needs $state, $id and $member, which is empty
# where there is one node and its number where there are several (cluster.sh).

rabbitmq_programs=/usr/lib/rabbitmq/bin

rabbitmq_paths() {
    [ -x "$rabbitmq_programs/rabbitmq-server" ] || fail "RabbitMQ is not installed; run infra/scripts/prerequisites"
    mq_home=$state/rabbitmq$member
    mq_log=$mq_home/log/server.log
    mq_ports=$mq_home/ports
    mq_secret=$state/secrets/rabbitmq
    mq_node=filon_$id${member:+_$member}@localhost
    amqp_port='' management_port='' epmd_port='' distribution_port=''
    # shellcheck source=/dev/null
    [ ! -f "$mq_ports" ] || . "$mq_ports"
}

# Nothing of the caller's environment and nothing of /etc/rabbitmq reaches the node.
rabbitmq_environment_of_node() {
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME="$mq_home" \
        ERL_EPMD_PORT="$epmd_port" ERL_EPMD_ADDRESS=127.0.0.1 \
        RABBITMQ_CONF_ENV_FILE="$mq_home/rabbitmq-env.conf" RABBITMQ_CONFIG_FILE="$mq_home/rabbitmq.conf" \
        RABBITMQ_ADVANCED_CONFIG_FILE="$mq_home/advanced.config" \
        RABBITMQ_GENERATED_CONFIG_DIR="$mq_home/generated" RABBITMQ_NODENAME="$mq_node" \
        RABBITMQ_DIST_PORT="$distribution_port" RABBITMQ_MNESIA_BASE="$mq_home/mnesia" \
        RABBITMQ_LOG_BASE="$mq_home/log" RABBITMQ_ENABLED_PLUGINS_FILE="$mq_home/enabled_plugins" \
        RABBITMQ_PID_FILE="$mq_home/node.pid" \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none -filon_node $mq_node" \
        "$@"
}

# The node's processes: -filon_node is a flag that Erlang ignores and by which they are found again.
rabbitmq_processes() {
    local process
    for process in $(processes_with cmdline "$mq_node"); do
        [ "$(cat "/proc/$process/comm" 2>/dev/null)" != beam.smp ] || echo "$process"
    done
}

rabbitmq_pid() { rabbitmq_processes | tail -1; }

rabbitmq_answers() {
    [ -n "$amqp_port" ] && port_taken "$amqp_port" &&
        curl --silent --fail --max-time 5 --output /dev/null --config - <<REQUEST
url = "http://127.0.0.1:$management_port/api/vhosts/filon"
user = "filon_admin:$(cat "$mq_secret")"
REQUEST
}

rabbitmq_running() { [ -n "$(rabbitmq_pid)" ] && rabbitmq_answers; }

# The first boot creates the administrator and the vhost instead of guest.
rabbitmq_configure() {
    local password
    password=$(secret_in "$mq_secret")
    mkdir -p "$mq_home/log" "$mq_home/mnesia" "$mq_home/generated"
    : >"$mq_home/rabbitmq-env.conf"
    echo '[].' >"$mq_home/advanced.config"
    echo '[rabbitmq_management].' >"$mq_home/enabled_plugins"
    [ -s "$mq_home/.erlang.cookie" ] || (umask 277 && rabbitmq_cookie >"$mq_home/.erlang.cookie")
    # Clients know a killed node by its ports, so it gets the same ones again where it can.
    choose_port "${amqp_port:-$(($(base_port "$id") + 4))}" && amqp_port=$port
    choose_port "${management_port:-$((port + 1))}" && management_port=$port
    if [ -n "$member" ]; then
        epmd_port=$(brokers_epmd_port)
    else
        choose_port "${epmd_port:-$((port + 1))}" && epmd_port=$port
    fi
    choose_port "${distribution_port:-$((port + 1))}" && distribution_port=$port
    printf '%s\n' "amqp_port=$amqp_port" "management_port=$management_port" "epmd_port=$epmd_port" \
        "distribution_port=$distribution_port" >"$mq_ports"
    (umask 077 && cat >"$mq_home/rabbitmq.conf") <<SETTINGS
listeners.tcp.1 = 127.0.0.1:$amqp_port
management.tcp.ip = 127.0.0.1
management.tcp.port = $management_port
default_vhost = filon
default_user = filon_admin
default_pass = $password
default_user_tags.administrator = true
disk_free_limit.absolute = 256MB
log.file.level = info
log.console = false
$([ -z "$member" ] || brokers_settings)
SETTINGS
}

rabbitmq_cookie() { if [ -n "$member" ]; then secret_in "$state/secrets/rabbitmq_cookie"; else random_secret; fi; }

# What a killed run leaves: a half-dead node, an epmd that keeps the port, a cookie of another owner.
rabbitmq_sweep() {
    local process
    for process in $(rabbitmq_processes); do
        say "stopping what is left of a RabbitMQ node (process $process)"
        terminate "$process" 20
    done
    rabbitmq_forget_epmd
}

rabbitmq_forget_epmd() {
    [ -n "$epmd_port" ] || return 0
    epmd -port "$epmd_port" -kill >/dev/null 2>&1 || true
}

rabbitmq_launch() {
    # Descriptors 8 and 9 are locks of this script; a server that inherits one would hold it for ever.
    rabbitmq_environment_of_node setsid nohup "$rabbitmq_programs/rabbitmq-server" \
        </dev/null >"$mq_log" 2>&1 8<&- 9>&- &
    mq_launched=$!
}

# Waits for a launched node: rabbitmq_await PROCESS
rabbitmq_await() {
    local end=$((SECONDS + 90))
    until rabbitmq_answers; do
        if [ "$SECONDS" -ge "$end" ] || { gone "$1" && [ -z "$(rabbitmq_pid)" ]; }; then
            tail -n 15 "$mq_log" "$mq_home/log/$mq_node.log" >&2
            rabbitmq_sweep
            fail "RabbitMQ does not start; its logs are in $mq_home/log"
        fi
        sleep 0.2
    done
}

rabbitmq_control() { rabbitmq_environment_of_node "$rabbitmq_programs/rabbitmqctl" --quiet --node "$mq_node" "$@"; }

# RabbitMQ 3.10 may leave a single node's quorum queue without a leader after SIGKILL, for good (rabbitmq-server#10070):
# nothing is lost, but nobody can consume it until an election is triggered.
rabbitmq_elect() {
    rabbitmq_control eval '
        [begin {Name, _} = amqqueue:get_pid(Queue), ra:trigger_election({Name, node()}) end
            || Queue <- rabbit_amqqueue:list(), amqqueue:get_type(Queue) =:= rabbit_quorum_queue].' >/dev/null ||
        say "RabbitMQ may have left queues without a leader; see infra/docs/reliability.md"
}

rabbitmq_prepare() {
    getent hosts localhost >/dev/null || fail "localhost does not resolve; add '127.0.0.1 localhost' to /etc/hosts"
    mkdir -p "$mq_home"
    require_disk "$mq_home" 1024
    rabbitmq_sweep
}

rabbitmq_up() {
    rabbitmq_paths
    rabbitmq_running && return 0
    local was_killed=no
    [ ! -e "$mq_home/node.pid" ] || was_killed=yes
    rabbitmq_prepare
    hold_ports
    rabbitmq_configure
    rabbitmq_launch
    rabbitmq_await "$mq_launched"
    [ "$was_killed" = no ] || rabbitmq_elect
    release_ports
    say "RabbitMQ listens on 127.0.0.1:$amqp_port, its management on 127.0.0.1:$management_port"
}

rabbitmq_down() {
    rabbitmq_paths
    local process
    process=$(rabbitmq_pid)
    [ -z "$process" ] || terminate "$process" 30 || fail "RabbitMQ (process $process) does not stop"
    rm -f "$mq_home/node.pid"
    rabbitmq_sweep
}

rabbitmq_reset() {
    rabbitmq_down
    rm -rf "$mq_home"
    [ -n "$member" ] || rm -f "$mq_secret"
}

rabbitmq_environment() {
    local password
    password=$(secret_in "$mq_secret")
    echo "FILON_TEST_AMQP_URL=amqp://filon_admin:$password@127.0.0.1:$amqp_port/filon"
    echo "FILON_TEST_RABBITMQ_MANAGEMENT_URL=http://filon_admin:$password@127.0.0.1:$management_port"
    echo "FILON_TEST_AMQP_HOSTS=127.0.0.1:$amqp_port"
    echo "FILON_TEST_AMQP_PORT=$amqp_port"
    echo "FILON_TEST_RABBITMQ_MANAGEMENT_PORT=$management_port"
    echo "FILON_TEST_RABBITMQ_NODE=$mq_node"
    echo "FILON_TEST_RABBITMQ_EPMD_PORT=$epmd_port"
    echo "FILON_TEST_RABBITMQ_HOME=$mq_home"
}
