import { readU16 } from './pdu.ts';
import { readUuid, UUID_BYTES } from './uuid.ts';
import { versionText } from './version.ts';

const SYNTAX_BYTES = UUID_BYTES + 4;
const RESULT_BYTES = 4 + SYNTAX_BYTES;
const CONTEXTS_AT = 24;
const NDR64 = '71710533-beba-4937-8319-b5dbef9ccc36';
/** How the UUID of bind-time feature negotiation begins; what follows are the features: [MS-RPCE] 2.2.2.14. */
const FEATURES = '6cb71c2c-9812-4540-';

/** A presentation context: under its id the client calls an interface's operations in a transfer syntax. */
export interface PresentationContext {
  readonly id: number;
  readonly interface: string;
  readonly version: string;
  ndr64: boolean;
  result: 'accepted' | 'refused' | 'unanswered';
  reason: number | null;
}

/**
 * The contexts that a bind or alter_context asks for, but for those that only negotiate features.
 * @param end behind the PDU, or behind what is there of it: contexts that are not whole are left out.
 * @returns null in the place of feature negotiation, which has its place in the answer too.
 */
export function readContexts(
  bytes: Uint8Array,
  at: number,
  end: number,
  littleEndian: boolean,
): (PresentationContext | null)[] {
  const contexts: (PresentationContext | null)[] = [];
  if (end - at <= CONTEXTS_AT) return contexts;
  const count = bytes[at + CONTEXTS_AT]!;
  let from = at + CONTEXTS_AT + 4;
  for (let i = 0; i < count && from + 4 + SYNTAX_BYTES <= end; i++) {
    const id = readU16(bytes, from, littleEndian);
    const syntaxes = bytes[from + 2]!;
    const transfers: string[] = [];
    const next = from + 4 + SYNTAX_BYTES * (1 + syntaxes);
    for (let to = from + 4 + SYNTAX_BYTES; to + SYNTAX_BYTES <= Math.min(next, end); to += SYNTAX_BYTES)
      transfers.push(readUuid(bytes, to, littleEndian));
    const features = transfers.length > 0 && transfers.every((transfer) => transfer.startsWith(FEATURES));
    const context: PresentationContext = {
      id,
      interface: readUuid(bytes, from + 4, littleEndian),
      version: readVersion(bytes, from + 4 + UUID_BYTES, littleEndian),
      ndr64: transfers.length === 1 && transfers[0] === NDR64,
      result: 'unanswered',
      reason: null,
    };
    contexts.push(features ? null : context);
    from = next;
  }
  return contexts;
}

/** Major and minor are the halves of one number. */
function readVersion(bytes: Uint8Array, at: number, littleEndian: boolean): string {
  const [first, second] = [readU16(bytes, at, littleEndian), readU16(bytes, at + 2, littleEndian)];
  return littleEndian ? versionText(first, second) : versionText(second, first);
}

/**
 * Enters the results of a bind_ack or alter_context_resp into the contexts that were asked for, one by one.
 * @returns the secondary address, null where none is stated.
 */
export function readResults(
  bytes: Uint8Array,
  at: number,
  end: number,
  littleEndian: boolean,
  contexts: readonly (PresentationContext | null)[],
): string | null {
  if (end - at < CONTEXTS_AT + 2) return null;
  const length = readU16(bytes, at + CONTEXTS_AT, littleEndian);
  const address = at + CONTEXTS_AT + 2;
  if (address + length > end) return null;
  const list = at + ((CONTEXTS_AT + 2 + length + 3) & ~3);
  const count = list < end ? bytes[list]! : 0;
  for (let i = 0; i < Math.min(count, contexts.length); i++) {
    const from = list + 4 + i * RESULT_BYTES;
    const context = contexts[i]!;
    if (from + RESULT_BYTES > end) break;
    if (context === null) continue;
    const accepted = readU16(bytes, from, littleEndian) === 0;
    context.result = accepted ? 'accepted' : 'refused';
    if (accepted) context.ndr64 = readUuid(bytes, from + 4, littleEndian) === NDR64;
    else context.reason = readU16(bytes, from + 2, littleEndian);
  }
  return readText(bytes, address, address + length);
}

function readText(bytes: Uint8Array, from: number, to: number): string | null {
  let text = '';
  for (let at = from; at < to && bytes[at] !== 0; at++) text += String.fromCharCode(bytes[at]!);
  return text === '' ? null : text;
}
