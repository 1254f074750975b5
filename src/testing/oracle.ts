import { fieldType } from '../model/car-table.ts';
import { objectOf } from '../model/event-kind.ts';
import type { Expr, FieldRef, Ir, IrJoin, JoinWindow, Literal, Operand } from '../model/ir.ts';
import type { PlainEvent, PlainRow } from './events.ts';

/**
 * What a program means, said the slow and plain way: nested loops over event objects, with nothing taken from
 * the engines or from ir/. Rows come in the order that engines promise.
 */
export function oracleRows(ir: Ir, events: readonly PlainEvent[]): readonly PlainRow[] {
  return ir.outputs.flatMap(({ name, set }) =>
    rowsOfSet(ir, set, events)
      .sort((a, b) => compareRows(a, b, events))
      .map((row) => ({ output: name, events: row })),
  );
}

/** True, false, or null: unknown. */
type Truth = boolean | null;
type Value = Literal | null;
type Row = readonly number[];

function rowsOfSet(ir: Ir, index: number, events: readonly PlainEvent[]): Row[] {
  const set = ir.sets[index]!;
  const at = (row: Row) => row.map((number) => events[number]!);
  if (set.node === 'search') {
    const kinds = set.actions.map((action) => `${set.object}/${action}`);
    return events.flatMap(({ kind }, number) => (kinds.includes(kind) ? [[number]] : []));
  }
  if (set.node === 'filter')
    return rowsOfSet(ir, set.from, events).filter((row) => truth(set.where, at(row)) === true);
  let rows: Row[] = [[]];
  for (const member of set.from) {
    const members = rowsOfSet(ir, member, events);
    rows = rows.flatMap((row) => members.map((more) => [...row, ...more]));
  }
  return rows.filter((row) => joined(set, at(row)));
}

function joined(join: IrJoin, row: readonly PlainEvent[]): boolean {
  const keys = join.keys.every(({ left, right, type }) => {
    const [a, b] = [valueAt(row, left), valueAt(row, right)];
    return a !== null && b !== null && comparable(a, type) === comparable(b, type);
  });
  const inWindows = join.windows.every((window) => inWindow(window, row));
  return keys && inWindows && (join.where === null || truth(join.where, row) === true);
}

function inWindow({ earlier, later, low, high }: JoinWindow, row: readonly PlainEvent[]): boolean {
  const [from, to] = [valueAt(row, earlier), valueAt(row, later)];
  if (low === null && high === null) return true;
  if (from === null || to === null) return false;
  const lag = Number(to) - Number(from);
  if (low !== null && (low.strict ? lag <= low.micros : lag < low.micros)) return false;
  return high === null || (high.strict ? lag < high.micros : lag <= high.micros);
}

function truth(expr: Expr, row: readonly PlainEvent[]): Truth {
  switch (expr.op) {
    case 'and': {
      const args = expr.args.map((arg) => truth(arg, row));
      return args.includes(false) ? false : args.includes(null) ? null : true;
    }
    case 'or': {
      const args = expr.args.map((arg) => truth(arg, row));
      return args.includes(true) ? true : args.includes(null) ? null : false;
    }
    case 'not': {
      const arg = truth(expr.arg, row);
      return arg === null ? null : !arg;
    }
    case 'compare': {
      const [left, right] = [operand(expr.left, row), operand(expr.right, row)];
      if (left === null || right === null) return null;
      const [a, b] = [comparable(left, expr.type), comparable(right, expr.type)];
      const results = {
        '==': a === b,
        '!=': a !== b,
        '<': a < b,
        '<=': a <= b,
        '>': a > b,
        '>=': a >= b,
      };
      return results[expr.cmp];
    }
    case 'in': {
      const value = valueAt(row, expr.field);
      if (value === null) return null;
      const wanted = comparable(value, expr.type);
      return expr.values.some((literal) => comparable(literal, expr.type) === wanted);
    }
    case 'like': {
      const value = valueAt(row, expr.field);
      if (value === null) return null;
      if (expr.type === 'cased') return globbed(expr.pattern, String(value));
      const whole = expr.type !== 'host' || /[.:]/.test(expr.pattern);
      const text = whole ? blind(String(value)) : String(comparable(value, 'host'));
      return globbed(blind(expr.pattern), text);
    }
    case 'match': {
      const value = valueAt(row, expr.field);
      return value === null
        ? null
        : new RegExp(expr.regex, expr.type === 'cased' ? '' : 'i').test(String(value));
    }
    case 'contains': {
      const [whole, part] = [valueAt(row, expr.field), valueAt(row, expr.part)];
      if (whole === null || part === null) return null;
      return String(comparable(whole, expr.type)).includes(String(comparable(part, expr.type)));
    }
  }
}

function operand(operand: Operand, row: readonly PlainEvent[]): Value {
  if (operand.kind === 'literal') return operand.value;
  const value = valueAt(row, operand.field);
  return operand.kind === 'field' || value === null ? value : Number(value) + operand.micros;
}

function valueAt(row: readonly PlainEvent[], { at, field, path }: FieldRef): Value {
  const event = row[at]!;
  const name = path === undefined ? field : `${field}.${path}`;
  if (fieldType(objectOf(event.kind), name) === null) throw new Error(`${event.kind} has no ${name}`);
  return event[name] ?? null;
}

/** A value such that equal values, as the type compares them, are the same. */
function comparable(value: Literal, type: string): string | number {
  switch (type) {
    case 'ip':
      return canonicalAddress(String(value));
    case 'text':
    case 'open':
      return blind(String(value));
    case 'host': {
      const text = blind(String(value));
      return /^\d+\.\d+\.\d+\.\d+$/.test(text) ? text : text.split('.')[0]!;
    }
    case 'cased':
      return String(value);
    default:
      return Number(value);
  }
}

/** The URL standard's own reading of addresses, which knows nothing of ours; zones do not count. */
function canonicalAddress(text: string): string {
  const plain = text.split('%')[0]!;
  return new URL(plain.includes(':') ? `http://[${plain}]` : `http://${plain}`).hostname;
}

function blind(text: string): string {
  let folded = '';
  for (const point of text) folded += point === 'İ' ? 'i' : point.toLowerCase();
  return folded;
}

function globbed(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [first, ...rest] = pattern;
  if (first === '*')
    return Array.from({ length: text.length + 1 }, (_, n) => text.slice(n)).some((tail) =>
      globbed(rest.join(''), tail),
    );
  const [next = ''] = text;
  const fits = next !== '' && (first === '?' || next === first);
  return fits && globbed(rest.join(''), text.slice(next.length));
}

function compareRows(a: Row, b: Row, events: readonly PlainEvent[]): number {
  const keyOf = (row: Row) => {
    const times = row.map((number) => events[number]!.time);
    return [Math.min(...times), ...times, ...row];
  };
  const [one, other] = [keyOf(a), keyOf(b)];
  const place = one.findIndex((value, i) => value !== other[i]);
  return place < 0 ? 0 : one[place]! - other[place]!;
}
