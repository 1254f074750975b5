import type { CompareOp } from '../model/ir.ts';
import type { Condition, Operand, TextOperand } from './ast.ts';
import { type Before, closesAtEnd } from './brackets.ts';
import type { Cursor } from './cursor.ts';
import { isWord, RESERVED } from './keywords.ts';
import { nearest } from './nearest.ts';
import { parseOperand, parseTerm } from './parse-operand.ts';
import { spanOver, type Token } from './token.ts';

const COMPARISONS = ['==', '!=', '<', '<=', '>', '>='] as const;

/** `or` binds least, then `and`, then `not`. Null after a fault. */
export function parseCondition(cursor: Cursor, before: Before = null): Condition | null {
  return parseSeries(cursor, 'or', before, (each) =>
    parseSeries(cursor, 'and', each, (inner) => parseNot(cursor, inner)),
  );
}

function parseSeries(
  cursor: Cursor,
  kind: 'and' | 'or',
  before: Before,
  parse: (before: Before) => Condition | null,
): Condition | null {
  const args: Condition[] = [];
  do {
    const arg = parse(args.length === 0 ? before : kind);
    if (arg === null) return null;
    args.push(arg);
    if (kind === 'and' && !passMissingConnective(cursor)) return null;
  } while (cursor.takeWord(kind));
  const [first] = args;
  return args.length === 1 ? first! : { kind, args, span: spanOver(first!.span, args.at(-1)!.span) };
}

/** Two conditions side by side: told, and the rest is read on so that its faults are told as well. False after one. */
function passMissingConnective(cursor: Cursor): boolean {
  while (cursor.isSymbol('(') || isValue(cursor.token) || plainWord(cursor)) {
    cursor.notes.fault('missing-connective', cursor.span, '`and` or `or` is missing before this condition');
    if (parseNot(cursor, 'and') === null) return false;
  }
  return true;
}

function isValue(token: Token | undefined): boolean {
  return token?.kind === 'text' || token?.kind === 'number' || token?.kind === 'bare';
}

function plainWord(cursor: Cursor): boolean {
  const { token } = cursor;
  return token?.kind === 'word' && (isWord(token, 'not') || !RESERVED.has(token.value.toLowerCase()));
}

function parseNot(cursor: Cursor, before: Before): Condition | null {
  const not = cursor.takeWord('not');
  if (not === null) return parsePrimary(cursor, before);
  return cursor.deeper(() => {
    const arg = parseNot(cursor, 'not');
    return arg && { kind: 'not', arg, span: spanOver(not.span, arg.span) };
  });
}

function parsePrimary(cursor: Cursor, before: Before): Condition | null {
  if (!cursor.isSymbol('(') || bracketsOperand(cursor)) return parseComparison(cursor);
  return cursor.deeper(() => {
    const open = cursor.take()!;
    const inner = parseCondition(cursor);
    if (inner === null) return null;
    const close = cursor.takeSymbol(')');
    if (close !== null) return { ...inner, span: spanOver(open.span, close.span) };
    if (cursor.isSymbol(']'))
      return cursor.notes.fault('unexpected-bracket', cursor.span, '`]` closes what `(` opened', ')');
    if (!cursor.done) return cursor.expected('`)`, `and` or `or`');
    if (!closesAtEnd(inner, before))
      return cursor.notes.fault(
        'missing-bracket',
        open.span,
        'this bracket is never closed, and where it would close changes the meaning',
      );
    cursor.notes.repair(
      'missing-bracket',
      open.span,
      'the bracket is read as closed at the end of the statement',
    );
    return inner;
  });
}

/** Whether the bracket here holds an operand and no condition: `(a.time + 1 s) < b.time`. */
function bracketsOperand(cursor: Cursor): boolean {
  let depth = 0;
  for (let i = cursor.at; ; i++) {
    const token = cursor.peek(i);
    if (token === undefined) return false;
    if (token.kind === 'symbol') {
      if (token.value === '(') depth += 1;
      else if (token.value === ')') {
        depth -= 1;
        if (depth === 0) {
          const after = cursor.peek(i + 1);
          return after?.kind === 'symbol' && /^([<>+-]|[=!<>]=|=)$/.test(after.value);
        }
      } else if (token.value !== '+' && token.value !== '-') return false;
    } else if (isWord(token, 'and', 'or', 'not', 'in', 'match')) return false;
  }
}

