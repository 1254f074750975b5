/**
 * An address is 16 bytes in network order and is compared as such.
 *
 * IPv4 `a.b.c.d` is twelve bytes 0xff followed by its four: IPv6 has no unicast address there, so an IPv4
 * address never equals an IPv6 one, not even `::ffff:a.b.c.d`, which strict CAR keeps apart.
 */
export const ADDRESS_BYTES = 16;

const V4_FILL = 0xff;
const V4_AT = 12;

/** An address with the zone that its text named (`fe80::1%eth0`), which is printed and never compared. */
export interface ParsedAddress {
  readonly bytes: Uint8Array;
  readonly scope: string | null;
}

/** Whether the address at `offset` is IPv4. */
export function isV4(bytes: Uint8Array, offset = 0): boolean {
  for (let i = 0; i < V4_AT; i++) if (bytes[offset + i] !== V4_FILL) return false;
  return true;
}

/** Writes IPv4 into 16 bytes at `offset`. */
export function writeV4(into: Uint8Array, offset: number, a: number, b: number, c: number, d: number): void {
  for (let i = offset; i < offset + V4_AT; i++) into[i] = V4_FILL;
  into[offset + 12] = a;
  into[offset + 13] = b;
  into[offset + 14] = c;
  into[offset + 15] = d;
}

/**
 * Reads IPv4 in four decimal parts (a leading zero is refused: it is octal to some readers) or IPv6 in any
 * RFC 4291 form, with an optional `%scope`.
 * @returns null where the text is no address.
 */
export function parseAddress(text: string): ParsedAddress | null {
  const percent = text.indexOf('%');
  const scope = percent < 0 ? null : text.slice(percent + 1);
  const plain = percent < 0 ? text : text.slice(0, percent);
  if (scope === '') return null;
  const bytes = new Uint8Array(ADDRESS_BYTES);
  if (plain.includes(':')) return parseV6(plain, bytes) ? { bytes, scope } : null;
  if (scope !== null) return null;
  const parts = parseV4(plain);
  if (parts === null) return null;
  writeV4(bytes, 0, parts[0], parts[1], parts[2], parts[3]);
  return { bytes, scope: null };
}

function parseV4(text: string): [number, number, number, number] | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (parts === null) return null;
  const numbers: number[] = [];
  for (const part of parts.slice(1)) {
    if ((part.length > 1 && part.startsWith('0')) || Number(part) > 255) return null;
    numbers.push(Number(part));
  }
  return numbers as [number, number, number, number];
}

function parseV6(text: string, into: Uint8Array): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const head = groupsOf(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '', true) : [];
  if (head === null || tail === null) return false;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return false;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  groups.forEach((group, i) => {
    into[2 * i] = group >> 8;
    into[2 * i + 1] = group & 0xff;
  });
  return true;
}

function groupsOf(text: string, mayEndInV4: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (part.includes('.')) {
      const v4 = mayEndInV4 && i === parts.length - 1 ? parseV4(part) : null;
      if (v4 === null) return null;
      groups.push((v4[0] << 8) | v4[1], (v4[2] << 8) | v4[3]);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return null;
      groups.push(Number.parseInt(part, 16));
    }
  }
  return groups;
}

/** RFC 5952: lower case, the longest run of two or more zero groups shortened; IPv4 in dotted form. */
export function formatAddress(bytes: Uint8Array, offset = 0, scope: string | null = null): string {
  if (isV4(bytes, offset)) return dotted(bytes, offset + V4_AT);
  const groups = Array.from(
    { length: 8 },
    (_, i) => (bytes[offset + 2 * i]! << 8) | bytes[offset + 2 * i + 1]!,
  );
  const zone = scope === null ? '' : `%${scope}`;
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return `::ffff:${dotted(bytes, offset + V4_AT)}${zone}`;
  const [start, length] = longestZeroRun(groups);
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (length < 2) return hex(groups) + zone;
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}${zone}`;
}

function dotted(bytes: Uint8Array, at: number): string {
  return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;
}

function longestZeroRun(groups: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [0, 0];
  for (let i = 0; i < groups.length; i++) {
    let end = i;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - i > best[1]) best = [i, end - i];
    i = Math.max(i, end);
  }
  return best;
}
