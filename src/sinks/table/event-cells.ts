import type { EventView } from '../../columns/event-view.ts';
import { visible } from '../../columns/printer/visible-text.ts';
import { fieldType } from '../../model/car-table.ts';
import { objectOf } from '../../model/event-kind.ts';
import { formatTime } from '../../model/time.ts';
import { rpcCell, TOLD_OF_RPC } from './rpc-cell.ts';

/** Fields that stand in cells of their own. */
const PLACED = new Set(['src_ip', 'src_port', 'dest_ip', 'dest_port', 'hostname', 'fqdn']);

/** `2020-08-05 02:10:02.479858`. */
export function timeCell(event: EventView): string {
  return formatTime(event.time).slice(0, -1).replace('T', ' ');
}

/** A field as a terminal may show it, `?` where it is unknown. */
export function fieldCell(event: EventView, field: string): string {
  const value = event.fields[field];
  return value === undefined ? '?' : visible(String(value));
}

/** `client → server`, or on two lines. */
export function hostsCell(event: EventView, stacked: boolean): string {
  return `${fieldCell(event, 'src_ip')}${stacked ? '\n' : ' '}→ ${fieldCell(event, 'dest_ip')}`;
}

/** `50012 → 135`. */
export function portsCell(event: EventView): string {
  return `${fieldCell(event, 'src_port').padStart(5)} → ${fieldCell(event, 'dest_port')}`;
}

/** `10.0.0.1:50012 → [fe80::1]:135`; null where neither end is known. */
export function endsCell(event: EventView): string | null {
  if (event.fields.src_ip === undefined && event.fields.dest_ip === undefined) return null;
  return `${endCell(event, 'src')} → ${endCell(event, 'dest')}`;
}

function endCell(event: EventView, end: 'src' | 'dest'): string {
  const address = fieldCell(event, `${end}_ip`);
  const port = event.fields[`${end}_port`];
  const host = address.includes(':') && port !== undefined ? `[${address}]` : address;
  return port === undefined ? host : `${host}:${port}`;
}

/** The host that the event was seen on, '' where the event does not say. */
export function hostCell(event: EventView): string {
  return visible(String(event.fields.hostname ?? event.fields.fqdn ?? ''));
}

/** What has no cell of its own and says something new, as `field=value`; what RPC is about, in words. */
export function restCell(event: EventView, fields: readonly string[]): string {
  const isRpc = objectOf(event.kind) === 'rpc';
  const words = isRpc ? rpcCell(event) : '';
  const rest = fields
    .filter((field) => !PLACED.has(field) && event.fields[field] !== undefined)
    .filter((field) => !isRpc || !TOLD_OF_RPC.has(field))
    .flatMap((field) => {
      const value = event.fields[field]!;
      if (fieldType(objectOf(event.kind), field) !== 'time') return `${field}=${visible(String(value))}`;
      return value === event.time ? [] : `${field}=${formatTime(Number(value))}`;
    });
  return [...(words === '' ? [] : [words]), ...rest].join('  ');
}
