# shellcheck shell=bash
# What is done in the lab, round by round. Sourced by inside.sh. lab/captures/README.md tells the same
# in words. Programs are Samba's own; bash's /dev/tcp makes the connections that say nothing.

play_rounds() {
  record windows-range windows_range
  record linux-range linux_range
  record ipv6 ipv6
  record administration administration
  record workstation workstation
  record failures failures
  record window-edges window_edges
  record any-interface any_interface ws1 -i any -y LINUX_SLL2 --time-stamp-precision nano
  record domain-day domain_day
}

# Commands that must succeed, and commands that must not.
must() {
  echo "+ $*"
  "$@" || { echo "failed with exit code $?" && exit 1; }
}
must_fail() {
  echo "+ $*"
  if "$@"; then echo "succeeded, and should not have" && exit 1; fi
}

# At this level Samba's clients log every call that they make, under its name in Samba's IDL: calls.py reads it.
readonly TELLING=(-d 11)

# rpc CLIENT SERVER COMMANDS [BINDING-OPTIONS]: rpcclient over TCP: asks the endpoint mapper, then
# the endpoint it named. NTLM, signed unless the options say otherwise.
rpc() {
  on "$1" rpcclient "${TELLING[@]}" "ncacn_ip_tcp:$2.lab.example[${4:-}]" -U "$(account "$2")" --use-kerberos=off -c "$3"
}

# rpc_by_pipe CLIENT SERVER COMMANDS: the same over a named pipe (445/tcp).
rpc_by_pipe() {
  on "$1" rpcclient "${TELLING[@]}" "ncacn_np:$2.lab.example" -U "$(account "$2")" --use-kerberos=off -c "$3"
}

account() {
  case $1 in
    dc1*) echo "$ADMIN%$PASSWORD" ;;
    *) echo "root%$PASSWORD" ;;
  esac
}

log_on() {
  on "$1" kinit "$ADMIN@$REALM" <<<"$PASSWORD"
}

# touch_port HOST ADDRESS PORT [SECONDS]: opens a connection, says nothing, closes it.
touch_port() {
  COMMAND_SECONDS=5 on "$1" bash -c "exec 3<>/dev/tcp/$2/$3 && sleep ${4:-0.2}"
}

# Port that dc1's endpoint mapper gives for an interface (name as in epmlookup's list).
endpoint_port() {
  echo "+ endpoint_port $1 dc1 $2" >&2
  on "$1" rpcclient "${TELLING[@]}" ncacn_ip_tcp:dc1.lab.example -U "$(account dc1)" --use-kerberos=off -c epmlookup |
    sed -n "s/.*ncacn_ip_tcp:[^[]*\[\([0-9]*\),.*: $2\$/\1/p" | head -n 1
}

directory_queries() {
  must rpc "$1" "$2" 'enumdomusers;queryuser 500'
  must rpc "$1" "$2" 'enumdomgroups;querydominfo' seal
  must rpc "$1" "$2" 'dsroledominfo'
  must rpc "$1" "$2" "dscracknames LAB\\$ADMIN" seal
  must rpc "$1" "$2" 'dsr_getdcname lab.example'
}

windows_range() {
  directory_queries ws1 dc1
  must rpc ws1 dc1 epmlookup
  must_fail rpc ws1 dc1 srvinfo
}

linux_range() {
  directory_queries lx1 dc1
  must rpc lx1 ws2 'srvinfo;netshareenumall'
  must rpc lx1 ws2 enumdomusers
  must rpc lx1 ws2 dfsversion
}

ipv6() {
  directory_queries ws1 dc1-v6
  must rpc ws1 ws2-v6 'srvinfo;netshareenumall'
  directory_queries lx1 dc1-v6
  must rpc lx1 ws2-v6 enumdomusers
  must touch_port ws1 "${IPV6[dc1]}" 135
  must_fail touch_port ws1 "${IPV6[lx1]}" 135
}

administration() {
  must log_on ws1
  must on lx1 samba-tool drs showrepl "${TELLING[@]}" dc1.lab.example -U "$(account dc1)" --use-kerberos=off
  must on lx1 samba-tool drs bind "${TELLING[@]}" dc1.lab.example -U "$(account dc1)" --use-kerberos=off
  must on ws1 samba-tool drs kcc "${TELLING[@]}" dc1.lab.example -U "$(account dc1)"
  must on ws1 samba-tool dns query "${TELLING[@]}" dc1.lab.example lab.example @ ALL -U "$(account dc1)"
  must on ws1 net "${TELLING[@]}" rpc user -S dc1.lab.example -U "$(account dc1)" --use-kerberos=off
  must on ws1 net "${TELLING[@]}" rpc share list -S dc1.lab.example -U "$(account dc1)" --use-kerberos=off
  must on ws1 net "${TELLING[@]}" rpc registry enumerate 'HKLM\Software' -S ws2.lab.example -U "$(account ws2)"
  must on lx1 net "${TELLING[@]}" rpc service list -S ws2.lab.example -U "$(account ws2)"
  must on ws1 ldbsearch -H ldap://dc1.lab.example -U "$(account dc1)" -s base dn
}

