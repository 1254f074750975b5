import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { fileOf, runHere } from '../testing/command.ts';
import { answering, ipPacket, WRITTEN_LINKS, type WrittenLink } from '../testing/flow-packets.ts';
import { A, join, PA, pcapFile, pcapngWriter, S, SA } from '../testing/packets.ts';
import {
  type FlowStart,
  pairsOf,
  reportedPairs,
  reportedTotals,
  sameRows,
  totalsOf,
} from '../testing/pairs.ts';
import { Reached } from '../testing/reached.ts';

/** A flow with the nanoseconds of its SYN that a microsecond does not hold. */
interface WrittenFlow extends FlowStart {
  readonly nanos: number;
}

/** A way for timed frames to lie in a file. */
interface WrittenFile {
  readonly name: string;
  write(link: WrittenLink, frames: readonly Frame[]): Uint8Array;
}

interface Frame {
  readonly bytes: Uint8Array;
  readonly time: number;
  readonly nanos: number;
}

const ENGINES = ['stream', 'duckdb'];
const T = 1_700_000_000_000_000;
const reached = new Reached();

const FILES: readonly WrittenFile[] = [
  pcapStyle('pcap', { littleEndian: true }),
  pcapStyle('pcap, big-endian', { littleEndian: false }),
  pcapStyle('pcap, nanoseconds', { nanoseconds: true }),
  pcapStyle('pcap, nanoseconds, big-endian', { littleEndian: false, nanoseconds: true }),
  pcapngStyle('pcapng', true, [6]),
  pcapngStyle('pcapng, big-endian', false, [6]),
  pcapngStyle('pcapng, nanoseconds beside microseconds', true, [9, 6]),
];

/**
 * Flows around every bound of the analytic; what makes a row of two of them is one nested loop, stated in
 * testing/pairs. Each is on hosts of its own, so that the bounds do not hide one another.
 */
const BOUNDS: readonly (readonly [what: string, flows: readonly WrittenFlow[], rows: number])[] = [
  ['at the same time', around({ lag: 0 }), 0],
  ['one microsecond later', around({ lag: 1 }), 1],
  ['one microsecond earlier', around({ lag: -1 }), 0],
  ['one microsecond within two seconds', around({ lag: 1_999_999 }), 1],
  ['two seconds later', around({ lag: 2_000_000 }), 0],
  ['one microsecond past two seconds', around({ lag: 2_000_001 }), 0],
  ['both ports the lowest', around({ from: 49_152, to: 49_152 }), 1],
  ['source port one too low', around({ from: 49_151 }), 0],
  ['destination port one too low', around({ to: 49_151 }), 0],
  ['both ports the highest', around({ from: 65_535, to: 65_535 }), 1],
  ['the port below the mapper', around({ mapper: 134 }), 0],
  ['the port above the mapper', around({ mapper: 136 }), 0],
  ['the mapper asked from a low port', around({ mapperFrom: 1024 }), 1],
  ['the endpoint called by the server', turned(around({})), 0],
  [
    'two mappers and two endpoints',
    [...around({}), ...around({ lag: 200, from: 50_009, mapperFrom: 50_008 })],
    4,
  ],
  ['nanoseconds that a microsecond holds together', around({ lag: 0, nanos: [1, 999] }), 0],
  ['nanoseconds that fall into two microseconds', around({ lag: 1, nanos: [999, 0] }), 1],
  ['one nanosecond within two seconds', around({ lag: 1_999_999, nanos: [0, 999] }), 1],
  ['less than two seconds, two seconds when cut', around({ lag: 2_000_000, nanos: [999, 0] }), 0],
];

for (const link of WRITTEN_LINKS)
  for (const file of FILES)
    test(`${link.name} in ${file.name}: rows at the bounds`, async () => {
      const flows = ['v4', 'v6'].flatMap((version) =>
        BOUNDS.flatMap(([, bounds], i) => bounds.map((flow) => onHosts(flow, version, i))),
      );
      const rows = BOUNDS.reduce((sum, [, , count]) => sum + count, 0);
      assert.equal(pairsOf(flows).length, 2 * rows);
      await compares(link, file, flows);
    });

test('every bound gives the rows that its name promises', () => {
  for (const [what, flows, rows] of BOUNDS) assert.equal(pairsOf(flows).length, rows, what);
});

test('random flows in random captures: the rows of a nested loop', async () => {
  let pairs = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(randomFlow(), { minLength: 8, maxLength: 50, size: 'max' }),
      fc.constantFrom(...WRITTEN_LINKS),
      fc.constantFrom(...FILES),
      async (flows, link, file) => {
        pairs += pairsOf(flows).length;
        await compares(link, file, flows);
      },
    ),
    { numRuns: 60 },
  );
  console.log(`own captures: ${pairs} rows in random captures`);
  assert.ok(pairs > 300);
});

test('enough was compared', () => {
  console.log(`own captures: rows compared ${reached.line}`);
  for (const { name } of WRITTEN_LINKS) assert.ok(reached.of('link', name) >= 200, `link ${name}`);
  for (const version of ['IPv4', 'IPv6']) assert.ok(reached.of('ip', version) >= 1000, version);
  for (const engine of ENGINES) assert.ok(reached.of('engine', engine) >= 1000, engine);
});

