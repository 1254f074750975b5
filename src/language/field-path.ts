import { type FieldType, fieldType } from '../model/car-table.ts';
import type { FieldRef } from '../model/ir.ts';
import type { PathOperand } from './ast.ts';
import { fieldNames, folded, foldedSingular } from './names.ts';
import { allNearest } from './nearest.ts';
import type { Notes } from './notes.ts';
import type { RowEvent } from './row.ts';

export interface Field {
  readonly ref: FieldRef;
  readonly type: FieldType;
}

interface Candidate extends Field {
  /** Names of sets in the path, as they are; empty for a bare field. */
  readonly sets: readonly string[];
  /** The path starts where the row's names start. */
  readonly whole: boolean;
}

/** How names are compared: as they are, or by what the repairs `set-name` and `field-name` allow. */
interface Spelling {
  readonly sets: (name: string) => string;
  readonly fields: (name: string) => string;
}

const EXACT: Spelling = { sets: (name) => name, fields: (name) => name };
const LOOSE: Spelling = { sets: foldedSingular, fields: folded };

const NO_VALUE = new Set(['null', 'none', 'nil', 'undefined', 'unknown', 'empty']);

/**
 * The field of the row that a path means: `dest_port`, `rpc_mapper.dest_port`, `rpc.rpc_mapper.dest_port`,
 * `flow.proto_info.rpc_interface`. Null after a fault.
 */
export function resolvePath(operand: PathOperand, row: readonly RowEvent[], notes: Notes): Field | null {
  const segments = operand.path.split('.');
  const exact = candidates(segments, row, EXACT);
  if (exact.length === 1) return exact[0]!;
  if (exact.length > 1) return ambiguous(operand, exact, row, notes);
  const loose = candidates(segments, row, LOOSE);
  if (loose.length === 1) return repaired(operand, segments, loose[0]!, notes);
  return unknown(operand, segments, row, notes);
}

function candidates(segments: readonly string[], row: readonly RowEvent[], spelling: Spelling): Candidate[] {
  const found: Candidate[] = [];
  for (const [at, event] of row.entries())
    for (let sets = 0; sets < segments.length && sets <= event.names.length; sets++) {
      const start = startOf(segments.slice(0, sets), event.names, spelling);
      const field = start < 0 ? null : fieldAt(segments.slice(sets), at, event, spelling);
      if (field !== null)
        found.push({
          ...field,
          sets: event.names.slice(start, start + sets),
          whole: start === 0 && sets > 0,
        });
    }
  const whole = found.filter((candidate) => candidate.whole);
  return whole.length === 1 ? whole : found;
}

/** Where the wanted names stand in a row among the names of an event; -1 where they do not. */
function startOf(wanted: readonly string[], names: readonly string[], { sets }: Spelling): number {
  for (let start = 0; start + wanted.length <= names.length; start++)
    if (wanted.every((name, i) => sets(name) === sets(names[start + i]!))) return start;
  return -1;
}

function fieldAt(
  segments: readonly string[],
  at: number,
  event: RowEvent,
  { fields }: Spelling,
): Field | null {
  const [first = '', ...rest] = segments;
  const name = fieldNames(event.object).find((field) => fields(field) === fields(first));
  const type = name === undefined ? null : fieldType(event.object, name);
  if (name === undefined || type === null) return null;
  if (rest.length === 0) return { ref: { at, field: name }, type };
  return type === 'open' ? { ref: { at, field: name, path: rest.join('.') }, type } : null;
}

function repaired(operand: PathOperand, segments: readonly string[], found: Candidate, notes: Notes): Field {
  const written = segments.slice(0, found.sets.length).join('.');
  const sets = found.sets.join('.');
  if (written !== sets) notes.repair('set-name', operand.span, `\`${written}\` is read as \`${sets}\``);
  const field = segments[found.sets.length]!;
  if (field !== found.ref.field)
    notes.repair('field-name', operand.span, `\`${field}\` is read as \`${found.ref.field}\``);
  return { ref: found.ref, type: found.type };
}

function ambiguous(
  operand: PathOperand,
  found: readonly Candidate[],
  row: readonly RowEvent[],
  notes: Notes,
): null {
  const paths = found.map(({ ref }) => [...row[ref.at]!.names, ref.field].join('.'));
  const message = `\`${operand.path}\` can be ${paths.join(' or ')}`;
  return notes.fault('ambiguous-field', operand.span, message, paths[0]);
}

function unknown(
  operand: PathOperand,
  segments: readonly string[],
  row: readonly RowEvent[],
  notes: Notes,
): null {
  const { path, span } = operand;
  if (segments.length === 1 && path.toLowerCase() === 'now')
    return notes.fault('unsupported-now', span, '`now`: the time of the run is not part of the data');
  if (segments.length === 1 && NO_VALUE.has(path.toLowerCase()))
    return notes.fault('unsupported-null', span, `\`${path}\`: there is no word for an unknown value`);
  const cut = segments.includes('proto_info') ? segments.indexOf('proto_info') : segments.length - 1;
  const sets = segments.slice(0, cut);
  const named = row.filter((event) => startOf(sets, event.names, LOOSE) >= 0);
  const replaced = (from: number, to: number, by: string | undefined) =>
    by === undefined ? null : [...segments.slice(0, from), by, ...segments.slice(to)].join('.');
  if (named.length === 0) {
    const [near] = allNearest(sets[0]!, new Set(row.flatMap(({ names }) => names)));
    const message = `no set here is called \`${sets.join('.')}\`; if a text is meant, write "${path}"`;
    return notes.fault('unknown-set', span, message, replaced(0, 1, near));
  }
  const field = segments[cut]!;
  const objects = [...new Set(named.map(({ object }) => object))];
  const near = allNearest(field, objects.flatMap(fieldNames)).slice(0, 3);
  const hint = near.length === 0 ? '' : `; ${near.join(' or ')}?`;
  const message = `CAR's ${objects.join(' and ')} has no field \`${field}\`${hint}`;
  return notes.fault('unknown-field', span, message, replaced(cut, cut + 1, near[0]));
}
