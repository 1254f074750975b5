// A capture full of RPC: the lab's own captures over and over, each round between other hosts and at a later time.
import { closeSync, existsSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LAB = fileURLToPath(new URL('../lab/captures', import.meta.url));
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const ETHERNET = 1;
const IPV4 = 0x0800;
const TYPE_AT = 12;
const SOURCE_AT = 14 + 12;
const DESTINATION_AT = 14 + 16;
/** Rounds lie so far apart that no connection of one goes on in the next. */
const ROUND_SECONDS = 4000;
const FIRST_SECOND = 1_700_000_000;
const ROOM = 1 << 24;

/** Writes a pcap of about `bytes` bytes. Only IPv4 over Ethernet is taken: its hosts can be told apart by rounds. */
export function writeRpcCapture(path, { bytes }) {
  if (existsSync(path)) return path;
  const packets = labPackets();
  const part = `${path}.part`;
  const file = openSync(part, 'w');
  const out = Buffer.alloc(ROOM);
  out.writeUInt32LE(0xa1b2c3d4, 0);
  out.writeUInt16LE(2, 4);
  out.writeUInt16LE(4, 6);
  out.writeUInt32LE(65_535, 16);
  out.writeUInt32LE(ETHERNET, 20);
  let at = FILE_HEADER;
  let written = 0;
  for (let round = 0; written + at < bytes; round++)
    for (const { seconds, micros, wire, packet } of packets) {
      if (at + RECORD_HEADER + packet.length > ROOM) {
        written += writeSync(file, out, 0, at);
        at = 0;
      }
      out.writeUInt32LE(FIRST_SECOND + round * ROUND_SECONDS + seconds, at);
      out.writeUInt32LE(micros, at + 4);
      out.writeUInt32LE(packet.length, at + 8);
      out.writeUInt32LE(wire, at + 12);
      packet.copy(out, at + RECORD_HEADER);
      for (const address of [SOURCE_AT, DESTINATION_AT]) {
        const host = at + RECORD_HEADER + address;
        out[host + 1] = 16 + (round >> 8);
        out[host + 2] = round & 0xff;
      }
      at += RECORD_HEADER + packet.length;
    }
  writeSync(file, out, 0, at);
  closeSync(file);
  renameSync(part, path);
  return path;
}

/** The packets of all the lab's captures, in order of the time since the beginning of their own. */
function labPackets() {
  const packets = [];
  const names = readdirSync(LAB).filter((name) => name.endsWith('.pcap'));
  for (const [index, name] of names.sort().entries()) {
    const bytes = readFileSync(join(LAB, name));
    if (bytes.readUInt32LE(0) !== 0xa1b2c3d4 || bytes.readUInt32LE(20) !== ETHERNET) continue;
    const first = bytes.readUInt32LE(FILE_HEADER);
    for (let at = FILE_HEADER; at < bytes.length; ) {
      const length = bytes.readUInt32LE(at + 8);
      const packet = Buffer.from(bytes.subarray(at + RECORD_HEADER, at + RECORD_HEADER + length));
      if (packet.readUInt16BE(TYPE_AT) === IPV4) {
        packet[SOURCE_AT] = packet[DESTINATION_AT] = 20 + index;
        const [seconds, micros] = [bytes.readUInt32LE(at) - first, bytes.readUInt32LE(at + 4)];
        packets.push({ seconds, micros, wire: bytes.readUInt32LE(at + 12), packet });
      }
      at += RECORD_HEADER + length;
    }
  }
  return packets.sort((a, b) => a.seconds - b.seconds || a.micros - b.micros);
}
