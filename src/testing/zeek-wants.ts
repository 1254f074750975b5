import { NO_LIMITS, type Want } from '../model/want.ts';
import type { ReadEvent } from './source-reading.ts';

/** Every event that a conn.log gives, with all that is known of it. */
export const EVERY_FLOW: Want = {
  kinds: { 'flow/start': { fields: null, terms: null }, 'flow/end': { fields: null, terms: null } },
  limits: NO_LIMITS,
};

/** Every event that Zeek's logs give, with all that is known of it. */
export const EVERY_EVENT: Want = {
  kinds: {
    ...EVERY_FLOW.kinds,
    'rpc/call': { fields: null, terms: null },
    'flow/message': { fields: null, terms: null },
  },
  limits: NO_LIMITS,
};

/** What CAR-2014-05-001 asks for. */
export const RPC_ACTIVITY: Want = {
  kinds: {
    'flow/start': {
      fields: ['src_ip', 'src_port', 'dest_ip', 'dest_port'],
      terms: [
        [{ field: 'dest_port', cmp: '==', value: 135 }],
        [
          { field: 'dest_port', cmp: '>=', value: 49_152 },
          { field: 'src_port', cmp: '>=', value: 49_152 },
        ],
      ],
    },
  },
  limits: NO_LIMITS,
};

/** Whether an event is one of those that CAR-2014-05-001 asks for. */
export function isRpcActivity({ kind, fields: { src_port, dest_port } }: ReadEvent): boolean {
  return (
    kind === 'flow/start' &&
    (dest_port === 135 || (Number(dest_port) >= 49_152 && Number(src_port) >= 49_152))
  );
}
