import type { Span } from '../model/diagnostic.ts';
import { type Line, linesOf } from './line.ts';

/** Finds the line and column of offsets into a text. */
export class TextPlaces {
  private readonly lines: readonly Line[];

  constructor(text: string) {
    this.lines = linesOf(text);
  }

  /** The span between two offsets. */
  span(start: number, end: number): Span {
    const line = this.lineAt(start);
    return { line: line.number, column: start - line.offset + 1, start, end };
  }

  /** The last line that starts at or before an offset. */
  lineAt(offset: number): Line {
    let [low, high] = [0, this.lines.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.lines[middle]!.offset <= offset) low = middle;
      else high = middle - 1;
    }
    return this.lines[low]!;
  }

  /** From 1; null past the end. */
  line(number: number): Line | null {
    return this.lines[number - 1] ?? null;
  }
}
