/** Marks text for a terminal, or leaves it alone where there are to be no colours. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
}

export function paintOf(colour: boolean): Paint {
  const mark = (on: number, off: number) =>
    colour ? (text: string) => `\x1b[${on}m${text}\x1b[${off}m` : (text: string) => text;
  return { bold: mark(1, 22), dim: mark(2, 22), red: mark(31, 39), yellow: mark(33, 39) };
}
