import { ADDRESS_BYTES } from '../model/address.ts';
import type { FieldType } from '../model/car-table.ts';
import { heldAs } from '../model/car-table.ts';
import type { CompareOp, Literal, Operand } from '../model/ir.ts';
import { compareAddresses, literalAddress } from './address-classes.ts';
import type { EventRefs } from './event-refs.ts';
import { idTest } from './id-test.ts';
import { classReader, idReader, numberReader } from './readers.ts';
import type { StoreValues } from './store-values.ts';
import { decodeText, textForm, toForm } from './text-values.ts';
import { BLOCK_ROWS, FALSE, invert, type RefBlock, type Test, TRUE, UNKNOWN } from './truth.ts';

/** The test of `left cmp right`. Texts have no order: with them `cmp` is `==` or `!=`. */
export function compareTest(
  cmp: CompareOp,
  left: Operand,
  right: Operand,
  type: FieldType,
  events: readonly EventRefs[],
  values: StoreValues,
): Test {
  const held = heldAs(type);
  if (held === 'port' || held === 'number') return numbersTest(cmp, left, right, events);
  if (left.kind === 'literal')
    return right.kind === 'literal'
      ? constantTest(cmp, left.value, right.value, type)
      : literalTest(mirrored(cmp), right, left.value, type, events, values);
  if (right.kind === 'literal') return literalTest(cmp, left, right.value, type, events, values);
  return fieldsTest(cmp, left, right, type, events, values);
}

/** `a cmp b` is `b mirrored(cmp) a`. */
export function mirrored(cmp: CompareOp): CompareOp {
  switch (cmp) {
    case '<':
      return '>';
    case '<=':
      return '>=';
    case '>':
      return '<';
    case '>=':
      return '<=';
    default:
      return cmp;
  }
}

type FieldOperand = Exclude<Operand, { kind: 'literal' }>;

function numbersTest(cmp: CompareOp, left: Operand, right: Operand, events: readonly EventRefs[]): Test {
  if (cmp === '>' || cmp === '>=') return numbersTest(mirrored(cmp), right, left, events);
  const a = new Float64Array(BLOCK_ROWS);
  const b = new Float64Array(BLOCK_ROWS);
  const readLeft = operandReader(left, events, a);
  const readRight = operandReader(right, events, b);
  return (block, truth) => {
    readLeft(block, a);
    readRight(block, b);
    compareNumbers(cmp, a, b, block.count, truth);
    if (cmp === '!=') invert(truth, block.count);
  };
}

function operandReader(
  operand: Operand,
  events: readonly EventRefs[],
  buffer: Float64Array,
): (block: RefBlock, into: Float64Array) => void {
  if (operand.kind === 'literal') {
    buffer.fill(Number(operand.value));
    return () => undefined;
  }
  const { at } = operand.field;
  const read = numberReader(operand.field, events[at]!);
  const micros = operand.kind === 'shifted' ? operand.micros : 0;
  return (block, into) => {
    read(block.refs[at]!, block.count, into);
    if (micros !== 0) for (let i = 0; i < block.count; i++) into[i]! += micros;
  };
}

/** `==` also stands for `!=`, to be inverted. */
function compareNumbers(cmp: CompareOp, a: Float64Array, b: Float64Array, count: number, truth: Uint8Array) {
  if (cmp === '<')
    for (let i = 0; i < count; i++) {
      const x = a[i]!;
      const y = b[i]!;
      truth[i] = x < y ? TRUE : x >= y ? FALSE : UNKNOWN;
    }
  else if (cmp === '<=')
    for (let i = 0; i < count; i++) {
      const x = a[i]!;
      const y = b[i]!;
      truth[i] = x <= y ? TRUE : x > y ? FALSE : UNKNOWN;
    }
  else
    for (let i = 0; i < count; i++) {
      const x = a[i]!;
      const y = b[i]!;
      truth[i] = x === y ? TRUE : x < y || x > y ? FALSE : UNKNOWN;
    }
}

function literalTest(
  cmp: CompareOp,
  { field }: FieldOperand,
  literal: Literal,
  type: FieldType,
  events: readonly EventRefs[],
  values: StoreValues,
): Test {
  if (type === 'ip') {
    const address = literalAddress(String(literal));
    const { bytes, count } = values.addresses;
    const holds = (id: number) => ordered(cmp, compareAddresses(bytes, ADDRESS_BYTES * id, address, 0));
    return idTest(field, events, count, holds);
  }
  const form = textForm(type);
  const wanted = toForm(String(literal), form);
  const equal = equality(cmp);
  return idTest(
    field,
    events,
    values.texts.count,
    (id) => (toForm(decodeText(values.texts, id), form) === wanted) === equal,
  );
}

function fieldsTest(
  cmp: CompareOp,
  left: FieldOperand,
  right: FieldOperand,
  type: FieldType,
  events: readonly EventRefs[],
  values: StoreValues,
): Test {
  const [a, b] = [new Uint32Array(BLOCK_ROWS), new Uint32Array(BLOCK_ROWS)];
  const [atLeft, atRight] = [left.field.at, right.field.at];
  const byOrder = type === 'ip' && cmp !== '==' && cmp !== '!=';
  const reader = ({ field }: FieldOperand) =>
    byOrder ? idReader(field, events[field.at]!) : classReader(field, events[field.at]!, type, values);
  const readLeft = reader(left);
  const readRight = reader(right);
  const { bytes } = values.addresses;
  const equal = byOrder || equality(cmp);
  return ({ refs, count }, truth) => {
    readLeft(refs[atLeft]!, count, a);
    readRight(refs[atRight]!, count, b);
    for (let i = 0; i < count; i++) {
      const x = a[i]!;
      const y = b[i]!;
      if (x === 0 || y === 0) truth[i] = UNKNOWN;
      else if (byOrder)
        truth[i] = ordered(cmp, compareAddresses(bytes, ADDRESS_BYTES * x, bytes, ADDRESS_BYTES * y))
          ? TRUE
          : FALSE;
      else truth[i] = (x === y) === equal ? TRUE : FALSE;
    }
  };
}

function constantTest(cmp: CompareOp, left: Literal, right: Literal, type: FieldType): Test {
  const holds =
    type === 'ip'
      ? ordered(cmp, compareAddresses(literalAddress(String(left)), 0, literalAddress(String(right)), 0))
      : (toForm(String(left), textForm(type)) === toForm(String(right), textForm(type))) === equality(cmp);
  return ({ count }, truth) => truth.fill(holds ? TRUE : FALSE, 0, count);
}

/** True for `==`, false for `!=`. */
function equality(cmp: CompareOp): boolean {
  if (cmp !== '==' && cmp !== '!=') throw new Error(`texts have no order: ${cmp}`);
  return cmp === '==';
}

function ordered(cmp: CompareOp, difference: number): boolean {
  switch (cmp) {
    case '==':
      return difference === 0;
    case '!=':
      return difference !== 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
  }
}
