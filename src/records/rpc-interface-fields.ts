import { interfaceOf } from '../knowledge/rpc-interfaces.ts';
import type { NamedColumns } from './named-columns.ts';

/** Sets what RPC events say of an interface. @param uuid in lower case, as `version` null where it is unknown */
export function writeInterface(columns: NamedColumns, uuid: string | null, version: string | null): void {
  if (uuid === null) return;
  columns.text('interface', uuid);
  columns.text('interface_name', interfaceOf(uuid)?.name ?? null);
  columns.text('version', version);
  columns.text('proto_info.rpc_interface', carName(uuid));
}

/** CAR's texts call interfaces by name. */
export function carName(uuid: string): string {
  return interfaceOf(uuid)?.name ?? uuid;
}
