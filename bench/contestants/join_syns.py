"""Joins SYNs, one a line: time, source, port, destination, port, sequence number. Prints flows and rows."""

import bisect
import sys

seen, mappers, endpoints = set(), [], {}
for line in sys.stdin:
    time, src, sport, dst, dport, seq = line.split()
    key = (src, sport, dst, dport, seq)
    if key in seen:
        continue
    seen.add(key)
    seconds, _, fraction = time.partition(".")
    at = int(seconds) * 1_000_000 + int((fraction + "000000")[:6])
    if dport == "135":
        mappers.append((at, src, dst))
    elif int(dport) >= 49152 and int(sport) >= 49152:
        endpoints.setdefault((src, dst), []).append(at)
for times in endpoints.values():
    times.sort()
rows = 0
for at, src, dst in mappers:
    times = endpoints.get((src, dst), [])
    rows += bisect.bisect_left(times, at + 2_000_000) - bisect.bisect_right(times, at)
print(len(seen), rows)
