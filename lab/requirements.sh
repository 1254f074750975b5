# shellcheck shell=bash
# What the lab needs from the machine. Sourced by run.sh; changes nothing.

readonly LAB_COMMANDS=(
  setpriv unshare mount timeout ip ethtool sysctl nft conntrack tcpdump node
  samba smbd smbpasswd samba-tool rpcclient smbclient net ldbsearch kinit
)

# Prints the reason why the lab cannot run here, or nothing when it can.
missing_requirement() {
  local command absent=() probe
  if [ "$(id -u)" -ne 0 ]; then
    echo "not root"
    return
  fi
  for command in "${LAB_COMMANDS[@]}"; do
    command -v "$command" >/dev/null || absent+=("$command")
  done
  if [ -z "$(rpc_daemon)" ]; then absent+=(samba-dcerpcd); fi
  if [ ! -d /usr/share/samba/setup ]; then absent+=(/usr/share/samba/setup); fi
  /usr/bin/python3 -c 'import samba.dcerpc.samr' 2>/dev/null || absent+=("python3's samba module")
  if [ "${#absent[@]}" -gt 0 ]; then
    echo "not installed: ${absent[*]} (lab/install.sh installs them)"
    return
  fi
  if ! probe=$(become_inside true 2>&1); then
    echo "namespaces forbidden: ${probe:-unshare failed}"
    return
  fi
  # shellcheck disable=SC2016 # expanded by the inner shell
  if ! probe=$(become_inside bash -ec '
    ip link add probe0 type bridge && ip link add probe1 type veth peer name probe2
    nft "add table inet probe; add chain inet probe out { type filter hook output priority 0; }"
    nft "add rule inet probe out ct state new accept"
    sysctl -qw net.ipv4.ip_local_port_range="49152 65535" net.netfilter.nf_conntrack_events=1
    mount -t tmpfs lab /run
    ip netns add probe && ip netns exec probe true' 2>&1); then
    echo "the kernel gives no bridge, veth, nftables with connection tracking, or mounts here: ${probe//$'\n'/; }"
    return
  fi
}

# Becomes a command that is process 1 of new mount, network, process, host name and IPC namespaces: when
# it ends, or the process that became it, or that one's parent, the kernel ends all that was started inside.
become_inside() {
  exec setpriv --pdeathsig KILL \
    unshare --mount --propagation private --net --pid --uts --ipc --fork --mount-proc --kill-child "$@"
}

# Path of Samba's stand-alone RPC server, which lives outside PATH, or nothing.
rpc_daemon() {
  local path
  for path in /usr/libexec/samba/samba-dcerpcd /usr/lib/*/samba/samba-dcerpcd; do
    if [ -x "$path" ]; then
      echo "$path"
      return
    fi
  done
}
