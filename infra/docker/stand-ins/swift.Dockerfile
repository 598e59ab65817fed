# STAND-IN for swift:6.3-bookworm where no image can be pulled: Debian's bookworm and this machine's own toolchain, at
# the place where it stands (executables that it links name that place). Made by infra/docker/stand-ins/build.
FROM filon-stand-in/debian:bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        binutils ca-certificates gcc git libc6-dev libcurl4 libedit2 libncurses6 libsqlite3-0 libstdc++-12-dev \
        libuuid1 libxml2-dev pkg-config tzdata zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
# toolchain.tar and packages.tar unpack to absolute places; packages.tar is empty where packages come from the network.
ADD toolchain.tar packages.tar /
COPY gitconfig /etc/gitconfig
ARG TOOLCHAIN_BIN=/usr/bin
ENV PATH=${TOOLCHAIN_BIN}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LABEL filon.stand-in="swift:6.3-bookworm"
