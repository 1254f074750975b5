import type { EventView } from '../../columns/event-view.ts';
import { visible } from '../../columns/printer/visible-text.ts';

/** The fields that the cell puts in words. */
export const TOLD_OF_RPC: ReadonlySet<string> = new Set([
  'interface',
  'interface_name',
  'version',
  'opnum',
  'operation',
  'mapped_ip',
  'mapped_port',
  'named_pipe',
  'status',
  'flow_id',
  'proto_info.rpc_interface',
]);

/**
 * What RPC was about, in a few words: `svcctl CreateServiceW: answered, in \pipe\svcctl`,
 * `svcctl is at 10.0.0.2:49671: ok`. '' where nothing is known of it.
 */
export function rpcCell({ kind, fields }: EventView): string {
  const text = (field: string) => (fields[field] === undefined ? null : visible(String(fields[field])));
  const about = [text('interface_name') ?? text('interface')];
  if (kind === 'rpc/call')
    about.push(text('operation') ?? (fields.opnum === undefined ? null : `opnum ${fields.opnum}`));
  if (kind === 'rpc/map' && fields.mapped_port !== undefined)
    about.push(`is at ${text('mapped_ip') ?? ''}:${fields.mapped_port}`);
  const words = about.filter((word) => word !== null).join(' ');
  const status = text('status');
  const told = status === null ? words : `${words === '' ? '?' : words}: ${status}`;
  const pipe = text('named_pipe');
  return pipe === null ? told : `${told}, in \\pipe\\${pipe}`;
}
