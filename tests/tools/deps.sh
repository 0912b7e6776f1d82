#!/bin/sh
# What the build needs from the machine: says what is missing, installs it where asked and allowed, and
# writes the flags it found as a makefile. With everything there it takes no network and no time.
#
#     deps.sh [--install] [--output FILE] GROUP...      groups: build, test, check
set -u

install=no output= groups=
while [ $# -gt 0 ]; do
    case $1 in
    --install) install=yes ;;
    --output) output=$2; shift ;;
    *) groups="$groups $1" ;;
    esac
    shift
done
here=$(dirname "$0")
python=${PYTHON:-python3}
has() { command -v "$1" >/dev/null 2>&1; }
wants() { case " $groups " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }
say() { printf '%s\n' "$*" >&2; }

# What there is to know of the python3 on the PATH: a line "include directory", if 3.10 or newer.
look_at_python()
{
    python_include=
    if wants test; then
        python_include=$("$python" -S -c 'import sys, sysconfig
if sys.version_info >= (3, 10): print(sysconfig.get_paths()["include"])' 2>/dev/null)
    fi
}

# One row per thing needed: group, name, how to see that it is there, its package for apt-get, dnf, brew
# (- where that system always has it).
rows()
{
    cat <<ROWS
build|a C compiler|has "\${CC:-cc}"|gcc libc6-dev|gcc|-
build|pkg-config|has pkg-config|pkg-config|pkgconf-pkg-config|pkg-config
build|libyaml|pkg-config --exists yaml-0.1|libyaml-dev|libyaml-devel|libyaml
build|OpenSSL (libcrypto)|pkg-config --exists libcrypto|libssl-dev|openssl-devel|openssl@3
test|Criterion|pkg-config --exists criterion|libcriterion-dev|criterion-devel|criterion
test|python3, 3.10 or newer|[ -n "\$python_include" ]|python3|python3|python3
test|Python's headers|[ -f "\$python_include/Python.h" ]|$(python_headers)|python3-devel|python3
check|gcc and g++|has gcc && has g++|gcc g++|gcc gcc-c++|gcc
check|clang and clang++|has clang && has clang++|clang|clang|llvm
check|clang-format|has clang-format|clang-format|clang-tools-extra|clang-format
check|clang-tidy|has clang-tidy|clang-tidy|clang-tools-extra|llvm
check|Python's venv|"\$python" -c 'import ensurepip, venv'|python3-venv|python3|python3
check|cppcheck|has cppcheck|cppcheck|cppcheck|cppcheck
ROWS
}

# Debian's package with the headers of the python3 on the PATH; python3-dev where there is none yet.
python_headers()
{
    case $python_include in
    /usr/include/python3.*) echo "$(basename "$python_include")-dev" ;;
    *) echo python3-dev ;;
    esac
}

# Column $1 of the rows whose test fails, for the groups asked for.
missing()
{
    rows | while IFS='|' read -r group name test apt dnf brew; do
        wants "$group" || continue
        eval "$test" >/dev/null 2>&1 && continue
        case $1 in
        name) echo "  $name" ;;
        apt-get) echo "$apt" ;;
        dnf) echo "$dnf" ;;
        brew) [ "$brew" = - ] || echo "$brew" ;;
        esac
    done
}

manager()
{
    for tool in apt-get dnf brew; do
        if has "$tool"; then echo "$tool"; return; fi
    done
}

# The word to put before the package manager: nothing for root, sudo where it asks for no password.
# Fails where there is no right to install.
privilege()
{
    if [ "$1" = brew ] || [ "$(id -u)" = 0 ]; then return 0; fi
    has sudo && sudo -n true 2>/dev/null && echo sudo
}

install_packages()
{
    tool=$1 as=$2
    shift 2
    say "slotgen: installing $*"
    case $tool in
    apt-get)
        apt="$as env DEBIAN_FRONTEND=noninteractive apt-get -q -y"
        # Lists that are absent or old name packages that cannot be had: fetch them and try again.
        $apt install --no-install-recommends "$@" >&2 ||
            { $apt update >&2 && $apt install --no-install-recommends "$@" >&2; } ;;
    dnf) $as dnf install -y "$@" >&2 ;;
    brew) brew install "$@" >&2 ;;
    esac
}

ensure()
{
    look_at_python
    absent=$(missing name)
    [ -n "$absent" ] || return 0
    tool=$(manager)
    packages=$(missing "${tool:-apt-get}" | tr ' ' '\n' | sort -u | tr '\n' ' ')
    say "slotgen: missing:"
    say "$absent"
    if [ -z "$tool" ]; then
        say "slotgen: no known package manager here (apt-get, dnf, brew); Debian's names for it: $packages"
        return 1
    fi
    if [ "$install" = no ]; then
        say "slotgen: install it with 'make deps' (for make check: 'make deps-check'), or by hand:"
        say "    $tool install $packages"
        return 1
    fi
    if ! as=$(privilege "$tool"); then
        say "slotgen: no right to install packages here (not root, no sudo without a password). Please run:"
        say "    sudo $tool install $packages"
        return 1
    fi
    # The names are words to be split.
    # shellcheck disable=SC2086
    install_packages "$tool" "$as" $packages || { say "slotgen: installing failed: $packages"; return 1; }
    look_at_python
    absent=$(missing name)
    [ -n "$absent" ] || return 0
    say "slotgen: still missing after installing $packages:"
    say "$absent"
    [ -z "$python_include" ] || [ -f "$python_include/Python.h" ] ||
        say "slotgen: the $python on the PATH, $(command -v "$python"), has no Python.h in $python_include"
    return 1
}

flags()
{
    for row in YAML:yaml-0.1 CRYPTO:libcrypto CRITERION:criterion; do
        pkg-config --exists "${row#*:}" || continue
        echo "${row%%:*}_CFLAGS := $(pkg-config --cflags "${row#*:}")"
        echo "${row%%:*}_LIBS := $(pkg-config --libs "${row#*:}")"
    done
    wants test && "$python" "$here/interpreters.py"
    return 0
}

ensure || exit 1
[ -n "$output" ] || exit 0
mkdir -p "$(dirname "$output")"
flags >"$output.$$"
if cmp -s "$output.$$" "$output"; then rm "$output.$$"; else mv "$output.$$" "$output"; fi
