# What the stack consists of, and how one of its processes starts, is found again and stops. Source after common.sh;
# needs $root, $state and $binaries.

# name, Swift target, port. The order is the order in which messages flow, so that queues have their readers first.
service_table="ingest Ingest 8081
enrichment Enrichment 8082
scoring Scoring 8083
assignment Assignment 8084
pipeline-monitor PipelineMonitor 8085
notifier Notifier 8086
client-success ClientSuccess 8087
console Console 8080"
simulator_table="provider-sandbox ProviderSandbox 8090
mail-sink MailSink 8025"

# Names of the services whose sources are here, in order.
existing_services() {
    local name target port
    while read -r name target port; do
        [ ! -f "$root/Services/$target/${target}Service.swift" ] || echo "$name"
    done <<<"$service_table"
}

# Names of all services and simulators, whether or not they are here.
table_names() { awk '{print $1}' <<<"$service_table"$'\n'"$simulator_table"; }

# column NAME 2|3: the target or the port of a service or simulator.
column() { awk -v name="$1" -v column="$2" '$1 == name {print $column}' <<<"$service_table"$'\n'"$simulator_table"; }

environment_file() { echo "$state/services/$1.env"; }

# The processes that were started with this checkout's environment file of a service. A process id in a file could
# belong to somebody else by now; the environment of a process cannot.
service_processes() { processes_with environ "FILON_CONFIG=$(environment_file "$1")"; }

recorded_port() { sed -n "s/^port=//p" "$state/services/$1.address" 2>/dev/null; }

# start_process NAME COMMAND...: in the background, apart from this terminal, with the service's own environment only.
start_process() {
    local name=$1 log=$state/log/$1.log
    shift
    [ ! -s "$log" ] || mv "$log" "$log.1"
    # Descriptors 8 and 9 are locks of this script; a process that inherits one would hold it for ever.
    env -i PATH="$PATH" HOME="$HOME" LANG=C.UTF-8 FILON_CONFIG="$(environment_file "$name")" \
        setsid nohup "$@" </dev/null >"$log" 2>&1 8<&- 9>&- &
    echo $! >"$state/services/$name.pid"
}

service_ready() { curl --silent --fail --max-time 2 --output /dev/null "http://127.0.0.1:$(recorded_port "$1")$2"; }

# Waits until a started process answers; shows the tail of its log when it does not: await_ready NAME PATH SECONDS
await_ready() {
    local name=$1 end=$((SECONDS + $3)) process
    process=$(cat "$state/services/$name.pid")
    until service_ready "$name" "$2"; do
        if gone "$process" || [ "$SECONDS" -ge "$end" ]; then
            say "$name is not ready: $(gone "$process" && echo "it ended" || echo "no answer in time"). Its log:"
            tail -n 15 "$state/log/$name.log" >&2
            return 1
        fi
        sleep 0.1
    done
}

# SIGTERM to all, then SIGKILL to those that still run after 12 s (a service promises to be gone after 10).
stop_services() {
    local name process running=()
    for name in "$@"; do
        for process in $(service_processes "$name"); do
            kill -TERM "$process" 2>/dev/null && running+=("$process")
        done
    done
    local end=$((SECONDS + 12))
    for process in "${running[@]}"; do
        within $((end > SECONDS ? end - SECONDS : 0)) gone "$process" || terminate "$process" 0
    done
    for name in "$@"; do rm -f "$state/services/$name.pid" "$state/services/$name.env"; done
}
