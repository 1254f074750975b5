/** A place in a text: line and column from 1, offsets from 0 in UTF-16 units. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

/** What is wrong with a text of the user's, and where; `code` is stable and documented. */
export interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  /** The nearest correct spelling, where there is one. */
  readonly suggestion?: string;
}

/** A slip that was read as its one sensible meaning, by an entry of the table of repairs. */
export interface Repair {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
}
