// Turns the connection tracking events of a round into a table of the connections made.
// usage: connections.mjs FOLDER HOST,ADDRESS,ADDRESS…   reads FOLDER/HOST.tracked, writes CSV
//
// A row is a connection that the host itself opened to another: the first SYN's 4-tuple as its kernel
// knew it. outcome: established, refused (answered by a reset), unanswered. Packets and bytes (of IP)
// each way are the kernel's count, left empty for an unanswered one, whose repeated SYNs it does not
// count; time is when the event reached the recorder, some µs after the SYN.
import { existsSync, readFileSync } from 'node:fs';

const EVENT = /^\[(\d+)\.(\d{6})\]\s+\[(NEW|UPDATE|DESTROY)\]\s+ipv[46]\s+\d+\s+tcp\s+6\s+(.*)$/;
const COLUMNS = [
  'time',
  'src_ip',
  'src_port',
  'dest_ip',
  'dest_port',
  'outcome',
  'src_packets',
  'src_bytes',
  'dest_packets',
  'dest_bytes',
];

/** Values of a repeated key in `k=v` text: the first is of the way out, the second of the way back. */
const values = (text, key) => [...text.matchAll(new RegExp(`(?:^| )${key}=(\\S+)`, 'g'))].map((m) => m[1]);

function connectionsOf(log, addresses) {
  const open = new Map();
  const all = [];
  for (const line of log.split('\n')) {
    const event = EVENT.exec(line);
    if (!event) continue;
    const [, seconds, micros, kind, rest] = event;
    const [src] = values(rest, 'src');
    const [dest] = values(rest, 'dst');
    if (!addresses.includes(src) || addresses.includes(dest)) continue;
    const [srcPort] = values(rest, 'sport');
    const [destPort] = values(rest, 'dport');
    const key = `${src} ${srcPort} ${dest} ${destPort}`;
    if (kind === 'NEW') {
      if (!rest.includes('SYN_SENT')) continue;
      const time = `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${micros}Z`;
      const made = {
        time,
        src_ip: src,
        src_port: srcPort,
        dest_ip: dest,
        dest_port: destPort,
        outcome: 'unanswered',
      };
      open.set(key, made);
      all.push(made);
      continue;
    }
    const made = open.get(key);
    if (!made) continue;
    if (/\bESTABLISHED\b/.test(rest)) made.outcome = 'established';
    if (kind === 'UPDATE') continue;
    open.delete(key);
    const packets = values(rest, 'packets');
    const bytes = values(rest, 'bytes');
    if (packets.length < 2 || Number(packets[1]) === 0) continue;
    if (made.outcome === 'unanswered') made.outcome = 'refused';
    Object.assign(made, {
      src_packets: packets[0],
      src_bytes: bytes[0],
      dest_packets: packets[1],
      dest_bytes: bytes[1],
    });
  }
  return all;
}

const [folder, ...hosts] = process.argv.slice(2);
const made = hosts.flatMap((host) => {
  const [name, ...addresses] = host.split(',');
  const log = `${folder}/${name}.tracked`;
  if (!existsSync(log)) throw new Error(`${log}: no such record`);
  return connectionsOf(readFileSync(log, 'utf8'), addresses);
});
made.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
console.log(COLUMNS.join(','));
for (const row of made) console.log(COLUMNS.map((column) => row[column] ?? '').join(','));
