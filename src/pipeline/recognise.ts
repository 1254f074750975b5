import type { Source } from '../model/source.ts';
import { byProductOf } from './by-products.ts';
import type { LeafInfo } from './input-report.ts';

/**
 * Which source reads these bytes, judged by the first of them alone. Nothing that anybody knows comes out as
 * `source` null with `used` true (somebody should have read it), a by-product as `used` false.
 */
export function recognise(
  head: Uint8Array,
  sources: readonly Source[],
  mapping: string | null,
): Omit<LeafInfo, 'member' | 'packing' | 'source'> & { readonly source: Source | null } {
  for (const source of sources) {
    const recognition = source.recognise(head, mapping);
    if (recognition !== null) return { source, ...recognition };
  }
  const byProduct = byProductOf(head);
  return byProduct === null
    ? { source: null, what: describe(head), used: true }
    : { source: null, what: byProduct, used: false };
}

/** What the user would want to know of bytes that nobody reads. */
function describe(head: Uint8Array): string {
  const printable = head
    .subarray(0, 512)
    .every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
  const start = head.subarray(0, 8);
  return printable
    ? 'text in no format that rpctrail knows'
    : `binary data in no format that rpctrail knows (begins ${Array.from(start, (b) => b.toString(16).padStart(2, '0')).join(' ')})`;
}