function parseComparison(cursor: Cursor): Condition | null {
  const left = parseOperand(cursor);
  if (left === null) return null;
  const op = takeComparison(cursor);
  if (op !== null) return parseChain(cursor, left, op);
  const negated = cursor.takeWord('not') !== null;
  if (cursor.takeWord('in')) return parseIn(cursor, left, negated);
  if (takeMatch(cursor)) return parseMatch(cursor, left, negated);
  if (cursor.takeWord('contains')) return parseContains(cursor, left, negated);
  const word =
    cursor.token?.kind === 'word' ? nearest(cursor.token.value, ['in', 'match', 'and', 'or']) : null;
  return cursor.expected('a comparison (==, !=, <, <=, >, >=, in, match)', word);
}

function parseChain(cursor: Cursor, first: Operand, op: CompareOp): Condition | null {
  const operands = [first];
  const ops: CompareOp[] = [];
  for (let next: CompareOp | null = op; next !== null; next = takeComparison(cursor)) {
    const operand = parseOperand(cursor);
    if (operand === null) return null;
    operands.push(operand);
    ops.push(next);
  }
  const span = spanOver(first.span, operands.at(-1)!.span);
  const ways = new Set(ops.map((one) => one[0]));
  if (ops.length > 1 && (ways.size > 1 || ways.has('!')))
    return cursor.notes.fault(
      'mixed-chain',
      span,
      'a chain runs one way: a < b <= c, a > b >= c or a == b == c',
    );
  return { kind: 'compare', operands, ops, span };
}

function takeComparison(cursor: Cursor): CompareOp | null {
  const token = cursor.takeSymbol('=', ...COMPARISONS);
  if (token?.value !== '=') return (token?.value as CompareOp | undefined) ?? null;
  cursor.notes.repair('assign-for-equals', token.span);
  return '==';
}

/** After `in`: a list of values in brackets, or the text in which the operand is to be found. */
function parseIn(cursor: Cursor, operand: Operand, negated: boolean): Condition | null {
  const open = cursor.takeSymbol('(', '[');
  if (open === null) {
    const whole = parseTerm(cursor);
    return (
      whole && { kind: 'within', part: operand, negated, whole, span: spanOver(operand.span, whole.span) }
    );
  }
  const closing = open.value === '(' ? ')' : ']';
  const items: Operand[] = [];
  let comma: Token | null = null;
  for (;;) {
    const close = cursor.takeSymbol(closing);
    if (close !== null) {
      const span = spanOver(operand.span, close.span);
      if (items.length === 0) return cursor.notes.fault('empty-list', span, 'the list has no item');
      if (comma !== null) cursor.notes.repair('surplus-comma', comma.span);
      return { kind: 'in', operand, negated, items, span };
    }
    if (cursor.done && items.length > 0) {
      cursor.notes.repair(
        'missing-bracket',
        open.span,
        'the list is read as closed at the end of the statement',
      );
      return { kind: 'in', operand, negated, items, span: spanOver(operand.span, items.at(-1)!.span) };
    }
    if (cursor.isSymbol('...'))
      return cursor.notes.fault(
        'unsupported-list',
        cursor.span,
        '`...` leaves open what else is in the list',
      );
    const item = parseTerm(cursor);
    if (item === null) return null;
    items.push(item);
    comma = cursor.takeSymbol(',');
    if (comma === null && !cursor.isSymbol(closing) && !cursor.done)
      return cursor.expected(`\`,\` or \`${closing}\``);
  }
}

function takeMatch(cursor: Cursor): boolean {
  if (cursor.takeWord('match')) return true;
  const word = cursor.takeWord('matches');
  if (word === null) return false;
  const regex = cursor.takeWord('regex');
  cursor.notes.repair('match-word', regex === null ? word.span : spanOver(word.span, regex.span));
  return true;
}

function parseMatch(cursor: Cursor, operand: Operand, negated: boolean): Condition | null {
  const regex = parseText(cursor, 'a regular expression in quotes');
  return regex && { kind: 'match', operand, negated, regex, span: spanOver(operand.span, regex.span) };
}

/** After `contains`: a text, in brackets or not. */
function parseContains(cursor: Cursor, operand: Operand, negated: boolean): Condition | null {
  const word = cursor.previous!;
  const open = cursor.takeSymbol('(');
  const text = parseText(cursor, 'a text in quotes');
  if (text === null) return null;
  if (open !== null && !cursor.takeSymbol(')')) return cursor.expected('`)`');
  const span = spanOver(operand.span, text.span);
  const pattern = { ...text, value: `*${text.value}*`.replace(/^\*+/, '*').replace(/\*+$/, '*') };
  cursor.notes.repair('contains-word', word.span);
  return { kind: 'compare', operands: [operand, pattern], ops: [negated ? '!=' : '=='], span };
}

function parseText(cursor: Cursor, what: string): TextOperand | null {
  if (cursor.token?.kind !== 'text' && cursor.token?.kind !== 'bare') return cursor.expected(what);
  const term = parseTerm(cursor);
  return term?.kind === 'text' ? term : null;
}
