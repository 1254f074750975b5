import { ADDRESS_BYTES } from '../model/address.ts';
import { heldAs } from '../model/car-table.ts';
import type { Expr } from '../model/ir.ts';
import { compareAddresses, literalAddress } from './address-classes.ts';
import { compareTest } from './compare-test.ts';
import type { EventRefs } from './event-refs.ts';
import { foldText, hostPatternIsWhole } from './fold.ts';
import { compileGlob } from './glob.ts';
import { idTest } from './id-test.ts';
import { idReader, numberReader } from './readers.ts';
import { regexFor } from './regex.ts';
import type { StoreValues } from './store-values.ts';
import { decodeText, type TextForm, textForm, toForm } from './text-values.ts';
import { BLOCK_ROWS, FALSE, invert, type Test, TRUE, UNKNOWN } from './truth.ts';

type ExprOf<Op extends Expr['op']> = Extract<Expr, { readonly op: Op }>;

/**
 * Compiles a condition for rows whose events are `events`. It works a block of rows at a time, on the columns
 * themselves; a test of a text or an address runs once for each distinct one.
 */
export function compileTest(expr: Expr, events: readonly EventRefs[], values: StoreValues): Test {
  switch (expr.op) {
    case 'and':
    case 'or':
      return combinedTest(expr, events, values);
    case 'not': {
      const test = compileTest(expr.arg, events, values);
      return (block, truth) => {
        test(block, truth);
        invert(truth, block.count);
      };
    }
    case 'compare':
      return compareTest(expr.cmp, expr.left, expr.right, expr.type, events, values);
    case 'in':
      return inTest(expr, events, values);
    case 'like':
      return likeTest(expr, events, values);
    case 'match': {
      const regex = regexFor(expr.regex, expr.type);
      const { texts } = values;
      return idTest(expr.field, events, texts.count, (id) => regex.test(decodeText(texts, id)));
    }
    case 'contains':
      return containsTest(expr, events, values);
  }
}

function combinedTest(
  { op, args }: ExprOf<'and' | 'or'>,
  events: readonly EventRefs[],
  values: StoreValues,
): Test {
  const tests = args.map((arg) => compileTest(arg, events, values));
  const combine = op === 'and' ? lower : raise;
  const one = new Uint8Array(BLOCK_ROWS);
  return (block, truth) => {
    const { count } = block;
    truth.fill(op === 'and' ? TRUE : FALSE, 0, count);
    for (const test of tests) {
      test(block, one);
      combine(truth, one, count);
    }
  };
}

function lower(truth: Uint8Array, to: Uint8Array, count: number): void {
  for (let i = 0; i < count; i++) if (to[i]! < truth[i]!) truth[i] = to[i]!;
}

function raise(truth: Uint8Array, to: Uint8Array, count: number): void {
  for (let i = 0; i < count; i++) if (to[i]! > truth[i]!) truth[i] = to[i]!;
}

function inTest(
  { field, values: wanted, type }: ExprOf<'in'>,
  events: readonly EventRefs[],
  values: StoreValues,
): Test {
  if (wanted.length === 0) return ({ count }, truth) => truth.fill(FALSE, 0, count);
  const held = heldAs(type);
  if (held === 'port' || held === 'number') {
    const numbers = new Set(wanted.map(Number));
    const read = numberReader(field, events[field.at]!);
    const found = new Float64Array(BLOCK_ROWS);
    return ({ refs, count }, truth) => {
      read(refs[field.at]!, count, found);
      for (let i = 0; i < count; i++)
        truth[i] = Number.isNaN(found[i]) ? UNKNOWN : numbers.has(found[i]!) ? TRUE : FALSE;
    };
  }
  if (held === 'ip') {
    const addresses = wanted.map((literal) => literalAddress(String(literal)));
    const { bytes, count } = values.addresses;
    return idTest(field, events, count, (id) =>
      addresses.some((address) => compareAddresses(bytes, ADDRESS_BYTES * id, address, 0) === 0),
    );
  }
  const form = textForm(type);
  const texts = new Set(wanted.map((literal) => toForm(String(literal), form)));
  return idTest(field, events, values.texts.count, (id) =>
    texts.has(toForm(decodeText(values.texts, id), form)),
  );
}

function likeTest(
  { field, pattern, type }: ExprOf<'like'>,
  events: readonly EventRefs[],
  values: StoreValues,
): Test {
  const form: TextForm = type === 'host' && hostPatternIsWhole(pattern) ? 'folded' : textForm(type);
  const matches = compileGlob(form === 'cased' ? pattern : foldText(pattern));
  const { texts } = values;
  return idTest(field, events, texts.count, (id) => matches(toForm(decodeText(texts, id), form)));
}

function containsTest(
  { field, part, type }: ExprOf<'contains'>,
  events: readonly EventRefs[],
  values: StoreValues,
): Test {
  const form = textForm(type);
  const [wholes, parts] = [new Uint32Array(BLOCK_ROWS), new Uint32Array(BLOCK_ROWS)];
  const readWholes = idReader(field, events[field.at]!);
  const readParts = idReader(part, events[part.at]!);
  return ({ refs, count }, truth) => {
    readWholes(refs[field.at]!, count, wholes);
    readParts(refs[part.at]!, count, parts);
    for (let i = 0; i < count; i++) {
      if (wholes[i] === 0 || parts[i] === 0) truth[i] = UNKNOWN;
      else {
        const whole = toForm(decodeText(values.texts, wholes[i]!), form);
        truth[i] = whole.includes(toForm(decodeText(values.texts, parts[i]!), form)) ? TRUE : FALSE;
      }
    }
  };
}
