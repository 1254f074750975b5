import { type Bytes, be16, be32, join } from './packets.ts';

/** Messages of SMB made byte by byte, for tests: [MS-CIFS], [MS-SMB2]. */

const le16 = (value: number) => [...be16(value)].reverse();
const le32 = (value: number) => [...be32(value >>> 0)].reverse();
const zeros = (count: number): number[] => new Array(count).fill(0);
export const utf16 = (text: string) => Array.from(text).flatMap((letter) => le16(letter.charCodeAt(0)));
export const ascii = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));

/** A message with the length before it. */
export function framed(message: Bytes): Uint8Array {
  return join([0], be32(message.length).slice(1), message);
}

export const BUFFER_OVERFLOW = 0x80000005;
export const PENDING = 0x103;
export const NOT_FOUND = 0xc0000034;

export interface Smb2Fields {
  readonly id?: number;
  readonly status?: number;
  readonly tree?: number;
  readonly session?: number;
  readonly related?: boolean;
  readonly async?: boolean;
}

/** One operation of SMB 2, without its length. */
function smb2(command: number, answers: boolean, body: Bytes, fields: Smb2Fields): Uint8Array {
  const { id = 1, status = 0, tree = 5, session = 9, related = false, async = false } = fields;
  const flags = (answers ? 1 : 0) | (async ? 2 : 0) | (related ? 4 : 0);
  const head = [0xfe, 0x53, 0x4d, 0x42, 64, 0, 1, 0, ...le32(status), ...le16(command), 1, 0, ...le32(flags)];
  const treePart = async ? [...le32(7), ...le32(0)] : [...le32(0xfeff), ...le32(tree)];
  return join(head, le32(0), le32(id), le32(0), treePart, le32(session), le32(0x400), zeros(16), body);
}

/** Operations of SMB 2 in one message. */
export function compound(...operations: readonly Uint8Array[]): Uint8Array {
  return join(
    ...operations.map((operation, i) => {
      if (i === operations.length - 1) return operation;
      const padded = join(operation, zeros(-operation.length & 7));
      padded.set(le32(padded.length), 20);
      return padded;
    }),
  );
}

/** The file that the operation before it is about. */
export const SAME_FILE = 0xffff_ffff;
const fileId = (file: number) =>
  file === SAME_FILE ? new Array<number>(16).fill(0xff) : [...le32(file), ...zeros(8), ...le32(file)];

export const v2 = {
  treeConnect: (path: string, fields: Smb2Fields = {}) =>
    smb2(3, false, [9, 0, 0, 0, ...le16(72), ...le16(2 * path.length), ...utf16(path)], fields),
  treeAnswer: (type: 1 | 2, fields: Smb2Fields = {}) =>
    smb2(3, true, [16, 0, type, 0, ...le32(0x30), ...le32(0), ...le32(0x1f01ff)], fields),
  treeEnd: (fields: Smb2Fields = {}) => smb2(4, false, [4, 0, 0, 0], fields),
  treeEndAnswer: (fields: Smb2Fields = {}) => smb2(4, true, [4, 0, 0, 0], fields),
  logoffAnswer: (fields: Smb2Fields = {}) => smb2(2, true, [4, 0, 0, 0], fields),
  create: (name: string, fields: Smb2Fields = {}) => {
    const fixed = [57, 0, 0, 0, ...le32(2), ...zeros(16), ...le32(0x12019f), ...le32(0), ...le32(7)];
    const rest = [...le32(1), ...le32(0x400040), ...le16(120), ...le16(2 * name.length), ...zeros(8)];
    return smb2(5, false, [...fixed, ...rest, ...utf16(name), ...(name === '' ? [0] : [])], fields);
  },
  createAnswer: (file: number, fields: Smb2Fields = {}) =>
    smb2(
      5,
      true,
      [89, 0, 0, 0, ...le32(1), ...zeros(48), ...le32(0x80), ...zeros(4), ...fileId(file), ...zeros(8)],
      fields,
    ),
  close: (file: number, fields: Smb2Fields = {}) =>
    smb2(6, false, [24, 0, ...zeros(6), ...fileId(file)], fields),
  closeAnswer: (fields: Smb2Fields = {}) => smb2(6, true, [60, 0, ...zeros(58)], fields),
  write: (file: number, data: Bytes, fields: Smb2Fields = {}) => {
    const fixed = [49, 0, ...le16(112), ...le32(data.length), ...zeros(8), ...fileId(file), ...zeros(16)];
    return smb2(9, false, join(fixed, data), fields);
  },
  writeAnswer: (count: number, fields: Smb2Fields = {}) =>
    smb2(9, true, [17, 0, 0, 0, ...le32(count), ...zeros(8)], fields),
  read: (file: number, fields: Smb2Fields = {}) =>
    smb2(8, false, [49, 0, 80, 0, ...le32(4096), ...zeros(8), ...fileId(file), ...zeros(17)], fields),
  readAnswer: (data: Bytes, fields: Smb2Fields = {}) =>
    smb2(8, true, join([17, 0, 80, 0, ...le32(data.length), ...zeros(8)], data), fields),
  ioctl: (file: number, data: Bytes, fields: Smb2Fields & { control?: number } = {}) => {
    const { control = 0x11c017 } = fields;
    const fixed = [57, 0, 0, 0, ...le32(control), ...fileId(file), ...le32(120), ...le32(data.length)];
    const rest = [...zeros(4), ...le32(120), ...zeros(4), ...le32(4096), ...le32(1), ...zeros(4)];
    return smb2(11, false, join(fixed, rest, data), fields);
  },
  ioctlAnswer: (file: number, data: Bytes, fields: Smb2Fields & { control?: number } = {}) => {
    const { control = 0x11c017 } = fields;
    const fixed = [49, 0, 0, 0, ...le32(control), ...fileId(file), ...le32(112), ...zeros(4)];
    const rest = [...le32(112), ...le32(data.length), ...le32(0), ...le32(0)];
    return smb2(11, true, join(fixed, rest, data), fields);
  },
  /** An answer that says no more than its status. */
  status: (command: number, fields: Smb2Fields) => smb2(command, true, [9, 0, ...zeros(7)], fields),
};

