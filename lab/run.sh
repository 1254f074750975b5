#!/usr/bin/env bash
# The lab: real RPC between Samba hosts in network namespaces, captured, and checked against the
# connections that the hosts' own kernels saw. lab/README.md describes it.
# usage: lab/run.sh [--out DIR] [--round NAME] [--no-compare]
#   --out DIR      keep NAME.pcap, NAME.connections.csv and versions.txt there; else they are thrown away
#   --round NAME   play this round alone
#   --no-compare   compare the connections with the capture only: needs no built rpctrail
# Exit code: 0 all is as it should be; 1 not so; 2 wrong usage; 3 skipped, with the reason.
set -euo pipefail

LAB=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lab/requirements.sh
. "$LAB/requirements.sh"

usage() {
  echo "usage: lab/run.sh [--out DIR] [--round NAME] [--no-compare]" >&2
  exit 2
}

out=
round=
compare=yes
while [ "$#" -gt 0 ]; do
  case $1 in
    --out)
      [ "$#" -ge 2 ] || usage
      out=$2
      shift 2
      ;;
    --round)
      [ "$#" -ge 2 ] || usage
      round=$2
      shift 2
      ;;
    --no-compare)
      compare=no
      shift
      ;;
    *) usage ;;
  esac
done

reason=$(missing_requirement)
if [ "$compare" = yes ] && [ ! -e "$LAB/../dist/cli/main.js" ]; then
  reason=${reason:-"rpctrail is not built (npm run build), and --no-compare is not given"}
fi
if [ -n "$reason" ]; then
  echo "SKIPPED: $reason"
  exit 3
fi

work=$(mktemp -d)
inside=
clean_up() {
  if [ -n "$inside" ]; then
    # Its death is that of process 1 inside, and so of all that was started there.
    kill -KILL "$inside" 2>/dev/null || true
    wait "$inside" 2>/dev/null || true
    sleep 0.3
  fi
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [ -z "$out" ]; then out=$work/captures; fi
mkdir -p "$out"
out=$(cd "$out" && pwd)

export LAB OUT=$out WORK=$work ROUND=$round LAB_SECONDS=300
become_inside timeout --foreground --kill-after=5 "$LAB_SECONDS" bash "$LAB/inside.sh" </dev/null &
inside=$!
wait "$inside" || { echo "lab: failed (exit code $?)" >&2 && exit 1; }
inside=

scope=()
if [ "$compare" = no ]; then scope=(--capture-only); fi
node "$LAB/compare.mjs" "${scope[@]}" "$out"
