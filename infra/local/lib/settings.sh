# Which variables the parts of the stack get. Source after services.sh; needs $installation and servers.env to be sourced.

# The database and the virtual host have the installation's name: `filon`, or `filon_demo`, which holds what a
# demonstration made with its simulators and never meets anybody's own data.
database_url() { # USER PASSWORD
    local hosts=$FILON_TEST_POSTGRES_HOSTS
    # Of a pair, only the one that takes writes will do.
    [[ $hosts != *,* ]] || set -- "$1" "$2" "?target_session_attrs=read-write"
    echo "postgresql://$1:$2@$hosts/$installation${3:-}"
}

amqp_url() { # USER PASSWORD
    echo "amqp://$1:$2@$FILON_TEST_AMQP_HOSTS/$installation"
}

# The installation's own token of a door: token_file api|ingest
token_file() {
    local prefix=${installation#filon}
    echo "$state/secrets/${prefix#_}${prefix:+_}${1}_token"
}

service_role() { echo "filon_${1//-/_}"; }

role_password() { secret_in "$state/secrets/$1"; }

broker_user() { echo "filon-$1"; }

broker_password() { secret_in "$state/secrets/broker_$1"; }

# Who may configure everything: `user:password` as the servers announce it.
broker_administrator() {
    local login=${FILON_TEST_RABBITMQ_MANAGEMENT_URL#*//}
    echo "${login%%@*}"
}

# What each service logs in with, as files that `filon migrate --credentials` reads: write_credentials FOLDER
write_credentials() {
    local name role
    (umask 077 && mkdir -p "$1" && for name in $(existing_services) operator; do
        role=$(service_role "$name")
        database_url "$role" "$(role_password "$role")" >"$1/database_$name"
        amqp_url "$(broker_user "$name")" "$(broker_password "$name")" >"$1/broker_$name"
    done)
}

# What the caller set for providers and channels (or for logging and the like) is passed on and wins over the
# simulators. What this script decides itself, or what only tests and people read, is not.
callers_variables() {
    local name
    for name in $(compgen -e FILON_ || true); do
        case $name in
            FILON_TEST_* | FILON_DATABASE_URL* | FILON_AMQP_URL* | FILON_RABBITMQ_* | FILON_HTTP_BIND | FILON_CONFIG) ;;
            FILON_*_HEALTH_URL | FILON_CONSOLE_URL | FILON_INGEST_URL | FILON_ENRICHMENT_URL | FILON_API_TOKEN* | FILON_INGEST_TOKEN*) ;;
            FILON_SANDBOX_URL | FILON_SANDBOX_PROVIDERS | FILON_MAIL_SINK_URL | FILON_ONLY | FILON_LIVE) ;;
            *)
                [[ ${!name} != *$'\n'* ]] || fail "$name holds several lines; put them into a file and set ${name}_FILE"
                echo "$name=${!name}"
                ;;
        esac
    done
}

# The simulators' addresses, for whatever the caller did not set. FILON_LIVE=1 keeps the real providers of facts.
# Providers that want a key get an address and no key, so nobody asks them; FILON_SANDBOX_PROVIDERS=all gives the keys
# that the sandbox takes, and the pages that are read only on purpose.
simulator_variables() {
    [ -n "$(recorded_port provider-sandbox)" ] && [ -n "$(service_processes provider-sandbox)" ] || return 0
    local sandbox sink
    sandbox=http://127.0.0.1:$(recorded_port provider-sandbox)
    sink=$(sed -n 's/^smtp_port=//p' "$state/services/mail-sink.address")
    if [ "${FILON_LIVE:-0}" != 1 ]; then
        echo "FILON_RECHERCHE_ENTREPRISES_URL=$sandbox/recherche-entreprises"
        echo "FILON_RATIOS_INPI_BCE_URL=$sandbox/ratios-inpi-bce"
        echo "FILON_BODACC_URL=$sandbox/bodacc"
        echo "FILON_INPI_URL=$sandbox/inpi/api"
        echo "FILON_SIRENE_URL=$sandbox/sirene"
        echo "FILON_PAPPERS_URL=$sandbox/pappers/v2"
        echo "FILON_OPENCORPORATES_URL=$sandbox/opencorporates/v0.4"
        echo "FILON_SOCIETE_COM_URL=$sandbox/societe-com"
        [ "${FILON_SANDBOX_PROVIDERS:-}" != all ] || sandbox_keys "$sandbox"
    fi
    echo "FILON_SLACK_URL=$sandbox/slack/webhook"
    echo "FILON_SMTP_URL=smtp://127.0.0.1:$sink"
    echo "FILON_SMTP_FROM=filon@filon.example"
}

