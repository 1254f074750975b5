#!/bin/sh
# tshark alone, with a display filter: tshark.sh FILE
tshark -n -r "$1" -Y 'tcp.flags.syn==1 && tcp.flags.ack==0' -T fields -e frame.time_epoch -e ip.src -e tcp.srcport -e ip.dst -e tcp.dstport -e tcp.seq_raw 2>/dev/null |
  python3 "$(dirname "$0")/join_syns.py"
