import { HEAD_BYTES } from './limits.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

const MAX_OBJECTS = 500;

/** The objects on the first lines, where these are JSON lines: the first, and most of them, are JSON objects. */
export function lineObjects(head: Uint8Array): readonly JsonObject[] | null {
  if (!/^[\ufeff\s]*\{/.test(new TextDecoder().decode(head.subarray(0, 256)))) return null;
  const lines = new TextDecoder().decode(head).split('\n');
  if (head.length >= HEAD_BYTES) lines.pop();
  const full = lines.filter((line) => line.trim() !== '').slice(0, MAX_OBJECTS);
  const objects = full.map(objectOf);
  if (objects[0] == null) return null;
  const sound = objects.filter((object) => object !== null);
  return 2 * sound.length >= objects.length ? sound : null;
}

function objectOf(line: string): JsonObject | null {
  if (!line.trimStart().startsWith('{')) return null;
  try {
    return JSON.parse(line) as JsonObject;
  } catch {
    return null;
  }
}
