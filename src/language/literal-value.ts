import { formatAddress, parseAddress } from '../model/address.ts';
import type { FieldType } from '../model/car-table.ts';
import type { Literal } from '../model/ir.ts';
import { parseIsoTime } from '../model/time.ts';
import type { Operand } from './ast.ts';
import type { Notes } from './notes.ts';

const PORT_MAX = 65_535;

export function isTextual(type: FieldType): boolean {
  return type === 'text' || type === 'host' || type === 'cased' || type === 'open';
}

/** What a constant is beside a field of a type: addresses in RFC 5952, times in µs. Null after a fault. */
export function literalValue(operand: Operand, type: FieldType, notes: Notes): Literal | null {
  if (isTextual(type)) return textValue(operand, type, notes);
  if (type === 'port' || type === 'int') return numberValue(operand, type, notes);
  if (type === 'bool') return booleanValue(operand, notes);
  if (type === 'ip') return addressValue(operand, notes);
  return timeValue(operand, notes);
}

function mismatch(operand: Operand, type: FieldType, notes: Notes): null {
  return notes.fault(
    'type-mismatch',
    operand.span,
    `${DESCRIBED[operand.kind]} cannot be compared with ${NAMED[type]}`,
  );
}

const DESCRIBED: Readonly<Record<Operand['kind'], string>> = {
  path: 'a field',
  text: 'a text',
  number: 'a number',
  boolean: 'a truth value',
  duration: 'a length of time',
  sum: 'a sum',
};

export const NAMED: Readonly<Record<FieldType, string>> = {
  time: 'a time',
  ip: 'an address',
  port: 'a port',
  int: 'a number',
  bool: 'a truth value',
  text: 'a text',
  host: 'the name of a host',
  cased: 'a text',
  open: 'a text',
};

function textValue(operand: Operand, type: FieldType, notes: Notes): string | null {
  if (operand.kind === 'text') return operand.value;
  if (operand.kind !== 'number') return mismatch(operand, type, notes);
  notes.repair(
    'number-without-quotes',
    operand.span,
    `\`${operand.raw}\` is read as the text "${operand.raw}"`,
  );
  return operand.raw;
}

function numberValue(operand: Operand, type: 'port' | 'int', notes: Notes): number | null {
  const quoted = operand.kind === 'text';
  const raw = quoted ? operand.value.trim() : operand.kind === 'number' ? operand.raw : '';
  if (!/^(?:0x[0-9a-f]+|\d+)$/i.test(raw)) return mismatch(operand, type, notes);
  const value = Number(raw);
  if (!Number.isSafeInteger(value) || (type === 'port' && value > PORT_MAX))
    return notes.fault('out-of-range', operand.span, `${raw} is no value of ${NAMED[type]}`);
  if (quoted)
    notes.repair('number-in-quotes', operand.span, `"${operand.value}" is read as the number ${value}`);
  return value;
}

function booleanValue(operand: Operand, notes: Notes): boolean | null {
  if (operand.kind === 'boolean') return operand.value;
  if (operand.kind !== 'text' || !/^(?:true|false)$/i.test(operand.value))
    return mismatch(operand, 'bool', notes);
  notes.repair('boolean-in-quotes', operand.span);
  return operand.value.toLowerCase() === 'true';
}

function addressValue(operand: Operand, notes: Notes): string | null {
  if (operand.kind !== 'text') return mismatch(operand, 'ip', notes);
  const address = parseAddress(operand.value);
  if (address === null)
    return notes.fault('bad-address', operand.span, `"${operand.value}" is not one IPv4 or IPv6 address`);
  return formatAddress(address.bytes);
}

/** A time in µs, of a text with its zone. */
export function timeValue(operand: Operand, notes: Notes): number | null {
  if (operand.kind !== 'text') return mismatch(operand, 'time', notes);
  const micros = parseIsoTime(operand.value);
  if (micros === null) {
    const zoned = parseIsoTime(operand.value, 'Z') === null ? null : `${operand.value}Z`;
    const message = `"${operand.value}" is not an ISO 8601 time with its zone, as "2020-05-01T12:00:00Z"`;
    return notes.fault('bad-time', operand.span, message, zoned);
  }
  return micros;
}