# Any key does at the sandbox; see Tests/Simulators/README.md.
sandbox_keys() { # SANDBOX
    local name
    echo "FILON_SOCIETE_COM_PAGES_URL=$1/societe-com-pages"
    echo "FILON_INPI_USER=sandbox"
    echo "FILON_INPI_PASSWORD=sandbox"
    for name in SIRENE PAPPERS OPENCORPORATES SOCIETE_COM; do echo "FILON_${name}_TOKEN=sandbox"; done
}

# One service's file; a later line wins over an earlier one. write_settings NAME PORT
write_settings() {
    local role
    role=$(service_role "$1")
    (
        umask 077
        {
            simulator_variables
            callers_variables
            echo "FILON_DATABASE_URL=$(database_url "$role" "$(role_password "$role")")"
            echo "FILON_AMQP_URL=$(amqp_url "$(broker_user "$1")" "$(broker_password "$1")")"
            echo "FILON_HTTP_BIND=127.0.0.1:$2"
            [ -z "$(recorded_port console)" ] || echo "FILON_CONSOLE_URL=http://127.0.0.1:$(recorded_port console)"
        } >"$(environment_file "$1")"
    )
}

# What the operator's tool reads, with the operator's own rights.
operator_variables() {
    echo "FILON_DATABASE_URL=$(database_url filon_operator "$(role_password filon_operator)")"
    echo "FILON_AMQP_URL=$(amqp_url "$(broker_user operator)" "$(broker_password operator)")"
    echo "FILON_RABBITMQ_MANAGEMENT_URL=$FILON_TEST_RABBITMQ_MANAGEMENT_URL"
    local name port
    for name in $(existing_services); do
        port=$(recorded_port "$name")
        [ -n "$port" ] || continue
        local upper=${name^^}
        echo "FILON_${upper//-/_}_HEALTH_URL=http://127.0.0.1:$port/health/ready"
        case $name in console | ingest | enrichment) echo "FILON_${upper}_URL=http://127.0.0.1:$port" ;; esac
    done
    [ ! -s "$(token_file api)" ] || echo "FILON_API_TOKEN=$(cat "$(token_file api)")"
    [ ! -s "$(token_file ingest)" ] || echo "FILON_INGEST_TOKEN=$(cat "$(token_file ingest)")"
    [ -z "$(service_processes provider-sandbox)" ] ||
        echo "FILON_SANDBOX_URL=http://127.0.0.1:$(recorded_port provider-sandbox)"
    [ -z "$(service_processes mail-sink)" ] || echo "FILON_MAIL_SINK_URL=http://127.0.0.1:$(recorded_port mail-sink)"
}

# For people: . .local/env
write_env() {
    (
        umask 077
        operator_variables | sed "s/=\(.*\)/='\1'/; s/^/export /" \
            >"$state/env.new" && mv "$state/env.new" "$state/env"
    )
}

# The operator's tool: operator ARGUMENTS...
operator() {
    local variables
    mapfile -t variables < <(operator_variables)
    (cd "$root" && env "${variables[@]}" "$binaries/filon" "$@")
}

# The same as superuser of the database and administrator of the broker.
administrator() {
    local variables login
    login=$(broker_administrator)
    mapfile -t variables < <(operator_variables)
    variables+=("FILON_DATABASE_URL=$(database_url postgres "$(cat "$state/secrets/postgres")")")
    variables+=("FILON_AMQP_URL=$(amqp_url "${login%%:*}" "${login#*:}")")
    (cd "$root" && env "${variables[@]}" "$binaries/filon" "$@")
}
