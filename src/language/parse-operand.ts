import type { Operand } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { BETWEEN, isSymbol, isWord, RESERVED } from './keywords.ts';
import { nearest } from './nearest.ts';
import { spanOver, type Token } from './token.ts';
import { durationMicros, UNIT_NAMES, unitMicros } from './units.ts';

/** How many terms a sum may have. */
const TERMS = 50;

/** `a.time + 2 seconds`: sums of what has a value. Null after a fault. */
export function parseOperand(cursor: Cursor): Operand | null {
  let left = parseTerm(cursor);
  for (let terms = 1; left !== null && cursor.isSymbol('+', '-'); terms++) {
    if (terms === TERMS) return cursor.notes.fault('too-deep', cursor.span, `a sum may have ${TERMS} terms`);
    const sign = cursor.take()!.value as '+' | '-';
    const right = parseTerm(cursor);
    left = right && { kind: 'sum', left, sign, right, span: spanOver(left.span, right.span) };
  }
  return left;
}

/** A term of a sum, or an item of a list. */
export function parseTerm(cursor: Cursor): Operand | null {
  const { token } = cursor;
  switch (token?.kind) {
    case 'text':
      cursor.take();
      return { kind: 'text', value: token.value, span: token.span };
    case 'bare':
      cursor.take();
      return readBare(cursor, token);
    case 'number':
      cursor.take();
      return readNumber(cursor, token);
    case 'word':
      return readWord(cursor, token);
    default:
      if (token !== undefined && isSymbol(token, '(')) return readBracket(cursor);
      return cursor.expected('a field or a value');
  }
}

function readBare(cursor: Cursor, token: Token): Operand {
  const value = token.value.replaceAll('{{pipe}}', '|');
  if (value !== token.value) cursor.notes.repair('template-pipe', token.span);
  cursor.notes.repair('unquoted-text', token.span, `\`${value}\` is read as a text in quotes`);
  return { kind: 'text', value, span: token.span };
}

function readWord(cursor: Cursor, token: Token): Operand | null {
  const { notes } = cursor;
  if (isWord(token, 'true', 'false')) {
    cursor.take();
    return { kind: 'boolean', value: isWord(token, 'true'), span: token.span };
  }
  if (RESERVED.has(token.value.toLowerCase())) return cursor.expected('a field or a value');
  cursor.take();
  if (cursor.isSymbol('(') && cursor.token?.tight)
    return notes.fault('unsupported-function', token.span, `\`${token.value}(…)\`: there are no functions`);
  return { kind: 'path', path: token.value, span: token.span };
}

/** A number, or with units a length of time: `1 hour 30 minutes`. */
function readNumber(cursor: Cursor, token: Token): Operand | null {
  const { notes } = cursor;
  let total: number | null = null;
  let amount = token;
  for (;;) {
    const unit = cursor.token;
    if (unit?.kind !== 'word' || isWord(unit, ...BETWEEN) || (unit.first && !goesAsUnit(unit))) break;
    const micros = unitMicros(unit.value);
    if (micros === null) {
      const near = nearest(unit.value, UNIT_NAMES);
      return notes.fault('unknown-unit', unit.span, `\`${unit.value}\` is no unit of time`, near);
    }
    cursor.take();
    const span = spanOver(amount.span, unit.span);
    const more = /^0x/i.test(amount.value) ? null : durationMicros(amount.value, micros);
    if (more === null || !Number.isSafeInteger(more + (total ?? 0)))
      return notes.fault(
        'too-fine',
        span,
        'this is no whole number of microseconds that can be counted exactly',
      );
    total = more + (total ?? 0);
    if (cursor.token?.kind !== 'number' || cursor.next?.kind !== 'word' || !goesAsUnit(cursor.next))
      return { kind: 'duration', micros: total, span: spanOver(token.span, unit.span) };
    amount = cursor.take()!;
  }
  return { kind: 'number', raw: token.value, span: token.span };
}

function goesAsUnit(token: Token): boolean {
  return unitMicros(token.value) !== null;
}

function readBracket(cursor: Cursor): Operand | null {
  return cursor.deeper(() => {
    cursor.take();
    const operand = parseOperand(cursor);
    if (operand === null) return null;
    return cursor.takeSymbol(')') ? operand : cursor.expected('`)`');
  });
}
