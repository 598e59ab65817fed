# Shared by the scripts in infra/local and infra/scripts: messages, ports, passwords, processes. Source it.

say() { printf '%s\n' "$*" >&2; }
fail() { say "error: $*"; exit 1; }

# The checkout that the running script belongs to.
checkout() { (cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd -P); }

random_secret() { od -An -N20 -tx1 /dev/urandom | tr -d ' \n'; }

# A secret that is made once and kept: secret_in FILE
secret_in() {
    [ -s "$1" ] || (umask 077 && random_secret >"$1.new" && mv "$1.new" "$1")
    cat "$1"
}

port_taken() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Ports that this run chose already, so that two choices never meet before anybody listens.
chosen_ports=" "

# The first port from $1 on that nobody listens on; the answer is in $port (a subshell would forget the choice).
choose_port() {
    port=$1
    local last=$(($1 + 400))
    while port_taken "$port" || [[ $chosen_ports == *" $port "* ]]; do
        port=$((port + 1))
        [ "$port" -le "$last" ] || fail "no free port between $1 and $last; stop what listens there (ss -ltn)"
    done
    chosen_ports+="$port "
}

# Clones that start at once would choose the same free ports: from choosing until somebody listens, one goes after the
# other. The lock is on the directory itself, so nothing is left behind; who waits too long goes on and may fail.
hold_ports() { exec 8</tmp && flock --wait 180 8 || say "another checkout holds the choice of ports; going on"; }
release_ports() { exec 8<&-; }

# Eight hexadecimal digits that tell one state directory from another.
fingerprint() { printf '%s' "$1" | cksum | awk '{printf "%08x", $1}'; }

# A port below the ephemeral range (32768 up), different for different checkouts: base_port FINGERPRINT
base_port() { echo $((20000 + (16#$1 % 1200) * 10)); }

# Is process $1 alive and does its command line hold $2? (A process id alone may have been given away again.)
process_is() {
    [ -n "${1:-}" ] && [ -r "/proc/$1/cmdline" ] && tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline" | grep -qF -- "$2"
}

# The ids of the processes one of whose arguments (cmdline) or variables (environ) is exactly $2, oldest first:
# processes_with cmdline|environ TEXT
processes_with() {
    grep -lzxF -e "$2" /proc/[0-9]*/"$1" 2>/dev/null | cut -d/ -f3 | sort -n | grep -vxF -e $$ -e "$BASHPID"
}

# Runs the rest every 0.1 s until it succeeds or $1 seconds are over.
within() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.1
    done
}

gone() { ! kill -0 "$1" 2>/dev/null; }

# SIGTERM, then SIGKILL after $2 seconds: terminate PID SECONDS
terminate() {
    kill -TERM "$1" 2>/dev/null || return 0
    within "$2" gone "$1" && return 0
    kill -KILL "$1" 2>/dev/null
    within 5 gone "$1"
}

# Refuses to start on a disk that would fill up in the middle of a run: require_disk DIRECTORY MEBIBYTES
require_disk() {
    local free
    free=$(df -Pm "$1" | awk 'NR == 2 {print $4}')
    [ "$free" -ge "$2" ] || fail "only $free MiB are free below $1 and $2 are needed; free some space or use --directory"
}
