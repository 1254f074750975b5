/** What a mapping looks for among the keys of a JSON object. */
export interface KeyTree {
  /** By the length of keys in bytes. */
  readonly keys: readonly (readonly KeyEntry[] | undefined)[];
}

export interface KeyEntry {
  readonly key: Uint8Array;
  /** The column that the value belongs to; -1 for none. */
  readonly column: number;
  /** What is looked for in the value, where that is an object; null for nothing. */
  readonly within: KeyTree | null;
}

const encoder = new TextEncoder();

/** A tree over dotted paths, the column of each being its index. Dots may be those of keys or part nested objects. */
export function keyTree(paths: readonly string[]): KeyTree {
  return treeAt(paths.map((rest, column) => ({ rest, column })));
}

function treeAt(paths: readonly { readonly rest: string; readonly column: number }[]): KeyTree {
  const found = new Map<string, { column: number; within: { rest: string; column: number }[] }>();
  const at = (key: string) => {
    const entry = found.get(key) ?? { column: -1, within: [] };
    found.set(key, entry);
    return entry;
  };
  for (const { rest, column } of paths) {
    at(rest).column = column;
    for (let dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.', dot + 1))
      at(rest.slice(0, dot)).within.push({ rest: rest.slice(dot + 1), column });
  }
  const keys: KeyEntry[][] = [];
  for (const [name, { column, within }] of found) {
    const key = encoder.encode(name);
    keys[key.length] ??= [];
    keys[key.length]!.push({ key, column, within: within.length === 0 ? null : treeAt(within) });
  }
  return { keys };
}

/** The entry of the key bytes[from … to]; null where nothing looks for it. */
export function entryOf({ keys }: KeyTree, bytes: Uint8Array, from: number, to: number): KeyEntry | null {
  const some = keys[to - from];
  if (some === undefined) return null;
  for (const entry of some) if (spells(bytes, from, entry.key)) return entry;
  return null;
}

function spells(bytes: Uint8Array, at: number, key: Uint8Array): boolean {
  for (let i = 0; i < key.length; i++) if (bytes[at + i] !== key[i]) return false;
  return true;
}
