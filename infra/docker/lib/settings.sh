# What docker-compose.yml is told. Source after common.sh; needs $root.

# .env beside docker-compose.yml, as compose reads it: here too, since some settings follow from others. The environment
# wins.
read_env_file() {
    local line name value
    env_file=${FILON_ENV_FILE:-$root/.env}
    [ -f "$env_file" ] || return 0
    while IFS= read -r line || [ -n "$line" ]; do
        [[ $line =~ ^[[:space:]]*((FILON|COMPOSE)_[A-Z0-9_]+)=(.*)$ ]] || continue
        name=${BASH_REMATCH[1]} value=${BASH_REMATCH[3]}
        [[ ! $value =~ ^\"(.*)\"$ && ! $value =~ ^\'(.*)\'$ ]] || value=${BASH_REMATCH[1]}
        [ -n "${!name+set}" ] || export "$name=$value"
    done <"$env_file"
}

has_profile() { [[ ,${COMPOSE_PROFILES:-}, == *,$1,* ]]; }

read_settings() {
    read_env_file
    export COMPOSE_PROJECT_NAME=${COMPOSE_PROJECT_NAME:-filon}
    export FILON_SECRETS=${FILON_SECRETS:-$root/.local/compose/secrets}
    [[ $FILON_SECRETS == /* ]] || FILON_SECRETS=$root/$FILON_SECRETS
    # Links in mails and the kind of cookies follow from where people reach the console.
    if [ -n "${FILON_PUBLIC_HOST:-}" ]; then
        export FILON_CONSOLE_URL=${FILON_CONSOLE_URL:-https://$FILON_PUBLIC_HOST}
    else
        export FILON_CONSOLE_URL=${FILON_CONSOLE_URL:-http://127.0.0.1:${FILON_CONSOLE_PORT:-8080}}
    fi
    share_processors
    ! has_profile sandbox || point_at_simulators
}

# A server may use every processor; Docker refuses a limit above what there is.
share_processors() {
    local processors
    processors=$(nproc 2>/dev/null || echo 1)
    export FILON_POSTGRES_CPUS=${FILON_POSTGRES_CPUS:-$processors.0} FILON_RABBITMQ_CPUS=${FILON_RABBITMQ_CPUS:-$processors.0}
}

# What the caller set for a provider or channel wins over the simulator.
point_at_simulators() {
    local sandbox=http://provider-sandbox:8090
    export FILON_RECHERCHE_ENTREPRISES_URL=${FILON_RECHERCHE_ENTREPRISES_URL:-$sandbox/recherche-entreprises}
    export FILON_RATIOS_INPI_BCE_URL=${FILON_RATIOS_INPI_BCE_URL:-$sandbox/ratios-inpi-bce}
    export FILON_BODACC_URL=${FILON_BODACC_URL:-$sandbox/bodacc}
    # Asked only where there is a key, and then not with it in the real world.
    export FILON_SIRENE_URL=${FILON_SIRENE_URL:-$sandbox/sirene} FILON_INPI_URL=${FILON_INPI_URL:-$sandbox/inpi/api}
    export FILON_PAPPERS_URL=${FILON_PAPPERS_URL:-$sandbox/pappers/v2}
    export FILON_SOCIETE_COM_URL=${FILON_SOCIETE_COM_URL:-$sandbox/societe-com}
    export FILON_OPENCORPORATES_URL=${FILON_OPENCORPORATES_URL:-$sandbox/opencorporates/v0.4}
    export FILON_SMTP_URL=${FILON_SMTP_URL:-smtp://mail-sink:8026} FILON_SMTP_FROM=${FILON_SMTP_FROM:-filon@filon.example}
    [ -s "$FILON_SECRETS/slack_url" ] || export FILON_SLACK_URL=${FILON_SLACK_URL:-$sandbox/slack/webhook}
}
