#!/usr/bin/env bash
# Installs Debian's (or Ubuntu's) packages that the lab needs. Needs root. Starts no service.
set -euo pipefail

if [ "$(id -u)" -ne 0 ]; then
  echo "lab/install.sh: needs root" >&2
  exit 3
fi
if ! command -v apt-get >/dev/null; then
  echo "lab/install.sh: needs apt-get; lab/README.md lists the commands the lab uses" >&2
  exit 3
fi

# Debian asks policy-rc.d before it starts a service; 101 forbids it. An existing policy is put back.
policy=/usr/sbin/policy-rc.d
kept=
if [ -e "$policy" ]; then
  kept=$(mktemp)
  cp -p "$policy" "$kept"
fi
restore() {
  if [ -n "$kept" ]; then mv "$kept" "$policy"; else rm -f "$policy"; fi
}
trap restore EXIT
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

packages=(
  samba samba-common-bin samba-dsdb-modules samba-vfs-modules winbind smbclient ldb-tools
  krb5-user python3-samba python3-dnspython python3-markdown
  tcpdump conntrack nftables iproute2 ethtool procps util-linux
)

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# In some releases a package of its own, in others part of `samba`.
if apt-cache show samba-ad-provision >/dev/null 2>&1; then packages+=(samba-ad-provision); fi
apt-get install -q -y --no-install-recommends "${packages[@]}"