/** An encrypted message: [MS-SMB2] 2.2.41. */
export function encrypted(length: number): Uint8Array {
  return join([0xfd, 0x53, 0x4d, 0x42], new Uint8Array(48 + length).fill(0xc3));
}

/** A compressed message: [MS-SMB2] 2.2.42. */
export function compressed(length: number): Uint8Array {
  return join(
    [0xfc, 0x53, 0x4d, 0x42],
    le32(length),
    le16(1),
    le16(0),
    le32(0),
    new Uint8Array(length).fill(0xc3),
  );
}

export interface Smb1Fields {
  readonly mid?: number;
  readonly tree?: number;
  readonly status?: number;
  readonly unicode?: boolean;
}

/** A command of SMB 1: its words, and its bytes when told where from the header on they begin. */
export interface Smb1Block {
  readonly command: number;
  readonly words: readonly number[];
  readonly bytes: (at: number) => Bytes;
}

/** A message of SMB 1, without its length. Each command but the last is one after which another may come. */
export function smb1(answers: boolean, fields: Smb1Fields, ...blocks: readonly Smb1Block[]): Uint8Array {
  const { mid = 1, tree = 3, status = 0, unicode = true } = fields;
  const head = [0xff, 0x53, 0x4d, 0x42, blocks[0]!.command, ...le32(status), answers ? 0x98 : 0x18];
  const flags2 = unicode ? 0xc807 : 0x4807;
  let whole = join(head, le16(flags2), zeros(12), le16(tree), le16(99), le16(4), le16(mid));
  for (const [i, { command: _, words, bytes }] of blocks.entries()) {
    const start = whole.length;
    const data = bytes(start + 3 + words.length);
    const block = join([words.length / 2], words, le16(data.length), data);
    whole = join(whole, block, zeros(i < blocks.length - 1 ? -(start + block.length) & 3 : 0));
    const next = blocks[i + 1];
    if (next !== undefined) whole.set([next.command, 0, ...le16(whole.length)], start + 1);
  }
  return whole;
}

const NO_BYTES = () => [];
const NO_ANDX = [0xff, 0, 0, 0];
/** Data at the next multiple of four, and where that is. */
function dataAt(start: number): number {
  return (start + 3) & ~3;
}

function block(
  command: number,
  words: readonly number[],
  bytes: (at: number) => Bytes = NO_BYTES,
): Smb1Block {
  return { command, words, bytes };
}

/** Data after words whose number is known: `words` is told where they are. */
function withData(command: number, count: number, data: Bytes, words: (at: number) => readonly number[]) {
  return (start: number): Smb1Block => {
    const at = dataAt(start + 3 + 2 * count);
    return block(command, words(at), (from) => join(zeros(at - from), data));
  };
}

const FIRST_BLOCK = 32;

