import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type CommandRun, fileOf, runHere } from '../testing/command.ts';
import { connJson, connLog, manyFlows, OTHER_ORDER } from '../testing/flow-logs.ts';
import { type Below, randomOf } from '../testing/mutations.ts';
import { join as joined, pcapngWriter } from '../testing/packets.ts';
import { sourcePath } from '../testing/repository.ts';

const SEED = Number(process.env.RPCTRAIL_FUZZ_SEED ?? 20_261_124);
const RUNS_EACH = Number(process.env.RPCTRAIL_DAMAGE_RUNS ?? 30);
const PCAP_HEADER = 24;
const RECORD_HEADER = 16;

/** A file with the stretch of bytes of each record; those of a log without their line feed. */
interface Framed {
  readonly name: string;
  readonly bytes: Buffer;
  readonly records: readonly { readonly from: number; readonly to: number }[];
  /** The first that may be damaged, from 1: what stands before is what the others are read by. */
  readonly first: number;
}

/** A row, and the records that its events came from. */
interface TracedRow {
  readonly text: string;
  readonly records: readonly number[];
}

for (const file of [...captures(), ...logs()])
  test(`${file.name}: damage to a record costs the rows of that record alone`, async () => {
    const whole = rowsIn(await detect(file.bytes));
    const involved = [...new Set(whole.flatMap(({ records }) => records))];
    let kept = 0;
    for (let run = 0; run < RUNS_EACH; run++) {
      const below = randomOf(SEED + run);
      const pickInvolved = below(2) === 0 && involved.length > 0;
      const record = pickInvolved
        ? involved[below(involved.length)]!
        : file.first + below(file.records.length - file.first + 1);
      const bytes = damaged(file, record, below);
      const { out, code } = await detect(bytes);
      assert.ok(code === 0 || code === 2);
      const found = new Set(rowsIn({ out }).map(({ text }) => text));
      const untouched = whole.filter(({ records }) => !records.includes(record));
      const lost = untouched.filter(({ text }) => !found.has(text));
      assert.deepEqual(lost, [], `run ${run} of seed ${SEED}, record ${record}`);
      kept += untouched.length;
    }
    assert.ok(kept >= RUNS_EACH, `${kept} rows to be kept`);
  });

/** Flips, sets or swaps bytes within one record: its header as well as what it holds. */
function damaged({ bytes, records }: Framed, record: number, below: Below): Buffer {
  const copy = Buffer.from(bytes);
  const { from, to } = records[record - 1]!;
  const at = below(3) === 0 ? from + below(Math.min(RECORD_HEADER, to - from)) : from + below(to - from);
  const end = Math.min(to, at + 1 + below(8));
  for (let i = at; i < end; i++) {
    const byte = below(2) === 0 ? below(256) : copy[i]! ^ (1 << below(8));
    copy[i] = byte === 0x0a ? 0x0b : byte;
  }
  return copy;
}

async function detect(bytes: Buffer): Promise<CommandRun> {
  const path = fileOf('damaged');
  writeFileSync(path, bytes);
  return runHere('detect', '--format', 'jsonl', '--quiet', path);
}

function rowsIn({ out }: Pick<CommandRun, 'out'>): TracedRow[] {
  return out
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const events = Object.values(JSON.parse(line).events) as { origin: { record: number } }[];
      const records = events.map(({ origin }) => origin.record);
      return { text: JSON.stringify(events.map(({ origin, ...event }) => event)), records };
    });
}

/** The lab's captures, as pcap and as pcapng of either byte order. */
function captures(): Framed[] {
  const folder = sourcePath('lab/captures');
  const names = readdirSync(folder).filter((name) => name.endsWith('.pcap'));
  return names.flatMap((name) => {
    const bytes = readFileSync(join(folder, name));
    const records: { from: number; to: number }[] = [];
    for (let at = PCAP_HEADER; at < bytes.length; at = records.at(-1)!.to)
      records.push({ from: at, to: at + RECORD_HEADER + bytes.readUInt32LE(at + 8) });
    const file = { name, bytes, records, first: 1 };
    return [file, ...(name === 'domain-day.pcap' ? [pcapngOf(file, true), pcapngOf(file, false)] : [])];
  });
}

function pcapngOf({ name, bytes, records }: Framed, littleEndian: boolean): Framed {
  const writer = pcapngWriter(littleEndian);
  const blocks = records.map(({ from, to }) => {
    const time = BigInt(bytes.readUInt32LE(from)) * 1_000_000n + BigInt(bytes.readUInt32LE(from + 4));
    return writer.packet(0, time, bytes.subarray(from + RECORD_HEADER, to));
  });
  const head = joined(writer.section(), writer.interface(1));
  let at = head.length;
  const framed = blocks.map((block) => {
    at += block.length;
    return { from: at - block.length, to: at };
  });
  return {
    name: `${name} as pcapng, ${littleEndian ? 'little' : 'big'}-endian`,
    bytes: Buffer.from(joined(head, ...blocks)),
    records: framed,
    first: 1,
  };
}

function logs(): Framed[] {
  const flows = manyFlows(200);
  const texts = {
    TSV: connLog(flows),
    'TSV in another order': connLog(flows, OTHER_ORDER),
    JSON: connJson(flows),
  };
  return Object.entries(texts).map(([name, text]) => {
    const records: { from: number; to: number }[] = [];
    let at = 0;
    for (const line of text.split('\n').slice(0, -1)) {
      records.push({ from: at, to: at + line.length });
      at += line.length + 1;
    }
    const first = 1 + text.split('\n').filter((line) => line.startsWith('#')).length;
    return { name: `conn.log, ${name}`, bytes: Buffer.from(text), records, first };
  });
}
