import type { Recognition } from '../../model/source.ts';
import { asObject, type JsonObject } from './json-record.ts';

const HEAD_BYTES = 1 << 16;
/** Records that name no flow. */
const ABOUT_ITSELF: ReadonlySet<string> = new Set(['stats', 'engine']);
const OF_USE: ReadonlySet<string> = new Set(['flow', 'dcerpc', 'smb']);
const FOR_LINES = /^\s*["']?format["']?\s*:\s*["']?jsonl\b/m;

/**
 * Judged by the lines of the head: one that is damaged does not hide what the others are. Where the user's mapping is
 * for JSON lines, it is he who says what they mean.
 */
export function recognise(head: Uint8Array, mapping?: string | null): Recognition | null {
  if (mapping != null && FOR_LINES.test(mapping)) return null;
  const types = new Set<string>();
  for (const line of new TextDecoder().decode(head).split('\n')) {
    const type = typeOf(line);
    if (type !== null) types.add(type);
  }
  if (types.size === 0) return null;
  const isCut = head.length >= HEAD_BYTES;
  return { what: 'Suricata EVE, JSON lines', used: isCut || [...types].some((type) => OF_USE.has(type)) };
}

/** The type of a record of Suricata's; null where it is none. */
function typeOf(line: string): string | null {
  if (!line.trimStart().startsWith('{')) return null;
  let record: JsonObject | null;
  try {
    record = asObject(JSON.parse(line));
  } catch {
    return null;
  }
  if (record === null) return null;
  const { event_type: type, timestamp, flow_id: flow } = record;
  if (typeof type !== 'string' || typeof timestamp !== 'string') return null;
  const named = (typeof flow === 'number' || typeof flow === 'string') && typeof record.src_ip === 'string';
  return named || (ABOUT_ITSELF.has(type) && asObject(record[type]) !== null) ? type : null;
}
