# What the scripts of this repository need from the machine: each function looks, installs what is missing when it may
# (root, or sudo without a password, on a system with apt), and otherwise prints the exact command and stops.
# Sourced by ./run and ./test, which set $root.

tools="${root:?}/.tools"

say() { printf '\033[2m[tendril]\033[0m %s\n' "$*" >&2; }
die() { printf '[tendril] %s\n' "$*" >&2; exit 1; }

# Prints nothing when it may not install; otherwise the words to put before a command of root.
as_root() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then echo env; elif sudo -n true 2>/dev/null; then echo "sudo env"; else return 1; fi
}

# apt_install WHAT-FOR PACKAGE...
apt_install() {
    local why=$1 prefix; shift
    if ! prefix=$(as_root); then
        die "$why is missing. As root run: apt-get update && apt-get install -y $*"
    fi
    say "Installing $why ($*) with apt; this is done once"
    mkdir -p "$tools/log"
    if ! { $prefix DEBIAN_FRONTEND=noninteractive apt-get update -q &&
        $prefix DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; } \
        </dev/null >"$tools/log/apt.log" 2>&1; then
        tail -n 20 "$tools/log/apt.log" >&2
        die "apt could not install $why. Mend what it says above, then run: apt-get install -y $*"
    fi
}

need_dotnet() {
    # The installer of .NET for users puts it here, outside the search path.
    if ! command -v dotnet >/dev/null && [ -x "$HOME/.dotnet/dotnet" ]; then PATH="$HOME/.dotnet:$PATH"; fi
    command -v dotnet >/dev/null ||
        die "The .NET 10 SDK is missing. See https://dotnet.microsoft.com/download/dotnet/10.0, or run:
  curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0"
    dotnet --list-sdks | grep -q '^10\.' || die "dotnet is installed, but not its SDK of version 10. Run:
  curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0"
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
    # No build helper may stay behind when the script ends.
    export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
}

# The major version of the newest PostgreSQL server on this machine; 0 when there is none.
postgres_major() {
    local newest=0 version program
    for program in /usr/lib/postgresql/*/bin/postgres "$(command -v postgres || true)" \
        "$(pg_config --bindir 2>/dev/null || true)/postgres"; do
        [ -x "$program" ] || continue
        version=$("$program" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
        if [ "$version" -gt "$newest" ]; then newest=$version; fi
    done
    echo "$newest"
}

need_postgres() {
    [ "$(postgres_major)" -lt 15 ] || return 0
    local prefix
    if prefix=$(as_root) && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        # Tendril runs a cluster of its own; without this Debian would also start one that nobody asked for.
        $prefix mkdir -p /etc/postgresql-common
        echo "create_main_cluster = false" | $prefix tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    apt_install "PostgreSQL 15 or newer" postgresql
    [ "$(postgres_major)" -ge 15 ] || die "This system's PostgreSQL is $(postgres_major); 15 or newer is needed. As root run:
  apt-get install -y postgresql-common && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y && apt-get install -y postgresql-17"
}

node_is_good() {
    command -v node >/dev/null && command -v npm >/dev/null &&
        node -e 'const [a, b] = process.versions.node.split("."); process.exit(+a > 20 || (+a === 20 && +b >= 19) ? 0 : 1)'
}

need_node() {
    [ ! -x "$tools/node/bin/node" ] || PATH="$tools/node/bin:$PATH"
    if node_is_good; then return; fi
    local arch
    case $(uname -m) in
    x86_64) arch=x64 ;;
    aarch64) arch=arm64 ;;
    *) die "Node 20.19 or newer is missing. Install it from https://nodejs.org for $(uname -m)." ;;
    esac
    # The system's npm, however old, can fetch a current Node: it is published as an npm package too.
    command -v npm >/dev/null || apt_install "npm" nodejs npm
    if node_is_good; then return; fi
    say "Fetching Node 22 into .tools/node; this is done once"
    mkdir -p "$tools/node/bin"
    npm install --silent --no-audit --no-fund --no-save --prefix "$tools/node" "node-linux-$arch@22" >&2
    ln -sf "../node_modules/node-linux-$arch/bin/node" "$tools/node/bin/node"
    PATH="$tools/node/bin:$PATH"
    hash -r
    node_is_good || die "Node in $tools/node does not work. Remove that folder and try again."
}

# Sets TENDRIL_CHROMIUM for the browser tests.
need_chromium() {
    [ -z "${TENDRIL_CHROMIUM:-}" ] || return 0
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        # Ubuntu's chromium-browser is a script that asks for snap, which containers do not have.
        if command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1; then
            TENDRIL_CHROMIUM=$(command -v "$name")
            export TENDRIL_CHROMIUM
            return
        fi
    done
    [ -z "${tried_chromium:-}" ] ||
        die "Chromium is installed but does not run. Install Chrome or Chromium and name its program in TENDRIL_CHROMIUM."
    apt_install "Chromium" chromium
    tried_chromium=yes
    need_chromium
}

# fingerprint PATH...: one hash over the contents of all files below, without what builds leave behind.
fingerprint() {
    (cd "$root" && find "$@" \( -name node_modules -o -name bin -o -name obj -o -name dist \) -prune -o -type f -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1)
}

# build_once NAME FINGERPRINT PRODUCT COMMAND...: runs the command unless it has succeeded for these very files.
build_once() {
    local name=$1 mark=$2 product=$3 stamp="$tools/stamps/$1"; shift 3
    if [ -e "$product" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$mark" ]; then return; fi
    mkdir -p "$tools/stamps" "$tools/log" 2>/dev/null || true
    if [ ! -w "$tools/stamps" ] || [ ! -w "$root/src/Tendril.Server" ]; then
        die "$root cannot be written by $(id -un), and the $name must be built there. As its owner run ./run once, or: chown -R $(id -un) $root"
    fi
    say "Building the $name"
    rm -f "$stamp"
    local began=$SECONDS
    if ! "$@" >"$tools/log/$name.log" 2>&1; then
        tail -n 40 "$tools/log/$name.log" >&2
        die "The $name could not be built; the whole log is $tools/log/$name.log"
    fi
    echo "$mark" >"$stamp"
    say "Built the $name in $((SECONDS - began)) s"
}

build_server() {
    build_once server "$(fingerprint src rules Directory.Build.props Directory.Packages.props global.json)" \
        "$root/src/Tendril.Server/bin/Release/net10.0/tendril.dll" \
        dotnet build "$root/src/Tendril.Server" -c Release -v q --nologo
}

build_web() {
    [ -e "$root/web/package.json" ] || return 0
    build_once web "$(fingerprint web rules)" "$root/web/dist/index.html" make_web
}

make_web() {
    install_web && (cd "$root/web" && npm run build)
}

# npm ci empties node_modules first, so it runs only when the list of packages changed.
install_web() {
    local mark
    mark=$(fingerprint web/package.json web/package-lock.json)
    if [ "$(cat "$root/web/node_modules/.tendril-packages" 2>/dev/null)" = "$mark" ]; then return; fi
    (cd "$root/web" && npm ci --no-audit --no-fund) && echo "$mark" >"$root/web/node_modules/.tendril-packages"
}

# Two builds of one folder at once would tear each other's files; the second waits.
lock_builds() {
    mkdir -p "$tools" 2>/dev/null || return 0
    [ -w "$tools" ] || return 0
    exec 8>"$tools/build.lock"
    flock -n 8 || { say "Another build is running; waiting for it"; flock 8; }
}

unlock_builds() { exec 8>&-; }
