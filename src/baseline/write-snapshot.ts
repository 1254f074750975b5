import { ByteBuffer } from '../columns/printer/byte-buffer.ts';
import { formatDay } from './day-number.ts';
import type { Rows } from './rows.ts';
import type { Snapshot } from './snapshot.ts';
import { asText, asWord, wordBytes } from './snapshot-words.ts';
import type { Verdicts } from './verdicts.ts';

export const FORMAT_NAME = 'rpctrail baseline';
export const FORMAT_VERSION = 1;

const CHUNK_BYTES = 1 << 16;
const SPACE = 0x20;
const LINE_FEED = 0x0a;
const MINUS = 0x2d;
const HEX = new TextEncoder().encode('0123456789abcdef');

/**
 * The file's bytes, the same for the same snapshot; docs/reference/baseline-file.md describes them. A chunk is valid
 * until the next is asked for.
 */
export function* writeSnapshot(snapshot: Snapshot): Generator<Uint8Array> {
  const into = new ByteBuffer(2 * CHUNK_BYTES);
  into.text(`${FORMAT_NAME} ${FORMAT_VERSION}\n`);
  into.text(`zone ${asWord(snapshot.zone)}\n`);
  into.text(`last ${snapshot.last < 0 ? '-' : formatDay(snapshot.last)}\n`);
  into.text(`budget ${snapshot.budget}\n`);
  into.text(`weights ${snapshot.weights === '' ? '-' : asWord(snapshot.weights)}\n`);
  into.text('\ninputs\n');
  for (const id of snapshot.inputs) into.text(` ${asWord(id)}\n`);
  writeAllowed(into, snapshot);
  const hosts = snapshot.hosts.map(wordBytes);
  into.text('\nrows\n');
  yield* writeRows(into, snapshot.rows, hosts, snapshot.calls.map(wordBytes), true);
  into.text('\nports\n');
  yield* writeRows(into, snapshot.ports, hosts, snapshot.endpoints.map(wordBytes), false);
  into.text('\nnames\n');
  for (const { address, host, daysLow, daysHigh } of snapshot.names) {
    into.text(` ${asWord(address)} ${asWord(host)} `);
    writeMask(into, daysLow, daysHigh);
    into.byte(LINE_FEED);
    if (into.length >= CHUNK_BYTES) yield* flushed(into);
  }
  writeVerdicts(into, snapshot.verdicts, snapshot.hosts.map(asWord));
  into.text('\nend\n');
  yield* flushed(into);
}

function writeAllowed(into: ByteBuffer, { allowed, verdicts }: Snapshot): void {
  into.text('\nallowed\n');
  allowed.forEach(({ client, server, call, who, why, until }, i) => {
    into.text(` ${asWord(client)} ${asWord(server)} ${asWord(call)}\n`);
    into.text(`  until ${until === null ? '-' : formatDay(until)}\n`);
    into.text(`  who ${asText(who)}\n  why ${asText(why)}\n`);
    const hidden = verdicts.hidden[i];
    if (hidden !== undefined) into.text(`  hid ${hidden}\n`);
  });
}

function* writeRows(
  into: ByteBuffer,
  rows: Rows,
  hosts: readonly Uint8Array[],
  calls: readonly Uint8Array[],
  nights: boolean,
): Generator<Uint8Array> {
  let client = -1;
  let server = -1;
  for (let row = 0; row < rows.length; row++) {
    if (rows.client[row] !== client) {
      client = rows.client[row]!;
      server = -1;
      writeLine(into, 1, hosts[client]!);
    }
    if (rows.server[row] !== server) {
      server = rows.server[row]!;
      writeLine(into, 2, hosts[server]!);
    }
    indent(into, 3);
    into.append(calls[rows.call[row]!]!);
    into.byte(SPACE);
    writeMask(into, rows.daysLow[row]!, rows.daysHigh[row]!);
    if (nights) {
      into.byte(SPACE);
      writeMask(into, rows.nightsLow[row]!, rows.nightsHigh[row]!);
    }
    into.byte(LINE_FEED);
    if (into.length >= CHUNK_BYTES) yield* flushed(into);
  }
}

function writeVerdicts(into: ByteBuffer, verdicts: Verdicts, hosts: readonly string[]): void {
  into.text('\nleads\n');
  for (const { day, client, score, classes, ongoing, servers } of verdicts.leads) {
    into.text(` ${formatDay(day)} ${hosts[client]} ${score} ${classes} ${ongoing ? 'ongoing' : 'new'}\n`);
    for (const each of servers) into.text(`  ${hosts[each.server]} ${each.score}\n`);
  }
  into.text('\nstrong\n');
  for (const { day, client, server, score } of verdicts.strong)
    into.text(` ${formatDay(day)} ${hosts[client]} ${hosts[server]} ${score}\n`);
  into.text('\nreference\n');
  for (const { day, group, bins, counts } of verdicts.reference) {
    into.text(` ${formatDay(day)} ${group}`);
    for (let i = 0; i < bins.length; i++) into.text(` ${bins[i]}:${counts[i]}`);
    into.byte(LINE_FEED);
  }
}

function writeLine(into: ByteBuffer, depth: number, word: Uint8Array): void {
  indent(into, depth);
  into.append(word);
  into.byte(LINE_FEED);
}

function indent(into: ByteBuffer, depth: number): void {
  for (let i = 0; i < depth; i++) into.byte(SPACE);
}

/** Sixteen digits, the bit of day 63 first; `-` where no bit is set. */
function writeMask(into: ByteBuffer, low: number, high: number): void {
  if ((low | high) === 0) {
    into.byte(MINUS);
    return;
  }
  for (let shift = 28; shift >= 0; shift -= 4) into.byte(HEX[(high >>> shift) & 15]!);
  for (let shift = 28; shift >= 0; shift -= 4) into.byte(HEX[(low >>> shift) & 15]!);
}

function* flushed(into: ByteBuffer): Generator<Uint8Array> {
  yield into.written;
  into.clear();
}
