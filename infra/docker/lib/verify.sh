# What verify-compose measures and asks with. Source after engine.sh; needs $state, $root and the settings exported.

passed=0 failed=0

# check WORDS COMMAND...: one line; what the command said follows where it failed.
check() {
    local words=$1 said
    shift
    if said=$("$@" 2>&1); then
        echo "ok      $words"
        passed=$((passed + 1))
    else
        echo "FAILED  $words"
        tail -n 20 <<<"$said" | sed 's/^/        /'
        failed=$((failed + 1))
        return 1
    fi
}

# refuses PATTERN COMMAND...: the command must fail, and say this.
refuses() {
    local pattern=$1 said
    shift
    if said=$("$@" 2>&1); then
        echo "it was not refused: $said"
        return 1
    fi
    grep -qE -- "$pattern" <<<"$said" || { echo "refused, but not with /$pattern/: $said" && return 1; }
}

# Every command of the person who runs this, with a limit in time.
filon_compose() { timeout "${limit:-300}" "$root/infra/scripts/compose" --profile public --profile sandbox "$@"; }

sql() { timeout 60 docker exec -i "$(containers postgres)" psql --no-psqlrc -qtAX -v ON_ERROR_STOP=1 -U postgres -d filon; }

milliseconds() { date +%s%3N; }

# The public door, with the certificate of its own authority for localhost: door PATH [CURL OPTION...]
door() {
    local path=$1
    shift
    curl --silent --show-error --max-time 60 --cacert "$state/root.crt" "$@" "https://localhost:$FILON_PUBLIC_HTTPS_PORT$path"
}

# door_import FILE: through the public door; prints the import's id.
door_import() {
    door "/v1/imports?filename=$(basename "$1")" --fail --header @"$state/authorization" --header "content-type: text/csv" \
        --data-binary @"$1" | jq -er .id
}

# settled FILE SECONDS: the operator's tool sends the same file with the same token, which is the same import, and waits.
settled() {
    (cd "$(dirname "$1")" && limit=$(($2 + 30)) filon_compose filon import companies "$(basename "$1")" --wait \
        --patience "$2" --json >"$state/summary.json")
}

# A list of made-up companies that the simulator answers for: generated FIRST COUNT
generated() {
    echo "siren;nom;code_postal;ville;naf;telephone;email;contact;fonction;proprietaire;etape;prochaine_action;note"
    seq "$1" $(($1 + $2 - 1)) | awk '{
        digits = "9991" substr(10000 + $1, 2); sum = 0
        for (i = 8; i >= 1; i--) {
            d = substr(digits, i, 1)
            if ((8 - i) % 2 == 0) { d *= 2; if (d > 9) d -= 9 }
            sum += d
        }
        print digits (10 - sum % 10) % 10 ";Entreprise générée " $1 ";69003;LYON;43.21A;;;;;;;;"
    }'
}

# What has to be equal before and after: leads, who owns them, scores, what was told.
inventory() {
    sql <<'SQL'
SELECT 'leads ' || count(*) FROM intake.leads;
SELECT 'leads in an end state ' || count(*) FROM assignment.leads WHERE state IN ('owned', 'pooled', 'excluded', 'unassignable');
SELECT 'owners ' || md5(string_agg(l::text, ',' ORDER BY l.lead_id)) FROM (SELECT lead_id, owner_id FROM assignment.v_leads) AS l;
SELECT 'scores ' || count(*) FROM scoring.scores;
SELECT 'messages ' || count(*) || ' ' || count(*) FILTER (WHERE state IN ('pending', 'sending')) FROM notification.messages;
SQL
}

# Nothing on its way and nothing given up.
quiet() {
    local left
    left=$(sql <<'SQL'
SELECT (SELECT count(*) FROM msg.v_outbox) || ' in outboxes, ' || (SELECT count(*) FROM msg.v_dead_letters)
    || ' dead letters, ' || (SELECT count(*) FROM msg.v_retry) || ' to try again'
SQL
    )
    [ "$left" = "0 in outboxes, 0 dead letters, 0 to try again" ] || { echo "$left" && return 1; }
}

