# shellcheck shell=bash
# The network: hosts are network namespaces on one bridge. Sourced by inside.sh.
#
#   dc1  10.20.0.10  2001:db8:20::10   domain controller
#   ws1  10.20.0.21  2001:db8:20::21   client, source ports as Windows has them
#   ws2  10.20.0.22  2001:db8:20::22   the same, and serves RPC itself
#   lx1  10.20.0.31  2001:db8:20::31   client, source ports as Linux has them
#   off  10.20.0.99                    in everyone's ARP cache, yet nobody is there

readonly HOSTS=(dc1 ws1 ws2 lx1)
declare -rA IPV4=([dc1]=10.20.0.10 [ws1]=10.20.0.21 [ws2]=10.20.0.22 [lx1]=10.20.0.31)
declare -rA IPV6=([dc1]=2001:db8:20::10 [ws1]=2001:db8:20::21 [ws2]=2001:db8:20::22 [lx1]=2001:db8:20::31)
declare -rA MAC=([dc1]=02:00:00:00:00:10 [ws1]=02:00:00:00:00:21 [ws2]=02:00:00:00:00:22 [lx1]=02:00:00:00:00:31)
declare -rA PORT_RANGE=([dc1]='49152 65535' [ws1]='49152 65535' [ws2]='49152 65535' [lx1]='32768 60999')
readonly ABSENT_IPV4=10.20.0.99 ABSENT_MAC=02:00:00:00:00:99

# as HOST COMMAND…: becomes that command on that host, for at most COMMAND_SECONDS. It sees the network of
# the host, and /etc/netns/HOST/samba as its /etc/samba; winbindd's socket has one fixed place and is dc1's.
as() {
  local host=$1 no_winbindd=1
  shift
  if [ "$host" = dc1 ]; then no_winbindd=0; fi
  export KRB5CCNAME=FILE:$WORK/$host/ccache _NO_WINBINDD=$no_winbindd
  exec ip netns exec "$host" timeout --kill-after=2 "${COMMAND_SECONDS:-20}" "$@"
}

# on HOST COMMAND…: runs a command as that host and waits for it.
on() {
  (as "$@")
}

build_network() {
  local host
  ip link add br0 type bridge stp_state 0 mcast_snooping 0
  ip link set br0 addrgenmode none up
  for host in "${HOSTS[@]}"; do
    mkdir -p "$WORK/$host" "/etc/netns/$host/samba"
    ip netns add "$host"
    ip link add "$host" type veth peer name eth0 address "${MAC[$host]}" netns "$host"
    ip link set "$host" master br0 addrgenmode none up
    ip -n "$host" link set lo up
    ip -n "$host" link set eth0 up
    ip -n "$host" address add "${IPV4[$host]}/24" dev eth0
    ip -n "$host" address add "${IPV6[$host]}/64" dev eth0 nodad
    ip -n "$host" neigh replace "$ABSENT_IPV4" lladdr "$ABSENT_MAC" dev eth0 nud permanent
    # Segments and checksums shall be as a cable would carry them, for the capture and for the kernel's count.
    ethtool -K "$host" tx off tso off gso off gro off >/dev/null
    on "$host" ethtool -K eth0 tx off tso off gso off gro off >/dev/null
    ip -n "$host" link set eth0 gso_max_segs 1
    on "$host" sysctl -qw "net.ipv4.ip_local_port_range=${PORT_RANGE[$host]}" \
      net.netfilter.nf_conntrack_events=1 net.netfilter.nf_conntrack_acct=1
    # A rule that asks for the state of a connection is what makes the kernel track it.
    on "$host" nft -f - <<-'END'
	table inet lab {
	  chain out { type filter hook output priority 0; ct state new accept; }
	  chain in { type filter hook input priority 0; }
	}
	END
  done
}

# drop SERVER CLIENT PORTS: the server's firewall swallows that client's packets to these ports.
drop() {
  on "$1" nft add rule inet lab in ip saddr "${IPV4[$2]}" tcp dport "$3" drop
}

lift_drops() {
  on "$1" nft flush chain inet lab in
}
