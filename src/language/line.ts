import type { Span } from '../model/diagnostic.ts';
import type { RepairCode } from './repairs.ts';

/** One line of a text under the lexer. */
export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** Where it starts in the whole text. */
  readonly offset: number;
}

/** A deviation from the strict spelling that the lexer read over. */
export interface Slip {
  readonly code: RepairCode;
  readonly span: Span;
  readonly detail?: string;
}

/** The lines of a text, whatever ends them. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let offset = 0;
  for (const end of text.matchAll(/\r\n|\n|\r|$/g)) {
    lines.push({ text: text.slice(offset, end.index), number: lines.length + 1, offset });
    offset = end.index + end[0].length;
  }
  return lines;
}

/** The span of a part of a line, by columns from 0. */
export function spanIn(line: Line, from: number, to: number): Span {
  return { line: line.number, column: from + 1, start: line.offset + from, end: line.offset + to };
}
