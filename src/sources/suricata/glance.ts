import { afterColon, afterSpace, stringEnd, valueEnd } from '../../bytes/json-scan.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN = 0x7b;
const KEYS: ReadonlySet<string> = new Set(['event_type', 'proto', 'src_port', 'dest_port']);
const LONGEST_KEY = 10;

const decoder = new TextDecoder();

/** What the first members of a record say; null for what they do not say plainly. */
export interface Glance {
  readonly type: string | null;
  readonly proto: string | null;
  readonly srcPort: number | null;
  readonly destPort: number | null;
}

/**
 * Looks at a record only as far as needed to tell whether anybody needs it: nothing of it is checked. A line feed
 * must follow.
 */
export function glance(bytes: Uint8Array, at: number): Glance {
  const found = new Map<string, string>();
  let i = bytes[at] === OPEN ? afterSpace(bytes, at + 1) : -1;
  while (i >= 0 && found.size < KEYS.size && bytes[i] === QUOTE) {
    const keyEnd = stringEnd(bytes, i + 1);
    const value = keyEnd < 0 ? -1 : afterColon(bytes, keyEnd + 1);
    const end = value < 0 ? -1 : valueEnd(bytes, value);
    if (end < 0) break;
    const key = keyEnd - i - 1 > LONGEST_KEY ? '' : decoder.decode(bytes.subarray(i + 1, keyEnd));
    const text = KEYS.has(key) && !found.has(key) ? plainValue(bytes, value, end) : null;
    if (text !== null) found.set(key, text);
    i = afterSpace(bytes, end);
    i = bytes[i] === COMMA ? afterSpace(bytes, i + 1) : -1;
  }
  return {
    type: found.get('event_type') ?? null,
    proto: found.get('proto') ?? null,
    srcPort: portOf(found.get('src_port')),
    destPort: portOf(found.get('dest_port')),
  };
}

/** Null for a text with escapes. */
function plainValue(bytes: Uint8Array, from: number, to: number): string | null {
  if (bytes[from] !== QUOTE) return decoder.decode(bytes.subarray(from, to));
  return stringEnd(bytes, from + 1) < 0 ? null : decoder.decode(bytes.subarray(from + 1, to - 1));
}

function portOf(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,5}$/.test(text)) return null;
  const port = Number(text);
  return port <= 65_535 ? port : null;
}
