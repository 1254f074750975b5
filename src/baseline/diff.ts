import { type Allowance, sortedAllowances } from './allowance.ts';
import { hasDay, WINDOW_DAYS } from './ring.ts';
import type { Rows } from './rows.ts';
import type { Snapshot } from './snapshot.ts';
import { compareTexts } from './text-order.ts';

/** How one snapshot differs from another; what only fell out of the window is counted and no more. */
export interface SnapshotDiff {
  readonly hosts: Change<string>;
  readonly rows: readonly RowChange[];
  readonly ports: readonly RowChange[];
  /** Rows, and ports, that are gone because the window went on. */
  readonly aged: number;
  readonly inputs: Change<string>;
  readonly allowed: Change<Allowance>;
  /** Address and host. */
  readonly names: Change<string>;
}

export interface Change<T> {
  readonly added: readonly T[];
  readonly gone: readonly T[];
}

/** A row, or port, with other days than before; hosts and calls by name. */
export interface RowChange {
  readonly client: string;
  readonly server: string;
  readonly call: string;
  readonly change: 'added' | 'gone' | 'changed';
  readonly daysAdded: readonly number[];
  readonly daysGone: readonly number[];
}

export function diffSnapshots(before: Snapshot, after: Snapshot): SnapshotDiff {
  const rows = diffRows(before, before.rows, before.calls, after, after.rows, after.calls);
  const ports = diffRows(before, before.ports, before.endpoints, after, after.ports, after.endpoints);
  return {
    hosts: diffTexts(before.hosts, after.hosts),
    rows: rows.changes,
    ports: ports.changes,
    aged: rows.aged + ports.aged,
    inputs: diffTexts(before.inputs, after.inputs),
    allowed: {
      added: only(after.allowed, before.allowed),
      gone: only(before.allowed, after.allowed),
    },
    names: diffTexts(before.names.map(nameText), after.names.map(nameText)),
  };
}

export function isSame({ hosts, rows, ports, aged, inputs, allowed, names }: SnapshotDiff): boolean {
  const changes = [hosts, inputs, allowed, names].flatMap(({ added, gone }) => [...added, ...gone]);
  return rows.length + ports.length + aged + changes.length === 0;
}

/** A walk over both, which are sorted by the same names. */
function diffRows(
  before: Snapshot,
  oldRows: Rows,
  oldCalls: readonly string[],
  after: Snapshot,
  newRows: Rows,
  newCalls: readonly string[],
): { readonly changes: readonly RowChange[]; readonly aged: number } {
  const changes: RowChange[] = [];
  let aged = 0;
  let [i, j] = [0, 0];
  while (i < oldRows.length || j < newRows.length) {
    const one = i < oldRows.length ? keyOf(before, oldRows, oldCalls, i) : null;
    const other = j < newRows.length ? keyOf(after, newRows, newCalls, j) : null;
    const order = one === null ? 1 : other === null ? -1 : compareKeys(one, other);
    const daysBefore = order > 0 ? NO_DAYS : maskAt(oldRows, i);
    const daysAfter = order < 0 ? NO_DAYS : maskAt(newRows, j);
    const [client, server, call] = (order > 0 ? other : one)!;
    const daysAdded = daysOnlyIn(daysAfter, after.last, daysBefore, before.last);
    const daysGone = daysOnlyIn(daysBefore, before.last, daysAfter, after.last);
    if (order < 0 && daysGone.length === 0) aged += 1;
    else if (daysAdded.length + daysGone.length > 0) {
      const change = order > 0 ? 'added' : order < 0 ? 'gone' : 'changed';
      changes.push({ client, server, call, change, daysAdded, daysGone });
    }
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return { changes, aged };
}

type Key = readonly [client: string, server: string, call: string];
type Mask = readonly [low: number, high: number];

const NO_DAYS: Mask = [0, 0];

function keyOf(
  { hosts }: Snapshot,
  { client, server, call }: Rows,
  calls: readonly string[],
  row: number,
): Key {
  return [hosts[client[row]!]!, hosts[server[row]!]!, calls[call[row]!]!];
}

function compareKeys(a: Key, b: Key): number {
  return compareTexts(a[0], b[0]) || compareTexts(a[1], b[1]) || compareTexts(a[2], b[2]);
}

function maskAt({ daysLow, daysHigh }: Rows, row: number): Mask {
  return [daysLow[row]!, daysHigh[row]!];
}

/** Days of the one mask that the other has not, though its window goes back as far. */
function daysOnlyIn(
  [low, high]: Mask,
  last: number,
  [otherLow, otherHigh]: Mask,
  otherLast: number,
): number[] {
  const days: number[] = [];
  const from = Math.max(last, otherLast) - WINDOW_DAYS + 1;
  for (let day = from; day <= last; day++)
    if (hasDay(low, high, day) && !(day <= otherLast && hasDay(otherLow, otherHigh, day))) days.push(day);
  return days;
}

function diffTexts(before: readonly string[], after: readonly string[]): Change<string> {
  const [old, now] = [new Set(before), new Set(after)];
  return { added: after.filter((one) => !old.has(one)), gone: before.filter((one) => !now.has(one)) };
}

/** Those of `all` that are not among the others. */
function only(all: readonly Allowance[], others: readonly Allowance[]): readonly Allowance[] {
  return all.filter((one) => sortedAllowances([...others, one]).length > others.length);
}

function nameText({ address, host }: { readonly address: string; readonly host: string }): string {
  return `${address} ${host}`;
}
