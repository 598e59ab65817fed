# STAND-IN for rabbitmq:4-management where no image can be pulled: Debian's packages, with what compose relies on of the
# official image (user 999, conf.d, data and cookie in /var/lib/rabbitmq, management on). Made by
# infra/docker/stand-ins/build.
FROM filon-stand-in/debian:trixie
RUN groupadd --system --gid 999 rabbitmq \
    && useradd --system --uid 999 --gid 999 --home-dir /var/lib/rabbitmq --shell /bin/bash rabbitmq \
    && printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d \
    && apt-get update \
    && apt-get install --yes --no-install-recommends rabbitmq-server \
    && rm -rf /var/lib/apt/lists/* /var/lib/rabbitmq /usr/sbin/policy-rc.d \
    && mkdir -p /var/lib/rabbitmq /var/log/rabbitmq /etc/rabbitmq/conf.d \
    && echo '[rabbitmq_management].' >/etc/rabbitmq/enabled_plugins \
    && : >/etc/rabbitmq/rabbitmq-env.conf \
    && chown -R 999:999 /var/lib/rabbitmq /var/log/rabbitmq /etc/rabbitmq \
    && chmod 1777 /var/lib/rabbitmq
# The scripts in the package's bin run as whoever calls them; those in /usr/sbin would change the user first.
ENV PATH=/usr/lib/rabbitmq/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ENV HOME=/var/lib/rabbitmq LANG=C.UTF-8 RABBITMQ_LOGS=-
VOLUME /var/lib/rabbitmq
EXPOSE 5672 15672
CMD ["rabbitmq-server"]
LABEL filon.stand-in="rabbitmq:4-management"
