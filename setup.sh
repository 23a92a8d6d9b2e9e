#!/bin/sh
# Sets up what `make scan` needs (setup.sh runtime) or what `make test` needs (setup.sh dev, which is more).
# Run again, it does only what still lacks. PYTHON=... picks the interpreter.
set -eu
cd "$(dirname "$0")"
lock=${1:-runtime}
vendor=src/tilgaengelig/vendor
debian= # the process that installs Debian's packages, beside pip

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# --- what is here already -------------------------------------------------------------------------------------

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

find_python() {
    for python in ${PYTHON:-python3.11 python3.12 python3.13 python3}; do
        if have "$python" && fits "$python"; then
            echo "$python"
            return
        fi
    done
}

vendor_ready() { # each package's stamp bears its pin
    for sha512 in $(sed -n 's/^sha512 = "\(.*\)"$/\1/p' vendor.toml); do
        grep -rqsF "$sha512" --include=stamp.json $vendor || return 1
    done
}

grid_ready() { cmp -s tests/grid/package-lock.json .setup/grid/node_modules/.lock; }

venv_ready() {
    grep -qsF "$(pwd -P)/.venv" .venv/bin/activate && .venv/bin/python -c '' 2>/dev/null || return 1
    [ -z "${PYTHON:-}" ] || [ "$(version_of "$PYTHON")" = "$(version_of .venv/bin/python)" ]
}

version_of() { "$1" -c 'import sys; print(*sys.version_info[:2])' 2>/dev/null; }

can_install() { [ "$(id -u)" = 0 ] && have apt-get && grep -qsx 'ID=debian' /etc/os-release; }

lacking() { # names of Debian packages
    if ! venv_ready; then
        python=$(find_python)
        if [ -z "$python" ]; then
            [ -n "${PYTHON:-}" ] || echo python3 python3-venv
        elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            echo python3-venv
        fi
    fi
    if can_install; then # all of one version
        have chromium-headless-shell && have chromedriver ||
            echo chromium chromium-driver chromium-headless-shell fonts-liberation
    elif have chromium-headless-shell || have chromium; then
        have chromedriver || echo chromium-driver
    else
        have google-chrome || have google-chrome-stable || echo chromium chromium-driver fonts-liberation
    fi
    if vendor_ready || ls .setup/*.tgz >/dev/null 2>&1; then
        [ "$lock" != dev ] || grid_ready || have npm || echo npm
    else
        have npm || echo npm
    fi
    if [ "$lock" = dev ]; then
        have java || echo default-jre-headless
        have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || echo postgresql
    fi
}

# --- bringing in what lacks -----------------------------------------------------------------------------------

apt() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" </dev/null >>.setup/apt.log 2>&1 ||
        { tail -n 15 .setup/apt.log >&2; die "apt-get $* failed; all it said is in .setup/apt.log"; }
}

install_packages() {
    if ! can_install; then
        say "this machine lacks (in Debian's names): $*"
        say "as root on Debian: apt-get install --no-install-recommends $*"
        case " $* " in *" chromium"*) say "without Chromium, Selenium Manager may fetch a browser at the first scan" ;; esac
        case " $* " in *" postgresql "*) say "without PostgreSQL, its tests cannot run" ;; esac
        case " $* " in *" default-jre"*) say "without Java, the tests of a Selenium Grid cannot run" ;; esac
        return
    fi
    say "installing from Debian: $*"
    apt update
    case " $* " in
    *" postgresql "*) # the tests start a server of their own: no cluster of Debian's
        apt install --no-install-recommends postgresql-common
        sed -i 's/^#\? *create_main_cluster *=.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
        ;;
    esac
    apt install --no-install-recommends "$@"
}

make_venv() {
    python=$(find_python)
    [ -n "$python" ] || die "no Python 3.11, 3.12 or 3.13 found${PYTHON:+ in PYTHON=$PYTHON}; install one, or say PYTHON=/path/to/python3.11"
    say "making .venv with $("$python" --version)"
    rm -rf .venv .setup/runtime-* .setup/dev-*
    "$python" -m venv .venv || die "$python cannot make a virtual environment; on Debian: apt-get install python3-venv"
}

install_locked() {
    say "installing Python packages from lock/$lock.txt"
    .venv/bin/python -m pip install -q --no-deps --require-hashes --only-binary :all: -r "lock/$lock.txt"
}

await_debian() {
    [ -z "$debian" ] || wait "$debian" || exit 1
    debian=
}

install_ours() { # npm may come from Debian
    say "installing tilgaengelig"
    .venv/bin/python -m pip install -q --no-deps --no-build-isolation -e .
}

bring_grid() { # npm checks it against the lock
    say "bringing in the Selenium Grid of the tests"
    rm -rf .setup/grid
    cp -R tests/grid .setup/grid
    npm ci --prefix .setup/grid --ignore-scripts --no-audit --no-fund --silent ||
        die "npm could not bring in what tests/grid/package-lock.json names"
    cp tests/grid/package-lock.json .setup/grid/node_modules/.lock
}

# --- the way through ------------------------------------------------------------------------------------------

inputs() { cat "lock/$1.txt" pyproject.toml vendor.toml hatch_build.py src/tilgaengelig/__init__.py | cksum | tr ' ' -; }

mkdir -p .setup
if have flock; then
    exec 9>.setup/lock
    flock 9
fi
lacks=$(lacking)
# shellcheck disable=SC2086 # a list of words
case "$lacks" in
"") ;;
python3*) install_packages $lacks ;; # without it there is no pip
*)
    trap 'wait' EXIT # apt is never left halfway
    install_packages $lacks &
    debian=$! ;;
esac
venv_ready || make_venv
done=.setup/$lock-$(inputs "$lock")
if ! { [ -e "$done" ] && vendor_ready; }; then
    install_locked
    await_debian
    install_ours
    touch "$done"
    [ "$lock" = runtime ] || touch ".setup/runtime-$(inputs runtime)" # dev holds all of runtime
    say "ready: .venv/bin/tilgaengelig"
fi
await_debian
[ "$lock" != dev ] || grid_ready || bring_grid
# Where Python may not keep what it compiles, our modules would be compiled anew at every start.
[ -z "${PYTHONDONTWRITEBYTECODE:-}" ] || .venv/bin/python -m compileall -q src/tilgaengelig
