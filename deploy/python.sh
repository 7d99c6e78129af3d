# Finding a Python, making the environment, installing a lock into it. Read by `quickstart` and `test`.
# shellcheck shell=sh

say() { printf '%s\n' "$*" >&2; }

new_enough() {
    command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# A Python of at least 3.11, or nothing: the one named in PYTHON; else the system's own, which is built with every
# optimisation (one that a version manager compiled takes half as long again for the same work); else the first there is.
find_python() {
    if [ -n "${PYTHON:-}" ] && new_enough "$PYTHON"; then
        command -v "$PYTHON"
        return 0
    fi
    if new_enough /usr/bin/python3 && /usr/bin/python3 -c 'import ensurepip, venv' 2>/dev/null; then
        echo /usr/bin/python3
        return 0
    fi
    for name in python3 python3.13 python3.12 python3.11 python3.14 python; do
        if new_enough "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

works() { [ -x .venv/bin/python ] && .venv/bin/python -c 'import pip' 2>/dev/null; }

# Debian ships Python without the part that makes environments: then uv or virtualenv does it.
make_environment() {
    works && return 0
    python=$(find_python) || {
        say "Python 3.11 or newer is needed and was not found. Install it, or name it: PYTHON=/path/to/python3"
        return 1
    }
    say "Making .venv with $python"
    rm -rf .venv
    "$python" -m venv .venv >/dev/null 2>&1 && works && return 0
    rm -rf .venv
    if command -v uv >/dev/null 2>&1; then
        say "This Python has no venv module: using uv."
        uv venv --quiet --seed --python "$python" .venv && works && return 0
    fi
    if "$python" -m virtualenv --version >/dev/null 2>&1; then
        say "This Python has no venv module: using virtualenv."
        "$python" -m virtualenv --quiet .venv && works && return 0
    fi
    if "$python" -m pip --version >/dev/null 2>&1; then
        say "This Python has no venv module: fetching virtualenv into var/tools."
        "$python" -m pip install --quiet --target var/tools virtualenv &&
            PYTHONPATH=var/tools "$python" -m virtualenv --quiet .venv && works && return 0
    fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "This Python has no venv module: installing Debian's package python3-venv."
        debian_packages python3-venv && "$python" -m venv .venv && works && return 0
    fi
    say "The environment could not be made. Install python3-venv (Debian, Ubuntu), virtualenv or uv, then repeat."
    return 1
}

# install_lock requirements.txt: nothing happens while the lock is the one last installed.
# The lock is complete, so pip resolves nothing: older pips mistake an extra of a pinned package for an unpinned one.
install_lock() {
    note=".venv/installed-$1"
    cmp -s "$1" "$note" && return 0
    say "Installing $1"
    if command -v uv >/dev/null 2>&1; then
        uv pip install --quiet --python .venv/bin/python --require-hashes -r "$1" || return 1
    else
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$1" || return 1
    fi
    cp "$1" "$note"
}

debian_packages() {
    DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