# Every secret's password: in no variable, no command line, no log, no layer's history.
secrets_stay_secret() {
    local container secret shown=''
    for container in $(docker ps --quiet --all --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME"); do
        shown+=$(docker inspect "$container")$'\n'$(docker logs "$container" 2>&1)$'\n'
        shown+=$(docker history --no-trunc "$(docker inspect --format '{{.Image}}' "$container")")$'\n'
    done
    shown+=$(tr '\0' ' ' 2>/dev/null < <(cat /proc/[0-9]*/cmdline 2>/dev/null))
    for secret in $(cat "$FILON_SECRETS"/* | grep -oE '[0-9a-f]{40}' | sort -u); do
        grep -qF "$secret" <<<"$shown" || continue
        echo "shown: the password of $(cd "$FILON_SECRETS" && grep -lF "$secret" -- * | xargs)"
        return 1
    done
}

# What the engine really applies, on every container of the project.
hardened() {
    local container bad=0
    for container in $(docker ps --quiet --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME"); do
        docker inspect "$container" | jq -e '.[0] | .HostConfig as $h |
            ($h.ReadonlyRootfs and ($h.CapDrop == ["ALL"]) and ($h.SecurityOpt | index("no-new-privileges:true") != null)
            and $h.Memory > 0 and $h.NanoCpus > 0 and $h.PidsLimit > 0 and (.Config.User | test("^[1-9]"))
            and $h.RestartPolicy.Name == "unless-stopped" and $h.LogConfig.Config["max-size"] != null)' >/dev/null ||
            { docker inspect --format '{{.Name}} is not hardened' "$container" && bad=1; }
    done
    return "$bad"
}

# Nobody but the public door listens for other machines, and the servers for nobody.
nothing_published() {
    local listed
    listed=$(docker ps --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" --format '{{.Names}} {{.Ports}}')
    ! grep -E 'postgres|rabbitmq' <<<"$listed" | grep -e '->' || return 1
    ! grep -v '_door_\|-door-' <<<"$listed" | grep -E '(0\.0\.0\.0|\[::\]|:::)[^ ]*->' || return 1
}

size_of() { docker image inspect --format '{{.Size}}' "$1"; }

# Bytes of each service's own layers and of what all share, above the base image.
measure_images() {
    local name base runtime
    base=$(size_of "${FILON_RUNTIME_IMAGE:-swift:6.3-bookworm-slim}")
    DOCKER_BUILDKIT=0 docker build --quiet --target runtime --tag "filon/runtime:$FILON_RELEASE" \
        --file "$root/infra/docker/Dockerfile" "$root" >/dev/null 2>&1 || return 1
    runtime=$(size_of "filon/runtime:$FILON_RELEASE")
    for name in ingest enrichment scoring assignment pipeline-monitor notifier console filon; do
        echo "$name $(($(size_of "filon/$name:$FILON_RELEASE") - runtime)) $(size_of "filon/$name:$FILON_RELEASE")"
    done | jq -nR --argjson shared $((runtime - base)) --argjson base "$base" '
        [inputs | split(" ") | {key: .[0], value: {own_layer_bytes: (.[1] | tonumber), image_bytes: (.[2] | tonumber)}}]
        | from_entries | {base_bytes: $base, shared_layer_bytes: $shared, services: .,
            layers_above_base_bytes: ($shared + ([.[].own_layer_bytes] | add))}' >"$state/images.json"
}

small_layers() {
    jq -e '[.services[].own_layer_bytes] | max < 30 * 1048576' "$state/images.json" >/dev/null || { cat "$state/images.json" && return 1; }
}

small_sum() {
    jq -e '.layers_above_base_bytes < 200 * 1048576' "$state/images.json" >/dev/null || { cat "$state/images.json" && return 1; }
}