async function compares(link: WrittenLink, file: WrittenFile, flows: readonly WrittenFlow[]): Promise<void> {
  const path = fileOf('written');
  writeFileSync(
    path,
    file.write(
      link,
      flows.flatMap((flow, i) => framesOf(flow, i, link)),
    ),
  );
  const { out, code, err } = await runHere('inspect', '--format', 'json', '--quiet', path);
  assert.equal(code, 0, err);
  assert.deepEqual(reportedTotals(out), totalsOf(flows));
  const pairs = pairsOf(flows);
  for (const engine of ENGINES) {
    const run = await runHere('detect', '--format', 'jsonl', '--quiet', '--engine', engine, path);
    assert.equal(run.code, 0, run.err);
    sameRows(reportedPairs(run.out), pairs, `${link.name} in ${file.name} on ${engine}`);
    reached.addPairs(pairs, { engine, link: link.name });
  }
}

/** The SYN, the same again, the answer, and two segments with data. */
function framesOf(flow: WrittenFlow, number: number, link: WrittenLink): Frame[] {
  const sequence = 1_000_000 * (number + 1);
  const back = answering(flow);
  const [syn, answer] = [ipPacket(flow, S, sequence), ipPacket(back, SA, 7 * sequence)];
  const hello = ipPacket(flow, PA, sequence + 1, [1, 2, 3]);
  const packets = [
    syn,
    syn,
    answer,
    ipPacket(flow, A, sequence + 1),
    hello,
    ipPacket(back, PA, 7 * sequence + 1, [4]),
  ];
  return packets.map((ip, i) => ({
    bytes: link.frame(ip),
    time: flow.micros + 40 * i,
    nanos: i === 0 ? flow.nanos : 0,
  }));
}

interface Around {
  readonly lag?: number;
  readonly mapper?: number;
  readonly mapperFrom?: number;
  readonly from?: number;
  readonly to?: number;
  readonly nanos?: readonly [mapper: number, endpoint: number];
}

function around(at: Around): WrittenFlow[] {
  const { lag = 1000, mapper = 135, mapperFrom = 50_000, from = 50_001, to = 49_666, nanos = [0, 0] } = at;
  const hosts = { src_ip: 'client', dest_ip: 'server' };
  return [
    { ...hosts, micros: T, nanos: nanos[0], src_port: mapperFrom, dest_port: mapper },
    { ...hosts, micros: T + lag, nanos: nanos[1], src_port: from, dest_port: to },
  ];
}

function turned([mapper, endpoint]: readonly WrittenFlow[]): WrittenFlow[] {
  return [mapper!, { ...endpoint!, src_ip: 'server', dest_ip: 'client' }];
}

/** Hosts of pair `i`; the addresses of two pairs differ in their last byte alone, or in their first. */
function onHosts(flow: WrittenFlow, version: string, i: number): WrittenFlow {
  const address = (role: string) => {
    const last = 2 * i + (role === 'client' ? 1 : 2);
    if (version === 'v4')
      return i % 2 === 0 ? `10.0.0.${last}` : `${20 + i}.0.0.${role === 'client' ? 1 : 2}`;
    return i % 2 === 0 ? `2001:db8::${last.toString(16)}` : `20${10 + i}:db8::${role === 'client' ? 1 : 2}`;
  };
  return { ...flow, src_ip: address(flow.src_ip), dest_ip: address(flow.dest_ip) };
}

function randomFlow(): fc.Arbitrary<WrittenFlow> {
  const hosts = fc.constantFrom(
    ['10.0.0.1', '10.0.0.2'],
    ['10.0.0.2', '10.0.0.1'],
    ['2001:db8::1', '2001:db8::2'],
    ['2001:db8::1', '2001:db8::1:0:2'],
  );
  return fc
    .record({
      hosts,
      micros: fc
        .tuple(fc.nat(8), fc.constantFrom(-1, 0, 0, 1))
        .map(([half, off]) => T + half * 500_000 + off),
      nanos: fc.constantFrom(0, 1, 500, 999),
      src_port: fc.constantFrom(135, 49_151, 49_152, 50_000, 65_535),
      dest_port: fc.constantFrom(135, 135, 135, 49_151, 49_152, 49_152, 60_000, 65_535),
    })
    .map(({ hosts: [src_ip, dest_ip], ...rest }) => ({ ...rest, src_ip: src_ip!, dest_ip: dest_ip! }));
}

function pcapStyle(name: string, style: { littleEndian?: boolean; nanoseconds?: boolean }): WrittenFile {
  return { name, write: ({ linkType }, frames) => pcapFile(frames, { linkType, ...style }) };
}

/** Frames in turn on the interfaces; the resolutions are if_tsresol. */
function pcapngStyle(name: string, littleEndian: boolean, resolutions: readonly number[]): WrittenFile {
  const writer = pcapngWriter(littleEndian);
  return {
    name,
    write: ({ linkType }, frames) =>
      join(
        writer.section(),
        ...resolutions.map((resolution) => writer.interface(linkType, resolution)),
        ...frames.map(({ bytes, time, nanos }, i) => {
          const on = i % resolutions.length;
          const ticks = resolutions[on] === 9 ? BigInt(time) * 1000n + BigInt(nanos) : BigInt(time);
          return writer.packet(on, ticks, bytes);
        }),
      ),
  };
}
