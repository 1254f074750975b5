#!/usr/bin/env bash
# Run by run.sh inside new namespaces, with LAB, OUT, WORK, ROUND and LAB_SECONDS set: builds the network,
# starts the servers, plays the rounds. Everything it starts ends with its process namespace.
set -euo pipefail
cd "$WORK"

# shellcheck source=lab/requirements.sh
. "$LAB/requirements.sh"
# shellcheck source=lab/network.sh
. "$LAB/network.sh"
# shellcheck source=lab/servers.sh
. "$LAB/servers.sh"
# shellcheck source=lab/recording.sh
. "$LAB/recording.sh"
# shellcheck source=lab/rounds.sh
. "$LAB/rounds.sh"

# Private copies of what programs read or write outside the working folder.
hide_machine() {
  local folder host
  cp -a /etc "$WORK/etc"
  mount --bind "$WORK/etc" /etc
  for folder in /run /var/lib/samba /var/cache/samba /var/log/samba; do
    if [ -d "$folder" ]; then mount -t tmpfs lab "$folder"; fi
  done
  mkdir -p /run/samba
  hostname lab
  rm -f /etc/resolv.conf /etc/hosts /etc/krb5.conf
  printf 'search lab.example\nnameserver %s\noptions timeout:2 attempts:1\n' "${IPV4[dc1]}" >/etc/resolv.conf
  printf 'hosts: files dns\npasswd: files\ngroup: files\n' >/etc/nsswitch.conf
  printf '127.0.0.1 localhost lab\n' >/etc/hosts
  for host in "${HOSTS[@]}"; do
    printf '%s %s.lab.example %s\n' "${IPV4[$host]}" "$host" "$host"
    printf '%s %s-v6.lab.example %s-v6\n' "${IPV6[$host]}" "$host" "$host"
  done >>/etc/hosts
}

write_versions() {
  echo "date: $(date -u +%F)"
  echo "kernel: $(uname -sr | cut -d- -f1)"
  samba --version | sed 's/^Version/samba:/'
  tcpdump --version 2>&1 | sed -n 's/^tcpdump version/tcpdump:/p'
  conntrack --version | sed 's/ v/: /; s/ (.*//'
}

umask 022
mkdir "$WORK/tmp"
export TMPDIR=$WORK/tmp
hide_machine
build_network
configure_clients
provision_domain
start_domain_controller
start_workstation_server
echo "lab: servers ready after $SECONDS s" >&2
play_rounds
write_versions >"$OUT/versions.txt"
