import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs';
import { randomOf } from './random.mjs';

const SYN = 0x02;
const SYN_ACK = 0x12;
const ACK = 0x10;
const FIN_ACK = 0x11;

/**
 * A classic capture of TCP connections over Ethernet and IPv4: handshake, data, end, many under way at once. One
 * in twelve is to the endpoint mapper, followed by one to a dynamic port of the same server.
 */
export function writeCapture(path, { bytes, seed = 5 }) {
  if (existsSync(path)) return path;
  const random = randomOf(seed);
  const file = openSync(`${path}.part`, 'w');
  const block = Buffer.alloc(1 << 22);
  let at = 0;
  let written = 0;
  const flush = () => {
    writeSync(file, block, 0, at);
    written += at;
    at = 0;
  };
  block.writeUInt32LE(0xa1b2c3d4, 0);
  block.writeUInt16LE(2, 4);
  block.writeUInt16LE(4, 6);
  block.writeUInt32LE(262144, 16);
  block.writeUInt32LE(1, 20);
  at = 24;
  let micros = 0;
  const packet = (connection, outward, flags, payload) => {
    const length = 54 + payload;
    if (at + 16 + length > block.length) flush();
    micros += 1 + random.below(4);
    block.writeUInt32LE(1_700_000_000 + Math.floor(micros / 1e6), at);
    block.writeUInt32LE(micros % 1_000_000, at + 4);
    block.writeUInt32LE(length, at + 8);
    block.writeUInt32LE(length, at + 12);
    at += 16;
    block.fill(0, at, at + 54);
    block.writeUInt16BE(0x0800, at + 12);
    block[at + 14] = 0x45;
    block.writeUInt16BE(40 + payload, at + 16);
    block[at + 22] = 64;
    block[at + 23] = 6;
    const [from, to] = outward
      ? [connection.client, connection.server]
      : [connection.server, connection.client];
    const [fromPort, toPort] = outward
      ? [connection.port, connection.service]
      : [connection.service, connection.port];
    block.writeUInt32BE(from, at + 26);
    block.writeUInt32BE(to, at + 30);
    block.writeUInt16BE(fromPort, at + 34);
    block.writeUInt16BE(toPort, at + 36);
    block.writeUInt32BE(connection.sequence, at + 38);
    block[at + 46] = 0x50;
    block[at + 47] = flags;
    at += length;
  };
  const open = [];
  let follow = null;
  const begin = () => {
    const mapper = follow === null && random.chance(1 / 12);
    const connection = {
      client: follow?.client ?? 0x0a010000 + random.below(4000),
      server: follow?.server ?? 0x0a000001 + random.below(40),
      port: 49152 + random.below(16384),
      service: follow !== null ? 49152 + random.below(2000) : mapper ? 135 : random.chance(0.7) ? 443 : 445,
      sequence: random.below(0xffffffff),
      left: 2 + random.below(30),
      step: 0,
    };
    follow = mapper ? connection : null;
    return connection;
  };
  while (written + at < bytes) {
    while (open.length < 500) open.push(begin());
    const i = random.below(open.length);
    const connection = open[i];
    const step = connection.step++;
    if (step === 0) packet(connection, true, SYN, 0);
    else if (step === 1) packet(connection, false, SYN_ACK, 0);
    else if (connection.left-- > 0) {
      const outward = random.chance(0.4);
      packet(
        connection,
        outward,
        ACK,
        random.chance(0.35) ? 0 : random.chance(0.5) ? 1400 : random.below(900),
      );
    } else {
      packet(connection, true, FIN_ACK, 0);
      open[i] = open[open.length - 1];
      open.pop();
    }
  }
  flush();
  closeSync(file);
  renameSync(`${path}.part`, path);
  return path;
}
