# The engine, the reader of docker-compose.yml, and how the containers are. Source after settings.sh.

# The plugin where it is installed, else the older program; both read the same file.
choose_compose() {
    if [ -n "${FILON_COMPOSE:-}" ]; then
        read -ra reader <<<"$FILON_COMPOSE"
    elif docker compose version >/dev/null 2>&1; then
        reader=(docker compose)
    elif command -v docker-compose >/dev/null; then
        reader=(docker-compose)
    else
        fail "neither 'docker compose' nor docker-compose is installed; on Debian: apt-get install docker-compose"
    fi
}

compose() {
    local place=(--file "$root/docker-compose.yml" --project-directory "$root")
    [ ! -f "${env_file:-}" ] || place+=(--env-file "$env_file")
    "${reader[@]}" "${place[@]}" "$@"
}

require_engine() {
    command -v docker >/dev/null || fail "docker is not installed; on Debian: apt-get install docker.io docker-compose"
    local answer
    answer=$(timeout 20 docker info 2>&1 >/dev/null) && return 0
    case $answer in
        *"permission denied"*) fail "you may not use the Docker engine; join the group docker, or run this as root" ;;
        *) fail "no Docker engine answers at ${DOCKER_HOST:-its socket}; start it: systemctl start docker" ;;
    esac
}