workstation() {
  must rpc ws1 ws2 'srvinfo;netshareenumall'
  must rpc ws1 ws2 'enumdomains;enumdomusers'
  must_fail rpc ws1 ws2 wkssvc_enumerateusers
  must rpc ws1 ws2 dfsversion
  must rpc ws1 ws2-v6 'netremotetod'
  must on ws1 smbclient "${TELLING[@]}" //ws2.lab.example/public -U "$(account ws2)" -c ls
}

failures() {
  # Closed ports: a host without an endpoint mapper, and a port that no service has.
  must_fail touch_port ws1 "${IPV4[lx1]}" 135
  must rpc ws1 dc1 'dsr_getdcname lab.example'
  must_fail touch_port ws1 "${IPV4[dc1]}" 60001
  # Connections that say nothing.
  must touch_port ws1 "${IPV4[dc1]}" 135
  must touch_port ws1 "${IPV4[dc1]}" 49153
  # No answer: nobody there; a firewall before the endpoints, and then the pipe instead.
  must_fail touch_port ws1 "$ABSENT_IPV4" 135
  must drop dc1 ws2 49152-65535
  COMMAND_SECONDS=5 must_fail rpc ws2 dc1 enumdomusers
  must rpc_by_pipe ws2 dc1 enumdomusers
  must lift_drops dc1
  # One 4-tuple three times, each connection ended by the client's reset.
  must on ws1 /usr/bin/python3 "$LAB/same-port.py" "${IPV4[dc1]}" 135 50135 3
}

# A mapper's answer used at once, near the end of the two seconds, and after them.
window_edges() {
  local port seconds
  port=$(endpoint_port ws1 samr)
  echo "samr is on port $port"
  for seconds in 0.2 1.6 2.2; do
    sleep 2.5
    must rpc ws1 dc1 epmmap
    sleep "$seconds"
    must on ws1 /usr/bin/python3 "$LAB/known-endpoint.py" dc1.lab.example "$port" "$(account dc1)"
  done
}

any_interface() {
  must rpc ws1 dc1 enumdomusers
  must rpc ws1 dc1-v6 'dsr_getdcname lab.example'
  must rpc ws1 ws2-v6 srvinfo
  must_fail touch_port ws1 "${IPV4[dc1]}" 60001
}

# A day in the domain, told quickly; the pauses keep one visit's connections out of the next one's window.
domain_day() {
  # ws1's user logs on and looks at the directory, over IPv4 and IPv6.
  must log_on ws1
  must on ws1 rpcclient "${TELLING[@]}" 'ncacn_ip_tcp:dc1.lab.example[seal]' --use-kerberos=required -c 'dsr_getdcname lab.example'
  sleep 2.2
  must rpc ws1 dc1 'enumdomusers;queryuser 500'
  sleep 2.2
  must rpc ws1 dc1-v6 'enumdomgroups'
  sleep 2.2
  # The administrator works from Linux: some source ports are below 49152.
  must on lx1 samba-tool drs showrepl "${TELLING[@]}" dc1.lab.example -U "$(account dc1)" --use-kerberos=off
  must on lx1 samba-tool dns query "${TELLING[@]}" dc1.lab.example lab.example @ ALL -U "$(account dc1)" --use-kerberos=off
  must rpc lx1 dc1-v6 'dsroledominfo'
  must on lx1 net "${TELLING[@]}" rpc user -S dc1.lab.example -U "$(account dc1)" --use-kerberos=off
  sleep 2.2
  # ws1 turns to its neighbour, and from there the path leads on to the domain controller.
  must rpc ws1 ws2 'srvinfo;netshareenumall'
  sleep 2.2
  must rpc ws1 ws2-v6 'enumdomusers'
  sleep 2.2
  must rpc ws2 dc1 "dscracknames LAB\\$ADMIN" seal
  sleep 2.2
  # What fails: a host without RPC, one that is off, a firewall before the endpoints.
  must_fail touch_port ws2 "${IPV4[lx1]}" 135
  must_fail touch_port ws2 "$ABSENT_IPV4" 135
  must touch_port ws2 "${IPV4[dc1]}" 135
  sleep 2.2
  must drop dc1 ws2 49152-65535
  COMMAND_SECONDS=4 must_fail rpc ws2 dc1 enumdomusers
  must lift_drops dc1
  must rpc_by_pipe ws2 dc1 enumdomusers
}
