# The secrets that compose mounts, made once and kept. Source after settings.sh.
#
# One file per service and server holds a whole address with its password. The directory is for its owner alone; the
# files can be read by all, since a bind-mounted file keeps its mode and the containers run as other users.

provider_keys="sirene_token inpi_password pappers_token societe_com_token opencorporates_token"
secret_services="ingest enrichment scoring assignment pipeline-monitor notifier console operator"

volume() { echo "${COMPOSE_PROJECT_NAME}_$1"; }

has_volume() { docker volume inspect "$(volume "$1")" >/dev/null 2>&1; }

# put NAME: from standard input, unless it is there already.
put() {
    if [ -e "$FILON_SECRETS/$1" ]; then
        cat >/dev/null
    else
        cat >"$FILON_SECRETS/.new" && chmod 444 "$FILON_SECRETS/.new" && mv "$FILON_SECRETS/.new" "$FILON_SECRETS/$1"
    fi
}

kept() { cat "$FILON_SECRETS/$1" 2>/dev/null || fail "$FILON_SECRETS/$1 cannot be read; run this as who made it"; }

# make_secrets [adopt]: data of an installation with other passwords is refused, except by who wants to give it these.
make_secrets() {
    if [ ! -e "$FILON_SECRETS/postgres_password" ] && [ "${1:-}" != adopt ] && { has_volume database || has_volume broker; }; then
        fail "the volumes $(volume database) and $(volume broker) hold an installation whose secrets are not in
    $FILON_SECRETS. One of these helps:
    - put its secrets back there, or say where they are: FILON_SECRETS=DIR
    - keep the data and give them new passwords:  infra/scripts/compose adopt
    - delete the data:                            infra/scripts/compose down --volumes"
    fi
    (umask 077 && mkdir -p "$FILON_SECRETS") && chmod 700 "$FILON_SECRETS" && [ -w "$FILON_SECRETS" ] ||
        fail "$FILON_SECRETS cannot be written; run this as who owns it"
    exec 7<"$FILON_SECRETS" && flock 7
    write_secrets
    exec 7<&-
}

write_secrets() {
    local service administrator
    random_secret | put postgres_password
    random_secret | put broker_password
    random_secret | put grafana_password
    administrator=$(kept broker_password)
    printf 'default_user = filon_admin\ndefault_pass = %s\n' "$administrator" | put rabbitmq.conf
    echo "postgresql://postgres:$(kept postgres_password)@postgres:5432/filon" | put database_superuser
    echo "amqp://filon_admin:$administrator@rabbitmq:5672/filon" | put broker_administrator
    echo "http://filon_admin:$administrator@rabbitmq:15672" | put broker_management
    for service in $secret_services; do
        echo "postgresql://filon_${service//-/_}:$(random_secret)@postgres:5432/filon" | put "database_$service"
        echo "amqp://filon-$service:$(random_secret)@rabbitmq:5672/filon" | put "broker_$service"
    done
    # Who has one writes it into these; empty means unset.
    for service in smtp_password slack_url slack_token ingest_token $provider_keys; do put "$service" </dev/null; done
}

# An existing database and broker get the passwords that stand here: both let in who is inside their container.
adopt() {
    refuse_taken_ports
    compose up -d postgres rabbitmq || fail "the servers do not start; what went wrong stands above"
    within 90 all_healthy postgres rabbitmq || { show_unhealthy && fail "the servers are not healthy within 90 s"; }
    echo "ALTER ROLE postgres PASSWORD '$(kept postgres_password)';" |
        compose exec -T postgres psql --no-psqlrc --quiet --username=postgres --dbname=postgres ||
        fail "PostgreSQL does not take the new password"
    # Read by the node itself from the secret that it has mounted, so that no process list shows it.
    compose exec -T rabbitmq rabbitmqctl --quiet eval '
        {ok, Text} = file:read_file("/etc/rabbitmq/conf.d/90-secret.conf"),
        {match, [Password]} = re:run(Text, "default_pass = (\\S+)", [{capture, [1], binary}]),
        ok = rabbit_auth_backend_internal:change_password(<<"filon_admin">>, Password, <<"filon">>).' >/dev/null ||
        fail "RabbitMQ does not take the new password"
    say "database and broker have the passwords of $FILON_SECRETS; go on with: infra/scripts/compose up -d"
}
