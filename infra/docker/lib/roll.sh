# A service's new containers beside the old. Source after engine.sh.

# How long a new container may take to be healthy, and what an old one gets to finish: its promise is 10 s.
roll_patience=60
roll_grace=15

roll() {
    local service=$1 old
    [[ -n $service && " $(rollable) " == *" $service "* ]] ||
        fail "roll takes one of: $(rollable); servers keep data, and jobs run once"
    mapfile -t old < <(containers "$service")
    [ ${#old[@]} -gt 0 ] || fail "$service does not run; start it: infra/scripts/compose up -d $service"
    if [ -n "$(docker port "${old[0]}")" ]; then
        roll_published "$service" "${old[@]}"
    else
        roll_beside "$service" "${old[@]}"
    fi
}

rollable() {
    compose config --services | grep -vxF -e postgres -e rabbitmq -e migrate -e filon -e prometheus -e grafana | xargs
}

# Twice as many, then only the new ones.
roll_beside() {
    local service=$1 container new=()
    shift
    say "starting $# new container(s) of $service beside $#"
    compose up -d --no-deps --no-recreate --no-build --scale "$service=$((2 * $#))" "$service" >/dev/null 2>&1
    for container in $(every_container "$service"); do [[ " $* " == *" $container "* ]] || new+=("$container"); done
    [ ${#new[@]} = $# ] && within "$roll_patience" all_of_them_healthy "${new[@]}" || {
        show_complaints "${new[@]}"
        [ ${#new[@]} = 0 ] || docker rm --force "${new[@]}" >/dev/null
        fail "the new containers of $service are not healthy; the old ones go on, the new ones are gone"
    }
    stop_gently "$@"
    say "$service runs in $# new container(s)"
}

# Two containers cannot publish the same port: a guest without a port answers behind the door while the one with the port
# is made anew. Who asks the port on 127.0.0.1 itself is refused until it listens.
roll_published() {
    local service=$1 guest
    shift
    [ $# = 1 ] || fail "$service publishes a port and so runs once; found $# containers"
    guest=${COMPOSE_PROJECT_NAME}_${service}_guest
    docker rm --force "$guest" >/dev/null 2>&1
    say "starting a guest of $service beside it"
    compose run --detach --no-deps --use-aliases --name "$guest" "$service" >/dev/null 2>&1
    within "$roll_patience" all_of_them_healthy "$guest" || {
        show_complaints "$guest"
        docker rm --force "$guest" >/dev/null 2>&1
        fail "the new container of $service is not healthy; the old one goes on, the new one is gone"
    }
    stop_gently "$1"
    compose up -d --no-deps --no-build "$service" >/dev/null 2>&1
    # The guest is of the same service: only who is not the guest counts.
    within "$roll_patience" published_healthy "$service" "$guest" || {
        show_complaints $(every_container "$service")
        fail "$service does not come back; the guest $guest goes on answering behind the door"
    }
    stop_gently "$guest"
    say "$service runs in a new container"
}

published_healthy() {
    local container
    for container in $(containers "$1"); do
        [ "$(docker inspect --format '{{.Name}}' "$container")" != "/$2" ] || continue
        [ "$(state_of "$container")" = healthy ] && return 0
    done
    return 1
}

all_of_them_healthy() {
    local container
    for container in "$@"; do [ "$(state_of "$container")" = healthy ] || return 1; done
}

show_complaints() {
    local container
    for container in "$@"; do say "  $(state_of "$container"): $(complaint_of "$container")"; done
}

# SIGTERM to all at once, then they are removed.
stop_gently() {
    docker stop -t "$roll_grace" "$@" >/dev/null && docker rm "$@" >/dev/null
}
