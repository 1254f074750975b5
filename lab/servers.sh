# shellcheck shell=bash
# Servers: dc1 as Samba's Active Directory domain controller, ws2 as a stand-alone server whose
# RPC services have an endpoint mapper and dynamic ports of their own. Sourced by inside.sh.

readonly REALM=LAB.EXAMPLE DOMAIN=LAB
readonly ADMIN='Administrator' PASSWORD='Rpctrail.lab-1'

# Every folder that Samba would else look for under /var or /run.
samba_folders() {
  local home=$1
  mkdir -p "$home"/{private,state,cache,lock,run,ncalrpc,log}
  cat <<-END
	  private dir = $home/private
	  state directory = $home/state
	  cache directory = $home/cache
	  lock directory = $home/lock
	  pid directory = $home/run
	  ncalrpc dir = $home/ncalrpc
	  ntp signd socket directory = $home/ntp_signd
	  log file = $home/log/%m.log
	  logging = file
	  interfaces = lo eth0
	  bind interfaces only = yes
	  load printers = no
	  printcap name = /dev/null
	  disable spoolss = yes
	END
}

configure_clients() {
  local host
  for host in ws1 lx1; do
    {
      printf '[global]\n  netbios name = %s\n  workgroup = %s\n  realm = %s\n' "${host^^}" "$DOMAIN" "$REALM"
      samba_folders "$WORK/$host"
    } >"/etc/netns/$host/samba/smb.conf"
  done
}

provision_domain() {
  local home=$WORK/dc1
  {
    printf '[global]\n  netbios name = DC1\n  workgroup = %s\n  realm = %s\n' "$DOMAIN" "$REALM"
    echo '  server role = active directory domain controller'
    # No DNS updates, replication or printing of its own accord: traffic is what the rounds ask for.
    echo '  server services = rpc, wrepl, ldap, cldap, kdc, winbindd, ntp_signd, dns, s3fs, kcc, drepl'
    echo '  nsupdate command = /bin/true'
    samba_folders "$home"
    printf '[sysvol]\n  path = %s/state/sysvol\n  read only = no\n' "$home"
    printf '[netlogon]\n  path = %s/state/sysvol/%s/scripts\n  read only = no\n' "$home" "${REALM,,}"
  } >"/etc/netns/dc1/samba/smb.conf"
  COMMAND_SECONDS=120 on dc1 samba-tool domain provision --realm="$REALM" --domain="$DOMAIN" --server-role=dc \
    --host-name=dc1 --host-ip="${IPV4[dc1]}" --host-ip6="${IPV6[dc1]}" --dns-backend=SAMBA_INTERNAL \
    --adminpass="$PASSWORD" >"$home/log/provision.log" 2>&1 || fail_with_log provisioning "$home/log/provision.log"
  cp "$home/private/krb5.conf" /etc/krb5.conf
}

start_domain_controller() {
  COMMAND_SECONDS=$LAB_SECONDS as dc1 samba --interactive --no-process-group --debug-stdout \
    >"$WORK/dc1/log/samba.log" 2>&1 &
  await "the domain controller" "$WORK/dc1/log/samba.log" domain_controller_answers
}

domain_controller_answers() {
  local port
  for port in 53 88 135 389 445; do
    open_port dc1 "${IPV4[dc1]}" "$port" && open_port dc1 "${IPV6[dc1]}" "$port" || return
  done
  on dc1 rpcclient "ncacn_ip_tcp:dc1.lab.example" -U "$ADMIN%$PASSWORD" --use-kerberos=off -c dsroledominfo
}

start_workstation_server() {
  local home=$WORK/ws2
  {
    printf '[global]\n  netbios name = WS2\n  workgroup = %s\n  server role = standalone server\n' "$DOMAIN"
    echo '  map to guest = never'
    echo '  rpc start on demand helpers = no'
    samba_folders "$home"
    printf '[public]\n  path = %s/public\n' "$home"
  } >"/etc/netns/ws2/samba/smb.conf"
  mkdir -p "$home/public"
  printf '%s\n%s\n' "$PASSWORD" "$PASSWORD" | on ws2 smbpasswd -s -a root >"$home/log/smbpasswd.log" 2>&1 ||
    fail_with_log "making a user on ws2" "$home/log/smbpasswd.log"
  COMMAND_SECONDS=$LAB_SECONDS as ws2 smbd --foreground --no-process-group --debug-stdout >"$home/log/smbd.log" 2>&1 &
  COMMAND_SECONDS=$LAB_SECONDS as ws2 "$(rpc_daemon)" --libexec-rpcds --foreground --no-process-group --debug-stdout \
    >"$home/log/rpc.log" 2>&1 &
  await "the server on ws2" "$home/log/rpc.log" workstation_answers
}

workstation_answers() {
  open_port ws2 "${IPV4[ws2]}" 445 &&
    on ws2 rpcclient "ncacn_ip_tcp:ws2.lab.example" -U "root%$PASSWORD" --use-kerberos=off -c srvinfo
}

open_port() {
  COMMAND_SECONDS=2 on "$1" bash -c ": <>/dev/tcp/$2/$3"
}

# await WHAT LOG TEST…: repeats the test until it succeeds, for at most a minute.
await() {
  local what=$1 log=$2 deadline=$((SECONDS + 60))
  shift 2
  until "$@" >"$WORK/await.log" 2>&1; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      cat "$WORK/await.log" >&2
      fail_with_log "waiting for $what" "$log"
    fi
    sleep 0.3
  done
}

fail_with_log() {
  echo "lab: $1 failed; the end of its log:" >&2
  tail -n 30 "$2" >&2
  exit 1
}
