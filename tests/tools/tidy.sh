#!/bin/sh
# tidy.sh FLAGS FILE...: clang-tidy over the files, two at a time; prints what it found, and only that.
set -u
flags=$1
shift
# Deep loops make the analyzer walk paths for minutes: it gets as many as find the ordinary mistakes.
bounded='-Xclang -analyzer-config -Xclang max-nodes=2000'
# The flags are words to be split; clang-tidy counts the warnings it suppressed on standard error.
# shellcheck disable=SC2086
printf '%s\n' "$@" | xargs -P 2 -I FILE clang-tidy --quiet FILE -- $flags $bounded 2>/dev/null
