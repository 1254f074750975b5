import type { FilterStatement, Name, Statement } from './ast.ts';
import type { Cursor } from './cursor.ts';
import type { FaultCode } from './faults.ts';
import { isSymbol, isWord, RESERVED } from './keywords.ts';
import { nearest } from './nearest.ts';
import { parseSearch } from './parse-search.ts';
import { parseWhere } from './parse-where.ts';
import { spanOver, type Token } from './token.ts';

/** What CAR's texts do that lies outside of the language, by the word that does it. */
const OUTSIDE: ReadonlyMap<string, FaultCode> = new Map([
  ['group', 'unsupported-group'],
  ['from', 'unsupported-select'],
  ['select', 'unsupported-select'],
  ['run', 'unsupported-run'],
]);

const WHOLE_STATEMENTS = ['search', 'filter', 'join', 'output'] as const;

/** The statements that one statement's tokens give (a search with a condition is two). Null after a fault. */
export function parseStatement(cursor: Cursor): Statement[] | null {
  const first = cursor.take()!;
  if (isWord(first, 'output') && !cursor.isSymbol('=')) return wrap(parseOutput(cursor, first));
  if (first.kind !== 'word') {
    cursor.at = 0;
    return cursor.expected('`name = …` or `output …`');
  }
  const assign = cursor.takeSymbol('=', '==');
  if (assign === null) return refuseNameless(cursor, first);
  if (assign.value === '==') cursor.notes.repair('equals-for-assign', assign.span);
  if (first.value.includes('.'))
    return cursor.notes.fault(
      'unsupported-assignment',
      first.span,
      `\`${first.value}\`: fields are not assigned to`,
    );
  if (RESERVED.has(first.value.toLowerCase()))
    return cursor.notes.fault(
      'reserved-name',
      first.span,
      `\`${first.value}\` is a word of the language and names no set`,
    );
  const name: Name = { name: first.value, span: first.span };
  const verb = cursor.token;
  if (cursor.takeWord('search')) return parseSearch(cursor, name);
  if (cursor.takeWord('filter')) return wrap(parseFilter(cursor, name));
  if (cursor.takeWord('join')) return wrap(parseJoin(cursor, name));
  return refuseVerb(cursor, verb);
}

function wrap(statement: Statement | null): Statement[] | null {
  return statement && [statement];
}

function refuseNameless(cursor: Cursor, first: Token): null {
  if (isWord(first, 'search', 'filter', 'join'))
    return cursor.notes.fault(
      'missing-name',
      first.span,
      `what \`${first.value}\` gives needs a name: name = ${first.value} …`,
    );
  const code = OUTSIDE.get(first.value.toLowerCase());
  if (code !== undefined) return cursor.notes.fault(code, first.span, outsideMessage(first.value));
  const near = nearest(first.value, WHOLE_STATEMENTS);
  return cursor.notes.fault(
    'unsupported-statement',
    first.span,
    `\`${first.value}\` starts no statement`,
    near,
  );
}

function refuseVerb(cursor: Cursor, verb: Token | undefined): null {
  const { notes, span } = cursor;
  if (verb === undefined) return cursor.expected('search, filter or join');
  if (isSymbol(verb, '['))
    return notes.fault('unsupported-list', span, 'there are no named lists; write the values after `in`');
  if (verb.kind !== 'word') return cursor.expected('search, filter or join');
  const code = OUTSIDE.get(verb.value.toLowerCase());
  if (code !== undefined) return notes.fault(code, span, outsideMessage(verb.value));
  if (isSymbol(cursor.next, '-'))
    return notes.fault('unsupported-difference', span, 'sets are not subtracted from each other');
  if (isSymbol(cursor.next, '(') && cursor.next?.tight)
    return notes.fault('unsupported-function', span, `\`${verb.value}(…)\`: there are no functions`);
  const near = nearest(verb.value, ['search', 'filter', 'join']);
  return notes.fault(
    'unsupported-statement',
    span,
    `a set is made by search, filter or join, not by \`${verb.value}\``,
    near,
  );
}

function outsideMessage(word: string): string {
  return `\`${word}\` lies outside of the language, which has search, filter, join and output`;
}

/** After `filter`. */
function parseFilter(cursor: Cursor, name: Name): FilterStatement | null {
  let from: Name | null = null;
  if (cursor.token?.kind === 'word' && !cursor.isWord('where')) from = nameOf(cursor.take()!);
  else cursor.notes.repair('missing-set', cursor.previous!.span);
  const where = parseWhere(cursor, 'a filter');
  return where && { kind: 'filter', name, from, where, span: spanOver(name.span, where.span) };
}

/** After `join`. */
function parseJoin(cursor: Cursor, name: Name): Statement | null {
  const from = parseNames(cursor);
  if (from === null) return null;
  if (from.length < 2) return cursor.expected('`,` and the next set of the join');
  const where = parseWhere(cursor, 'a join');
  return where && { kind: 'join', name, from, where, span: spanOver(name.span, where.span) };
}

function parseOutput(cursor: Cursor, word: Token): Statement | null {
  const sets = parseNames(cursor);
  if (sets === null) return null;
  if (!cursor.done) return cursor.expected('`,` or the end of the statement');
  const fields = sets.find((set) => set.name.includes('.'));
  if (fields !== undefined)
    return cursor.notes.fault(
      'unsupported-output',
      fields.span,
      'sets are output whole, not single fields of them',
    );
  return { kind: 'output', sets, span: spanOver(word.span, sets.at(-1)!.span) };
}

/** `a, b` or `(a, b)` */
function parseNames(cursor: Cursor): Name[] | null {
  const open = cursor.takeSymbol('(');
  const names: Name[] = [];
  for (;;) {
    const token = cursor.token;
    if (token?.kind !== 'word' || isWord(token, 'where')) {
      const comma = cursor.previous;
      if (names.length === 0 || !isSymbol(comma, ',')) return cursor.expected('the name of a set');
      cursor.notes.repair('surplus-comma', comma!.span);
      break;
    }
    names.push(nameOf(cursor.take()!));
    const and = cursor.takeWord('and');
    if (and !== null) cursor.notes.repair('and-for-comma', and.span);
    else if (!cursor.takeSymbol(',')) break;
  }
  if (open !== null && !cursor.takeSymbol(')')) return cursor.expected('`,` or `)`');
  return names;
}

function nameOf(token: Token): Name {
  return { name: token.value, span: token.span };
}
