import { foldText, hostKey } from '../ir/fold.ts';
import { ADDRESS_BYTES, formatAddress, parseAddress } from '../model/address.ts';
import type { FieldType } from '../model/car-table.ts';
import type { Literal } from '../model/ir.ts';
import type { SqlContext } from './context.ts';

/** A constant as SQL, in as many expressions as a field of the type takes. */
export function literalSql(value: Literal, type: FieldType, context: SqlContext): readonly string[] {
  switch (type) {
    case 'ip':
      return addressSql(String(value), context);
    case 'text':
    case 'open':
      return [context.dialect.text(foldText(String(value)))];
    case 'host':
      return [context.dialect.text(hostKey(String(value)))];
    case 'cased':
      return [context.dialect.text(String(value))];
    case 'bool':
      return [value === true || value === 1 ? 'TRUE' : 'FALSE'];
    case 'port':
    case 'int':
    case 'time':
      return [String(value)];
  }
}

/** An address that the text of an analytic spells; the compiler has refused what is none. */
function addressSql(text: string, { dialect, schema }: SqlContext): readonly string[] {
  const parsed = parseAddress(text);
  if (parsed === null) throw new Error(`${text} is no address`);
  if (schema.columns({ field: 'src_ip', as: 'address' }).length === 1)
    return [dialect.text(formatAddress(parsed.bytes))];
  return [word(parsed.bytes, 0), word(parsed.bytes, ADDRESS_BYTES / 2)];
}

/** Eight bytes in network order as an unsigned number. */
function word(bytes: Uint8Array, offset: number): string {
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(offset).toString();
}
