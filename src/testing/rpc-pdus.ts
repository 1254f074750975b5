import { type Bytes, join } from './packets.ts';

/** PDUs of DCE/RPC made byte by byte, for tests: [C706] 12.6. */

export const NDR: Syntax = ['8a885d04-1ceb-11c9-9fe8-08002b104860', 2, 0];
export const NDR64: Syntax = ['71710533-beba-4937-8319-b5dbef9ccc36', 1, 0];
export const FEATURES: Syntax = ['6cb71c2c-9812-4540-0300-000000000000', 1, 0];
export const MAPPER: Syntax = ['e1af8308-5d1f-11c9-91a4-08002b14a0fa', 3, 0];
export const SERVICES: Syntax = ['367abb81-9844-35f1-ad32-98f038001003', 2, 0];
export const TASKS: Syntax = ['86d35949-83c9-4044-b424-db363231fd0c', 1, 0];
export const NONE: Syntax = ['00000000-0000-0000-0000-000000000000', 0, 0];

export const FIRST = 1;
export const LAST = 2;
export const WHOLE = 3;

/** UUID, major and minor version. */
export type Syntax = readonly [uuid: string, major: number, minor: number];

export interface AuthFields {
  readonly type?: number;
  readonly level?: number;
  /** Bytes of padding before the trailer. */
  readonly pad?: number;
  readonly token?: Bytes;
}

export interface PduFields {
  readonly callId?: number;
  readonly flags?: number;
  readonly auth?: AuthFields;
  readonly minor?: number;
}

export interface CallFields extends PduFields {
  readonly contextId?: number;
  readonly opnum?: number;
  readonly object?: string;
  readonly stub?: Bytes;
}

export interface ContextFields {
  readonly id: number;
  readonly interface: Syntax;
  readonly transfers: readonly Syntax[];
}

export interface BindFields extends PduFields {
  readonly group?: number;
  readonly alter?: boolean;
}

export interface AckFields extends BindFields {
  readonly address?: string;
}

export type AckResult = readonly [result: number, reason: number, transfer: Syntax];

/** The writer of one byte order. */
export function rpcWriter(littleEndian = true) {
  const u16 = (value: number) => order([value >> 8, value & 0xff]);
  const u32 = (value: number) => order([24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff));
  const order = (bytes: number[]) => (littleEndian ? bytes.reverse() : bytes);
  const hex = (text: string) => text.match(/../g)!.map((byte) => Number.parseInt(byte, 16));
  const uuid = (text: string) => {
    const [low, mid, high, clock, node] = text.split('-').map(hex);
    return [...order(low!), ...order(mid!), ...order(high!), ...clock!, ...node!];
  };
  const syntax = ([id, major, minor]: Syntax) => [...uuid(id), ...u32((minor << 16) | major)];

  function pdu(type: number, body: Bytes, fields: PduFields = {}): Uint8Array {
    const { callId = 1, flags = WHOLE, auth, minor = 0 } = fields;
    const pad = auth?.pad ?? 0;
    const trailer =
      auth === undefined
        ? []
        : [...new Array(pad).fill(0xbb), auth.type ?? 9, auth.level ?? 5, pad, 0, ...u32(0x1234)];
    const token = auth === undefined ? [] : (auth.token ?? new Uint8Array(16).fill(0xaa));
    const length = 16 + body.length + trailer.length + token.length;
    const head = [5, minor, type, flags, littleEndian ? 0x10 : 0, 0, 0, 0];
    return join(head, u16(length), u16(token.length), u32(callId), body, trailer, token);
  }

  const contextList = (contexts: readonly ContextFields[]) => [
    ...[contexts.length, 0, 0, 0],
    ...contexts.flatMap(({ id, interface: asked, transfers }) => [
      ...u16(id),
      ...[transfers.length, 0],
      ...syntax(asked),
      ...transfers.flatMap(syntax),
    ]),
  ];

  return {
    u16,
    u32,
    uuid,
    pdu,
    bind: (contexts: readonly ContextFields[], fields: BindFields = {}) => {
      const body = [...u16(5840), ...u16(5840), ...u32(fields.group ?? 0), ...contextList(contexts)];
      return pdu(fields.alter ? 14 : 11, body, fields);
    },
    bindAck: (results: readonly AckResult[], fields: AckFields = {}) => {
      const address = fields.address === undefined ? [] : [...ascii(fields.address), 0];
      const body = [
        ...u16(5840),
        ...u16(5840),
        ...u32(fields.group ?? 7),
        ...u16(address.length),
        ...address,
      ];
      while (body.length % 4 !== 0) body.push(0);
      body.push(results.length, 0, 0, 0);
      for (const [result, reason, transfer] of results)
        body.push(...u16(result), ...u16(reason), ...syntax(transfer));
      return pdu(fields.alter ? 15 : 12, body, fields);
    },
    bindNak: (reason: number, fields: PduFields = {}) => pdu(13, [...u16(reason), 1, 5, 0], fields),
    auth3: (fields: PduFields = {}) => pdu(16, u32(0), { auth: {}, ...fields }),
    request: (fields: CallFields = {}) => {
      const { contextId = 0, opnum = 0, object, stub = [], flags = WHOLE } = fields;
      const head = [...u32(stub.length), ...u16(contextId), ...u16(opnum)];
      const body = join(head, object === undefined ? [] : uuid(object), stub);
      return pdu(0, body, { ...fields, flags: object === undefined ? flags : flags | 0x80 });
    },
    response: (fields: CallFields = {}) => {
      const { contextId = 0, stub = [] } = fields;
      return pdu(2, join(u32(stub.length), u16(contextId), [0, 0], stub), fields);
    },
    fault: (status: number, fields: CallFields = {}) =>
      pdu(3, [...u32(0), ...u16(fields.contextId ?? 0), 0, 0, ...u32(status), ...u32(0)], fields),
    cancel: (fields: PduFields = {}) => pdu(18, [], fields),
    orphaned: (fields: PduFields = {}) => pdu(19, [], fields),
    shutdown: (fields: PduFields = {}) => pdu(17, [], fields),
  };
}

function ascii(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
