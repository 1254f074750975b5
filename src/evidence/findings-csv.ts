import { ByteBuffer } from '../columns/printer/byte-buffer.ts';
import { type Finding, STEPS } from '../model/finding.ts';
import { formatTime } from '../model/time.ts';
import { csvCell } from '../sinks/csv/csv-style.ts';
import { operationText } from './summary.ts';

type Cell = (finding: Finding) => string | undefined;

const CELLS: Readonly<Record<string, Cell>> = {
  id: ({ id }) => id,
  client: ({ client }) => client,
  server: ({ server }) => server,
  port: ({ port }) => String(port),
  start: ({ start }) => formatTime(start),
  end: ({ end }) => formatTime(end),
  evidence: ({ evidence }) => evidence,
  ...Object.fromEntries(STEPS.map((step): [string, Cell] => [step, ({ steps }) => steps[step]])),
  status: ({ status }) => status,
  transport: ({ transport }) => transport,
  interfaces: ({ interfaces }) => joined(interfaces.map(({ uuid, name }) => name ?? uuid)),
  operations: ({ operations }) =>
    joined(operations.map((one) => `${one.interface_name ?? one.interface ?? '?'} ${operationText(one)}`)),
  auth_type: ({ auth }) => auth && String(auth.type),
  auth_level: ({ auth }) => auth && String(auth.level),
  techniques: ({ techniques }) => joined(techniques.map(({ id, source }) => `${id}[${source}]`)),
  mappers: ({ mappers }) => String(mappers.length),
  flows: ({ flows }) => String(flows.length),
  notes: ({ notes }) => joined(notes.map(({ text }) => text)),
};

export function csvHeader(): string {
  return `${Object.keys(CELLS).join(',')}\n`;
}

/** One line a finding; lists are joined by `; `. */
export function csvLine(finding: Finding): string {
  return lineOf(Object.values(CELLS).map((of) => of(finding)));
}

/** Records as a table with a header of all their names. */
export function csvText(records: readonly Readonly<Record<string, unknown>>[]): string {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record) => names.map((name) => cellText(record[name])));
  return [names, ...rows].map(lineOf).join('');
}

function cellText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.join('; ') : String(value);
}

function lineOf(cells: readonly (string | undefined)[]): string {
  const out = new ByteBuffer(1 << 10);
  cells.forEach((cell, i) => {
    if (i > 0) out.text(',');
    if (cell !== undefined) csvCell(cell, out);
  });
  out.text('\n');
  return new TextDecoder().decode(out.written);
}

function joined(texts: readonly string[]): string | undefined {
  return texts.length === 0 ? undefined : texts.join('; ');
}