export const v1 = {
  treeAnswer: (service: string, fields: Smb1Fields = {}) =>
    smb1(
      true,
      fields,
      block(0x75, [...NO_ANDX, ...le16(1)], () => [...ascii(service), 0, 0, 0]),
    ),
  treeEndAnswer: (fields: Smb1Fields = {}) => smb1(true, fields, block(0x71, [])),
  create: (name: string, unicode = true): Smb1Block => {
    const length = unicode ? 2 * name.length : name.length;
    const words = [
      ...NO_ANDX,
      0,
      ...le16(length),
      ...le32(0x16),
      ...zeros(4),
      ...le32(0x12019f),
      ...zeros(12),
    ];
    const rest = [...le32(7), ...le32(1), ...le32(0x40), ...le32(2), 3];
    return block(0xa2, [...words, ...rest], (at) => nameAt(at, name, unicode));
  },
  createAnswer: (file: number, type = 2): Smb1Block =>
    block(0xa2, [
      ...NO_ANDX,
      0,
      ...le16(file),
      ...le32(1),
      ...zeros(32),
      ...le32(0x80),
      ...zeros(16),
      ...le16(type),
      ...le16(0x5ff),
      0,
    ]),
  open: (name: string, unicode = true): Smb1Block =>
    block(0x2d, [...NO_ANDX, ...zeros(26)], (at) => nameAt(at, name, unicode)),
  openAnswer: (file: number, type = 2): Smb1Block =>
    block(0x2d, [...NO_ANDX, ...le16(file), ...zeros(12), ...le16(type), ...zeros(10)]),
  write: (file: number, data: Bytes, start = FIRST_BLOCK, rawLength?: number): Smb1Block => {
    const sent = rawLength === undefined ? data : join(le16(rawLength), data);
    const mode = rawLength === undefined ? 8 : 12;
    return withData(0x2f, 14, sent, (at) => [
      ...NO_ANDX,
      ...le16(file),
      ...zeros(8),
      ...le16(mode),
      ...le16(sent.length),
      ...le16(sent.length >>> 16),
      ...le16(sent.length & 0xffff),
      ...le16(at),
      ...zeros(4),
    ])(start);
  },
  writeAnswer: (count: number): Smb1Block => block(0x2f, [...NO_ANDX, ...le16(count), ...zeros(6)]),
  read: (file: number): Smb1Block =>
    block(0x2e, [...NO_ANDX, ...le16(file), ...zeros(4), ...le16(1024), ...le16(1024), ...zeros(10)]),
  readAnswer: (data: Bytes, start = FIRST_BLOCK): Smb1Block =>
    withData(0x2e, 12, data, (at) => [
      ...NO_ANDX,
      ...zeros(6),
      ...le16(data.length & 0xffff),
      ...le16(at),
      ...le16(data.length >>> 16),
      ...zeros(8),
    ])(start),
  close: (file: number): Smb1Block => block(0x04, [...le16(file), ...zeros(4)]),
  empty: (command: number): Smb1Block => block(command, []),
  /** TransactNmPipe with the first of `total` bytes. */
  transact: (file: number, data: Bytes, total = data.length): Smb1Block => {
    const name = [0, ...utf16('\\PIPE\\'), 0, 0];
    const at = dataAt(FIRST_BLOCK + 3 + 32 + name.length);
    const words = [
      ...zeros(2),
      ...le16(total),
      ...zeros(2),
      ...le16(4096),
      0,
      0,
      ...zeros(2),
      ...zeros(4),
      ...zeros(2),
    ];
    const rest = [
      ...zeros(2),
      ...le16(at),
      ...le16(data.length),
      ...le16(at),
      2,
      0,
      ...le16(0x26),
      ...le16(file),
    ];
    return block(0x25, [...words, ...rest], (from) => join(name, zeros(at - from - name.length), data));
  },
  transactMore: (data: Bytes, displacement: number, total: number): Smb1Block =>
    withData(0x26, 8, data, (at) => [
      ...zeros(2),
      ...le16(total),
      ...zeros(2),
      ...le16(at),
      ...zeros(2),
      ...le16(data.length),
      ...le16(at),
      ...le16(displacement),
    ])(FIRST_BLOCK),
  transactAnswer: (data: Bytes, displacement = 0, total = data.length): Smb1Block =>
    withData(0x25, 10, data, (at) => [
      ...zeros(2),
      ...le16(total),
      ...zeros(4),
      ...le16(at),
      ...zeros(2),
      ...le16(data.length),
      ...le16(at),
      ...le16(displacement),
      ...zeros(2),
    ])(FIRST_BLOCK),
};

function nameAt(at: number, name: string, unicode: boolean): Bytes {
  return unicode ? [...zeros(at & 1), ...utf16(name), 0, 0] : [...ascii(name), 0];
}
