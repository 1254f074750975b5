import { type CallLevel, callName, levelOf } from '../baseline/call-key.ts';
import { formatDay } from '../baseline/day-number.ts';
import { daysOf } from '../baseline/ring.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import { lineOf } from '../sinks/csv/csv-style.ts';
import { namedBaseline, readBaseline } from './baseline-file.ts';
import { knownHost } from './baseline-names.ts';
import { textFlag } from './flag-values.ts';
import { EXIT_OK, type Invocation } from './invocation.ts';
import { openOutput } from './output.ts';

/** Texts that are written at once. */
const CHUNK = 1 << 16;

/** Every row with its names and days. */
export async function exportBaseline(invocation: Invocation): Promise<number> {
  const { flags } = invocation;
  const { path, others } = namedBaseline(invocation);
  const snapshot = readBaseline(path);
  const host = others[0] === undefined ? null : knownHost(snapshot, others[0]);
  const output = openOutput(textFlag(flags, 'out'));
  try {
    let text = '';
    for (const piece of FORMS[textFlag(flags, 'format') ?? 'jsonl']!(rowsOf(snapshot, host))) {
      text += piece;
      if (text.length < CHUNK) continue;
      await output.write(new TextEncoder().encode(text));
      text = '';
    }
    if (text !== '') await output.write(new TextEncoder().encode(text));
    await output.commit();
    return EXIT_OK;
  } finally {
    output.discard();
  }
}

interface ExportedRow {
  readonly client: string;
  readonly server: string;
  readonly call: string;
  /** For people. */
  readonly name: string;
  readonly level: CallLevel;
  readonly days: readonly string[];
  /** Those of them on which it was seen between 20:00 and 06:00. */
  readonly nights: readonly string[];
}

/** @param host of whom it is told, as client or server; null for all */
function* rowsOf({ hosts, calls, rows, last }: Snapshot, host: string | null): Generator<ExportedRow> {
  const names = calls.map(callName);
  const days = (low: number, high: number) => daysOf(low, high, last).map(formatDay);
  for (let row = 0; row < rows.length; row++) {
    const client = hosts[rows.client[row]!]!;
    const server = hosts[rows.server[row]!]!;
    if (host !== null && client !== host && server !== host) continue;
    const call = rows.call[row]!;
    yield {
      client,
      server,
      call: calls[call]!,
      name: names[call]!,
      level: levelOf(calls[call]!),
      days: days(rows.daysLow[row]!, rows.daysHigh[row]!),
      nights: days(rows.nightsLow[row]!, rows.nightsHigh[row]!),
    };
  }
}

const FORMS: Readonly<Record<string, (rows: Iterable<ExportedRow>) => Iterable<string>>> = {
  *jsonl(rows) {
    for (const row of rows) yield `${JSON.stringify(row)}\n`;
  },
  *json(rows) {
    let before = '[\n';
    for (const row of rows) {
      yield `${before}${JSON.stringify(row)}`;
      before = ',\n';
    }
    yield before === ',\n' ? '\n]\n' : '[]\n';
  },
  *csv(rows) {
    yield 'client,server,call,name,level,first,last,days,nights\n';
    for (const { client, server, call, name, level, days, nights } of rows) {
      const cells = [client, server, call, name, level, days[0]!, days.at(-1)!];
      yield `${lineOf([...cells, days.join(' '), nights.join(' ')])}\n`;
    }
  },
};
