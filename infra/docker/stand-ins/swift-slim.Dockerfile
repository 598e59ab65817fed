# STAND-IN for swift:6.3-bookworm-slim where no image can be pulled: Debian's bookworm and the libraries of this machine's
# own toolchain, without the compiler. Made by infra/docker/stand-ins/build.
FROM filon-stand-in/debian:bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates libcurl4 libxml2 tzdata \
    && rm -rf /var/lib/apt/lists/*
ADD libraries.tar /
LABEL filon.stand-in="swift:6.3-bookworm-slim"
