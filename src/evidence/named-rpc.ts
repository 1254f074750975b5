import { textOf } from '../columns/event-view.ts';
import type { TextTable } from '../model/batch.ts';

const NAMES: ReadonlySet<string> = new Set(['dcerpc', 'msrpc']);

/**
 * Which texts of a table say that a connection spoke DCE/RPC: Zeek's `gssapi,smb,dce_rpc` (it has then parsed a whole
 * PDU), Suricata's `dcerpc`.
 */
export class NamedRpc {
  private readonly texts: TextTable;
  private readonly known = new Map<number, boolean>();

  constructor(texts: TextTable) {
    this.texts = texts;
  }

  has(id: number): boolean {
    if (id === 0) return false;
    let named = this.known.get(id);
    if (named === undefined) {
      named = (textOf(this.texts, id) ?? '')
        .split(',')
        .some((protocol) => NAMES.has(protocol.toLowerCase().replaceAll(/[^a-z]/g, '')));
      this.known.set(id, named);
    }
    return named;
  }
}
