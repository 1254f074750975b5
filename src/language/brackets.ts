import type { Condition } from './ast.ts';

/** What stands before a bracket: only there can it matter where a bracket that is missing would have closed. */
export type Before = 'and' | 'or' | 'not' | null;

/** Whether every place where the missing bracket could have closed gives the same meaning as the end. */
export function closesAtEnd(inner: Condition, before: Before): boolean {
  if (inner.kind !== 'and' && inner.kind !== 'or') return true;
  if (inner.args.some(isPlainSeries)) return false;
  return before === null || before === inner.kind || (before === 'or' && inner.kind === 'and');
}

/** A series that stands in another by precedence alone, without brackets of its own. */
function isPlainSeries(arg: Condition): boolean {
  return (arg.kind === 'and' || arg.kind === 'or') && arg.span.start === arg.args[0]!.span.start;
}

/**
 * Whether a closing bracket too many at the end of a condition can be passed over: the bracket that closed too early
 * may be any of those before it, and it must not matter which.
 */
export function surplusIsPlain(condition: Condition): boolean {
  if (!isPlainSeries(condition)) return condition.kind !== 'not' || surplusIsPlain(condition.arg);
  if (condition.kind !== 'and' && condition.kind !== 'or') return true;
  return condition.args.every((arg) => {
    if (arg.kind === 'not')
      return arg.arg.kind === 'compare' || arg.arg.kind === 'in' || arg.arg.kind === 'match';
    if (isPlainSeries(arg)) return surplusIsPlain(arg);
    return arg.kind !== 'or' || condition.kind === 'or';
  });
}
