import type { Name, SearchStatement, Statement } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { folded } from './names.ts';
import { nearest } from './nearest.ts';
import { parseWhere } from './parse-where.ts';
import { spanOver } from './token.ts';

/** After `search`: `Flow:Start`, `File:Create,Modify`, `Process:Create, Process:Terminate`. */
export function parseSearch(cursor: Cursor, name: Name): Statement[] | null {
  const object = parseWords(cursor, 'the name of a CAR object');
  if (object === null) return null;
  if (!cursor.takeSymbol(':'))
    return cursor.notes.fault(
      'missing-action',
      object.span,
      `which action of ${object.name}? as in Flow:Start`,
    );
  const actions: Name[] = [];
  for (;;) {
    const action = parseWords(cursor, `an action of ${object.name}`);
    if (action === null) return null;
    if (cursor.takeSymbol(':')) {
      if (actions.length === 0) return cursor.expected('`,`');
      if (folded(action.name) !== folded(object.name))
        return cursor.notes.fault(
          'unsupported-search',
          action.span,
          `one search is over one CAR object; search ${action.name} under a name of its own`,
        );
      continue;
    }
    actions.push(action);
    const and = cursor.takeWord('and', 'or');
    if (and !== null) cursor.notes.repair('and-for-comma', and.span);
    else {
      const comma = cursor.takeSymbol(',');
      if (comma === null) break;
      if (cursor.done) {
        cursor.notes.repair('surplus-comma', comma.span);
        break;
      }
    }
  }
  const span = spanOver(name.span, actions.at(-1)!.span);
  const search: SearchStatement = { kind: 'search', name, object, actions, span };
  if (cursor.done) return [search];
  const where = cursor.isWord('where') || cursor.isSymbol('(') ? cursor.token : undefined;
  if (where === undefined)
    return cursor.expected('`,` or the end of the statement', nearest(cursor.token!.value, ['where']));
  const condition = parseWhere(cursor, 'a search with `where`');
  if (condition === null) return null;
  cursor.notes.repair('search-where', where.span);
  const filter = {
    kind: 'filter',
    name,
    from: name,
    where: condition,
    span: spanOver(name.span, condition.span),
  } as const;
  return [search, filter];
}

/** A name of one or several words: `user session`. */
function parseWords(cursor: Cursor, what: string): Name | null {
  const first = cursor.token;
  if (first?.kind !== 'word') return cursor.expected(what);
  let last = first;
  const words: string[] = [];
  for (
    let token = cursor.token;
    token?.kind === 'word' && !cursor.isWord('where', 'and', 'or');
    token = cursor.token
  ) {
    words.push(token.value);
    last = token;
    cursor.take();
  }
  if (words.length === 0) return cursor.expected(what);
  return { name: words.join(' '), span: spanOver(first.span, last.span) };
}