# The first one alone: it compiles the stage that all share. Compose v2 builds side by side, and with the classic builder each
# image would compile everything for itself. build_images [OPTION...] [SERVICE...]
build_images() {
    local word options=() names=()
    for word in "$@"; do [[ $word == -* ]] && options+=("$word") || names+=("$word"); done
    [ ${#names[@]} -gt 0 ] || mapfile -t names < <(built_services)
    compose build ${options[@]+"${options[@]}"} "${names[0]}" || return 1
    [ ${#names[@]} = 1 ] || compose build ${options[@]+"${options[@]}"} "${names[@]:1}"
}

# What `up` would build one by one. Only what is missing.
build_missing() {
    local name missing=()
    for name in $(built_services); do
        docker image inspect "$(image_of "$name")" >/dev/null 2>&1 || missing+=("$name")
    done
    [ ${#missing[@]} = 0 ] && return 0
    say "building ${missing[*]}; the first build compiles for some minutes"
    build_images "${missing[@]}" >&2 || fail "the images cannot be built; what went wrong stands above"
}

# What runs only with a profile. The older reader lists it also without.
optional_services="public door
sandbox provider-sandbox
sandbox mail-sink
observability prometheus
observability grafana
tools filon"

# Services that are to run with the active profiles.
active_services() {
    local profile service left_out=()
    while read -r profile service; do has_profile "$profile" || left_out+=(-e "$service"); done <<<"$optional_services"
    compose config --services | grep -vxF -e filon ${left_out[@]+"${left_out[@]}"}
}

# Those whose image is ours.
built_services() { active_services | grep -vxF -e postgres -e rabbitmq -e prometheus -e grafana; }

image_of() {
    case $1 in
        migrate) echo "filon/filon:${FILON_RELEASE:-local}" ;;
        *) echo "filon/$1:${FILON_RELEASE:-local}" ;;
    esac
}

# Ports on this machine: variable, usual port, profile that needs it (- for all), service.
published_ports() {
    cat <<'PORTS'
FILON_CONSOLE_PORT 8080 - console
FILON_INGEST_PORT 8081 - ingest
FILON_PUBLIC_HTTP_PORT 80 public door
FILON_PUBLIC_HTTPS_PORT 443 public door
FILON_SANDBOX_PORT 8090 sandbox provider-sandbox
FILON_MAIL_SINK_PORT 8025 sandbox mail-sink
FILON_PROMETHEUS_PORT 9090 observability prometheus
FILON_GRAFANA_PORT 3000 observability grafana
PORTS
}

# A port that somebody else holds would stop compose in the middle, with words about a proxy.
refuse_taken_ports() {
    local variable usual profile service port taken=()
    while read -r variable usual profile service; do
        [ "$profile" = - ] || has_profile "$profile" || continue
        port=${!variable:-$usual}
        port_taken "$port" || continue
        [ -z "$(containers "$service" --filter "publish=$port")" ] || continue
        taken+=("    port $port for $service is taken; choose another: $variable=PORT")
    done < <(published_ports)
    [ ${#taken[@]} = 0 ] || fail "$(printf '%s\n' "somebody else listens where Filon would:" "${taken[@]}")"
}

# Ids of a service's running containers, oldest first: containers SERVICE [FILTER...]
containers() {
    local service=$1
    shift
    docker ps --quiet --no-trunc --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" \
        --filter "label=com.docker.compose.service=$service" "$@" | tac
}

# Ids of all containers of a service, whatever their state.
every_container() { containers "$1" --all; }

# One word: healthy, starting, unhealthy, running (it has no check), done (ended well), exited, restarting …
state_of() {
    local word
    word=$(docker inspect --format \
        '{{.State.Status}} {{.State.ExitCode}} {{if .State.Health}}{{.State.Health.Status}}{{else}}running{{end}}' \
        "$1" 2>/dev/null) || word='gone'
    case $word in
        running*) echo "${word##* }" ;;
        'exited 0 '*) echo "done" ;;
        *) echo "${word%% *}" ;;
    esac
}

service_healthy() {
    local container state found=no
    for container in $(every_container "$1"); do
        state=$(state_of "$container")
        case $1:$state in
            migrate:done | *:healthy | *:running) found=yes ;;
            *) return 1 ;;
        esac
    done
    [ "$found" = yes ]
}

all_healthy() {
    local service
    for service in "$@"; do service_healthy "$service" || return 1; done
}

# Why a container is not healthy: the words of its last check, or the end of its log.
complaint_of() {
    local words
    words=$(docker inspect --format '{{if .State.Health}}{{range .State.Health.Log}}{{.Output}}
{{end}}{{end}}' "$1" 2>/dev/null | grep -v '^ *$' | tail -n 1)
    [ -n "$words" ] || words=$(docker logs --tail 3 "$1" 2>&1 | cut -c1-300)
    echo "${words:-it says nothing}"
}

show_unhealthy() {
    local service container
    for service in ${*:-$(active_services)}; do
        service_healthy "$service" && continue
        [ -n "$(every_container "$service")" ] || say "  $service: not started"
        for container in $(every_container "$service"); do
            case $service:$(state_of "$container") in migrate:done | *:healthy | *:running) continue ;; esac
            say "  $service: $(state_of "$container"): $(complaint_of "$container" | sed '2,$s/^/    /')"
        done
    done
}

# ready SECONDS
ready() {
    local services began=$SECONDS
    [[ $1 =~ ^[0-9]+$ ]] || fail "ready takes a number of seconds"
    mapfile -t services < <(active_services)
    if within "$1" all_healthy "${services[@]}"; then
        say "all healthy after $((SECONDS - began)) s: ${services[*]}"
        return 0
    fi
    say "not healthy within $1 s:"
    show_unhealthy "${services[@]}"
    explain_failure
    return 1
}

# Known causes, from what containers said, in words of what to do.
explain_failure() {
    local service container said=''
    for service in postgres rabbitmq migrate; do
        for container in $(every_container "$service"); do said+=$(docker logs --tail 40 "$container" 2>&1)$'\n'; done
    done
    case $said in
        *"password authentication failed"* | *"PLAIN login refused"* | *ACCESS_REFUSED* | *"invalid credentials"*)
            say "The data were made with other passwords than those in $FILON_SECRETS."
            say "Put the right secrets back, or give the data these: infra/scripts/compose adopt" ;;
        *"database files are incompatible"*)
            say "The volume $(volume database) belongs to another PostgreSQL release; dump it there, restore it here." ;;
    esac
    container=$(every_container migrate | tail -n 1)
    [ -n "$container" ] && [ "$(state_of "$container")" != done ] || return 0
    say "the migration said:"
    docker logs --tail 8 "$container" 2>&1 | sed 's/^/    /' >&2
}
