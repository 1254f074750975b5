import type { Condition } from './ast.ts';
import { surplusIsPlain } from './brackets.ts';
import type { Cursor } from './cursor.ts';
import { isSymbol, isWord } from './keywords.ts';
import { nearest } from './nearest.ts';
import { parseCondition } from './parse-condition.ts';
import { spanOver } from './token.ts';

/** `where` and the condition, up to the end of the statement. */
export function parseWhere(cursor: Cursor, what: string): Condition | null {
  const open = cursor.token;
  if (isSymbol(open, '(') && isWord(cursor.next, 'where')) {
    cursor.take();
    const where = cursor.take()!;
    cursor.notes.repair('where-in-bracket', spanOver(open!.span, where.span));
    const condition = parseCondition(cursor);
    if (condition === null) return null;
    if (!cursor.takeSymbol(')')) {
      if (!cursor.done) return cursor.expected('`)`, `and` or `or`');
      cursor.notes.repair('missing-bracket', open!.span);
    }
    return atEnd(cursor, condition);
  }
  if (!cursor.takeWord('where')) {
    if (!isSymbol(open, '(')) {
      if (!cursor.done)
        return cursor.expected('`where`', open?.kind === 'word' ? nearest(open.value, ['where']) : null);
      return cursor.notes.fault('missing-where', cursor.span, `${what} needs a condition: where (…)`);
    }
    cursor.notes.repair('missing-where', open!.span);
  }
  if (cursor.done)
    return cursor.notes.fault('missing-where', cursor.span, `${what} needs a condition: where (…)`);
  const condition = parseCondition(cursor);
  return condition && atEnd(cursor, condition);
}

function atEnd(cursor: Cursor, condition: Condition): Condition | null {
  for (let close = cursor.takeSymbol(')'); close !== null; close = cursor.takeSymbol(')')) {
    if (!surplusIsPlain(condition))
      return cursor.notes.fault(
        'unexpected-bracket',
        close.span,
        'this bracket was never opened, and which one was meant changes the meaning',
      );
    cursor.notes.repair('surplus-bracket', close.span);
  }
  return cursor.done ? condition : cursor.expected('`and`, `or` or the end of the statement');
}
