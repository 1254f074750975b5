#!/bin/sh
# What an analyst would type: tcpdump keeps the SYNs, tshark prints them, a script joins. tcpdump-tshark.sh FILE
tcpdump -nr "$1" -w - 'tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn' 2>/dev/null |
  tshark -n -r - -T fields -e frame.time_epoch -e ip.src -e tcp.srcport -e ip.dst -e tcp.dstport -e tcp.seq_raw 2>/dev/null |
  python3 "$(dirname "$0")/join_syns.py"
