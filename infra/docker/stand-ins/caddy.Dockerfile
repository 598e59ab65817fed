# STAND-IN for caddy:2 where no image can be pulled: Debian's package, with the official image's places and with its
# capability on the executable. Made by infra/docker/stand-ins/build.
FROM filon-stand-in/debian:trixie
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates caddy libcap2-bin wget \
    && rm -rf /var/lib/apt/lists/* \
    && setcap cap_net_bind_service=+ep /usr/bin/caddy \
    && mkdir -p /config/caddy /data/caddy /etc/caddy
ENV XDG_CONFIG_HOME=/config XDG_DATA_HOME=/data
WORKDIR /srv
EXPOSE 80 443
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
LABEL filon.stand-in="caddy:2"
