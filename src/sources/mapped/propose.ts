import { stringify } from 'yaml';
import { guessTime } from './guess-time.ts';
import type { Samples } from './samples.ts';
import { columnFor, columnsFor, type Meaning } from './well-known.ts';

const FLOW_FIELDS: readonly Meaning[] = [
  'src_ip',
  'src_port',
  'dest_ip',
  'dest_port',
  'transport_protocol',
  'hostname',
  'pid',
  'image_path',
  'user',
  'flow_id',
  'community_id',
];

const PROCESS_FIELDS: readonly Meaning[] = [
  'hostname',
  'pid',
  'ppid',
  'image_path',
  'parent_image_path',
  'command_line',
  'user',
  'guid',
  'parent_guid',
];

/** What a field is also taken from: an exe is its path's last part. */
const EXES: Readonly<Record<string, string>> = { image_path: 'exe', parent_image_path: 'parent_exe' };

const MAX_VALUES = 4;

interface Proposal {
  readonly object: string;
  readonly action: string;
  readonly where: readonly (readonly [column: string, oneOf: readonly string[]])[];
  readonly time: string;
  readonly fields: readonly (readonly [field: string, column: string])[];
}

/** Guesses a mapping by the names of columns and their values; null where they say too little. */
export function proposeMapping(samples: Samples): string | null {
  const flow = flowOf(samples);
  const end = flow === null ? null : endOf(flow, samples);
  const process = processOf(samples);
  const texts = [flow, end, process]
    .filter((proposal) => proposal !== null)
    .map((proposal) => eventText(proposal, samples))
    .filter((text) => text !== null);
  if (texts.length === 0) return null;
  const { delimiter } = samples;
  const head = delimiter === null ? 'format: jsonl\n' : 'format: csv\n';
  const dialect = delimiter === null || delimiter === ',' ? '' : `delimiter: ${JSON.stringify(delimiter)}\n`;
  return `${head}${dialect}events:\n${texts.join('')}`;
}

function flowOf(samples: Samples): Proposal | null {
  const { columns } = samples;
  const column = (meaning: Meaning) => columnFor(meaning, columns);
  const [src, dest, type] = [column('src_ip'), column('dest_ip'), column('event_type')];
  if (src === null || dest === null || src === dest) return null;
  const where: [string, readonly string[]][] = [];
  // Of Suricata's records only these are flows; others tell of the same ones.
  const isSuricata = type !== null && columns.includes('flow.start');
  const time = isSuricata ? 'flow.start' : timeOf(samples, [src, dest]);
  if (time === null) return null;
  if (isSuricata) where.push([type, ['flow']]);
  else where.push(...kindsWith(samples, [src, dest]), ...category(samples, 'network'));
  const transport = column('transport_protocol');
  if (transport !== null) where.push([transport, ['tcp', '6']]);
  return {
    object: 'flow',
    action: 'start',
    where,
    time,
    fields: fieldsOf(FLOW_FIELDS, samples, [src, dest]),
  };
}

/** The end of the flows, where their records tell it. */
function endOf(flow: Proposal, { columns }: Samples): Proposal | null {
  const end = columnFor('end', columns);
  return end === null ? null : { ...flow, action: 'end', time: end };
}

function processOf(samples: Samples): Proposal | null {
  const { columns } = samples;
  const column = (meaning: Meaning) => columnFor(meaning, columns);
  const [image, parent, command] = [
    column('image_path'),
    column('parent_image_path'),
    column('command_line'),
  ];
  const telling = parent ?? command;
  if (image === null || telling === null) return null;
  const time = timeOf(samples, [image, telling]);
  if (time === null) return null;
  const where = [...kindsWith(samples, [image, telling]), ...category(samples, 'process')];
  const fields = fieldsOf(PROCESS_FIELDS, samples, [image, telling]);
  return { object: 'process', action: 'create', where, time, fields };
}

/** The column of the time, if possible one that all records with values in `needed` have. */
function timeOf(samples: Samples, needed: readonly string[]): string | null {
  const records = having(samples, needed);
  const columns = columnsFor('time', samples.columns);
  const always = columns.find((column) => records.every((record) => isSet(record.get(column)?.[0])));
  return always ?? columns[0] ?? null;
}

/** The event ids of the records that have values in all of these columns, as a condition. */
function kindsWith(samples: Samples, columns: readonly string[]): [string, readonly string[]][] {
  const id = columnFor('event_id', samples.columns);
  if (id === null) return [];
  const ids = having(samples, columns).flatMap((record) => record.get(id) ?? []);
  const distinct = [...new Set(ids)];
  return distinct.length === 0 || distinct.length > MAX_VALUES ? [] : [[id, distinct]];
}

/** ECS tells what a record is about. */
function category({ columns, records }: Samples, name: string): [string, readonly string[]][] {
  const column = columnFor('event_category', columns);
  if (column === null || !records.some((record) => record.get(column)?.includes(name))) return [];
  return [[column, [name]]];
}

/**
 * The fields that records with values in all of `needed` tell. What an event says of itself stands beside those;
 * above it a logger may say the same of itself.
 */
function fieldsOf(
  meanings: readonly Meaning[],
  samples: Samples,
  needed: readonly string[],
): readonly (readonly [string, string])[] {
  const records = having(samples, needed);
  const columns = samples.columns.filter(
    (column) => records.length === 0 || records.some((record) => record.has(column)),
  );
  const beside = columns.filter((column) => parentOf(column) === parentOf(needed[0]!));
  return meanings.flatMap((meaning): [string, string][] => {
    const near = meaning === 'hostname' ? null : columnFor(meaning, beside);
    const column = near ?? columnFor(meaning, columns);
    if (column === null) return [];
    const exe = EXES[meaning];
    return exe === undefined
      ? [[meaning, column]]
      : [
          [meaning, column],
          [exe, column],
        ];
  });
}

function parentOf(column: string): string {
  return column.slice(0, Math.max(0, column.lastIndexOf('.')));
}

function having({ records }: Samples, columns: readonly string[]): Samples['records'] {
  return records.filter((record) => columns.every((column) => isSet(record.get(column)?.[0])));
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '' && text.trim() !== '-';
}

function eventText(proposal: Proposal, { records }: Samples): string | null {
  const { object, action, where, time, fields } = proposal;
  const guess = guessTime(records.map((record) => record.get(time)?.[0]?.trim()).filter(isSet));
  if (guess === null) return null;
  const lines = [`  - object: ${object}`, `    action: ${action}`];
  if (where.length > 0) lines.push('    where:');
  for (const [column, oneOf] of where)
    lines.push(`      ${keyText(column)}: [${oneOf.map((text) => JSON.stringify(text)).join(', ')}]`);
  lines.push('    time:', `      field: ${scalarText(time)}`);
  const order = guess.isAmbiguous ? ' # or is the other number the day?' : '';
  lines.push(`      format: ${scalarText(guess.format)}${order}`);
  if (!guess.hasZone) lines.push('      zone: UTC # a guess: the times state none');
  lines.push('    fields:');
  for (const [field, column] of fields) lines.push(`      ${field}: ${scalarText(column)}`);
  return `${lines.join('\n')}\n`;
}

function scalarText(text: string): string {
  return stringify(text, { lineWidth: 0, defaultStringType: 'PLAIN', blockQuote: false }).trimEnd();
}

function keyText(text: string): string {
  return stringify({ [text]: 0 }, { lineWidth: 0, blockQuote: false })
    .trimEnd()
    .slice(0, -': 0'.length);
}
