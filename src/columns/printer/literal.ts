/** Bytes that are written again and again: in words of little order, the last one filled up. */
export interface Literal {
  readonly words: Int32Array;
  readonly length: number;
}

/** Room beyond its length in which a literal may leave bytes that mean nothing. */
export const LITERAL_SLACK = 3;

const encoder = new TextEncoder();

export function literalOf(text: string): Literal {
  const bytes = encoder.encode(text);
  const { length } = bytes;
  const padded = new Uint8Array((length + LITERAL_SLACK) & ~LITERAL_SLACK);
  padded.set(bytes);
  const data = new DataView(padded.buffer);
  return {
    words: Int32Array.from({ length: padded.length / 4 }, (_, n) => data.getInt32(4 * n, true)),
    length,
  };
}

/** Writes a literal; gives the position behind it. */
export function putLiteral({ words, length }: Literal, into: DataView, at: number): number {
  for (let n = 0, place = at; n < words.length; n++, place += 4) into.setInt32(place, words[n]!, true);
  return at + length;
}
