# shellcheck shell=bash
# Three records of a round that know nothing of each other: packets, by tcpdump; connections, by the kernel of
# the host that made them (connection tracking events); calls, by the clients that made them (their logs).
# Sourced by inside.sh.

# Packets at once, kept whole (no frame here is longer than 1518 bytes), in a buffer of 16 MiB: the slots of
# the buffer have the length of the longest packet allowed, so that a large one would leave too few.
readonly CAPTURE=(--immediate-mode -U -n -Z root -s 2048 -B 16384)

# record NAME ROUND [HOST TCPDUMP-OPTION…]: runs a round and writes OUT/NAME.pcap, of the whole bridge or
# as that host sees it, OUT/NAME.connections.csv and OUT/NAME.calls.csv.
record() {
  local name=$1 round=$2 started=$SECONDS log=$WORK/$1 host capture tracker identities=()
  local -A trackers=()
  if [ -n "$ROUND" ] && [ "$ROUND" != "$name" ]; then return; fi
  mkdir -p "$log"
  for host in "${HOSTS[@]}"; do
    identities+=("$host,${IPV4[$host]},${IPV6[$host]}")
    on "$host" conntrack -F 2>"$log/flush.log"
    COMMAND_SECONDS=$LAB_SECONDS as "$host" \
      conntrack -E -p tcp -o timestamp,extended >"$log/$host.tracked" 2>"$log/$host.tracked.log" &
    trackers[$host]=$!
    await "connection tracking on $host" "$log/$host.tracked.log" listens_to_netfilter "$host"
  done
  if [ "$#" -gt 2 ]; then
    COMMAND_SECONDS=$LAB_SECONDS as "$3" \
      tcpdump "${CAPTURE[@]}" -w "$log/capture.pcap" "${@:4}" 2>"$log/capture.log" &
  else
    tcpdump "${CAPTURE[@]}" -w "$log/capture.pcap" -i br0 2>"$log/capture.log" &
  fi
  capture=$!
  await "the capture" "$log/capture.log" grep -q 'listening on' "$log/capture.log"

  ("$round") >"$log/round.log" 2>&1 || fail_with_log "round $name" "$log/round.log"

  sleep 0.5
  # tcpdump drops what it has not read when it is told to end: the last packet is a mark to wait for.
  on ws1 bash -c "echo 'end of $name' >/dev/udp/$ABSENT_IPV4/9"
  await "the end of the capture" "$log/capture.log" grep -qa "end of $name" "$log/capture.pcap"
  stop "$capture"
  # Forgetting a connection is an event that tells its packets and bytes.
  for host in "${HOSTS[@]}"; do on "$host" conntrack -F 2>"$log/flush.log"; done
  sleep 0.3
  for tracker in "${trackers[@]}"; do stop "$tracker"; done

  grep -q '^0 packets dropped by kernel' "$log/capture.log" || fail_with_log "capturing every packet" "$log/capture.log"
  for host in "${HOSTS[@]}"; do
    if grep -q ENOBUFS "$log/$host.tracked.log"; then
      fail_with_log "tracking every connection of $host" "$log/$host.tracked.log"
    fi
  done
  node "$LAB/connections.mjs" "$log" "${identities[@]}" >"$OUT/$name.connections.csv"
  /usr/bin/python3 "$LAB/calls.py" "$log/round.log" >"$OUT/$name.calls.csv" ||
    fail_with_log "reading what the clients of $name called" "$log/round.log"
  mv "$log/capture.pcap" "$OUT/$name.pcap"
  echo "lab: $name: $(($(wc -l <"$OUT/$name.connections.csv") - 1)) connections, $((SECONDS - started)) s" >&2
}

# Whether a process of the host has joined a multicast group of netfilter's netlink family (12).
listens_to_netfilter() {
  # shellcheck disable=SC2016 # awk's fields
  on "$1" awk '$2 == 12 && $4 != "00000000" { found = 1 } END { exit !found }' /proc/net/netlink
}

stop() {
  kill -TERM "$1"
  wait "$1" || true
}
