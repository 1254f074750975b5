import { HEAD_BYTES } from './limits.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

const MAX_OBJECTS = 500;

/**
 * The objects on the first lines, where these are JSON lines: half of them are JSON objects, or the first and a
 * quarter.
 */
export function lineObjects(head: Uint8Array): readonly JsonObject[] | null {
  const lines = new TextDecoder().decode(head).split('\n');
  if (head.length >= HEAD_BYTES) lines.pop();
  const objects = lines
    .filter((line) => line.trim() !== '')
    .slice(0, MAX_OBJECTS)
    .map(objectOf);
  const sound = objects.filter((object) => object !== null);
  const share = objects[0] == null ? 2 : 4;
  return sound.length > 0 && share * sound.length >= objects.length ? sound : null;
}

function objectOf(line: string): JsonObject | null {
  if (!line.trimStart().startsWith('{')) return null;
  try {
    return JSON.parse(line) as JsonObject;
  } catch {
    return null;
  }
}
