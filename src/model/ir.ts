import type { CarObject, FieldType } from './car-table.ts';

/**
 * What an analytic means, as plain JSON. Sets are in the order of the text, and refer to earlier ones by index.
 * A name that the text gives twice stands twice; references were resolved to the one in force.
 */
export interface Ir {
  readonly sets: readonly IrSet[];
  /** Each set that the text outputs, in order. */
  readonly outputs: readonly IrOutput[];
}

export interface IrOutput {
  /** The name of the set in the text: `rpc`. */
  readonly name: string;
  readonly set: number;
}

export type IrSet = IrSearch | IrFilter | IrJoin;

/** Every event of an object with one of the actions. */
export interface IrSearch {
  readonly node: 'search';
  readonly name: string;
  readonly object: CarObject;
  readonly actions: readonly string[];
}

/** The members of `from` for which `where` is true (not: unknown). */
export interface IrFilter {
  readonly node: 'filter';
  readonly name: string;
  readonly from: number;
  readonly where: Expr;
}

/**
 * Every combination of one member from each set in `from` (two or more) for which keys, windows and `where` are
 * all true. Members that are themselves joined bring all of their events along.
 */
export interface IrJoin {
  readonly node: 'join';
  readonly name: string;
  readonly from: readonly number[];
  /** Equalities between fields of two of the sets. */
  readonly keys: readonly JoinKey[];
  /** Bounds on the time between two of the sets. */
  readonly windows: readonly JoinWindow[];
  /** What of the condition is neither key nor window. */
  readonly where: Expr | null;
}

export interface JoinKey {
  readonly left: FieldRef;
  readonly right: FieldRef;
  readonly type: FieldType;
}

/** `low < later.time - earlier.time < high`; a side that the text leaves open is null. */
export interface JoinWindow {
  readonly earlier: FieldRef;
  readonly later: FieldRef;
  readonly low: Bound | null;
  readonly high: Bound | null;
}

/** Whole microseconds; `strict` is `<`, otherwise `<=`. */
export interface Bound {
  readonly micros: number;
  readonly strict: boolean;
}

/**
 * A field of an event. `at` says which event of the row is meant, by index into the row's events (see
 * `rowEvents` in ir/): 0 in a filter over single events; in a join the events of `from[0]`, then of `from[1]` …
 * `path` is what follows `proto_info.`; fields of that open text have type 'open'.
 * The pseudo-field `time` is the event's time.
 */
export interface FieldRef {
  readonly at: number;
  readonly field: string;
  readonly path?: string;
}

/** A condition under three-valued logic: a comparison with a field that is unknown is unknown. */
export type Expr =
  | { readonly op: 'and' | 'or'; readonly args: readonly Expr[] }
  | { readonly op: 'not'; readonly arg: Expr }
  | {
      readonly op: 'compare';
      readonly cmp: CompareOp;
      readonly left: Operand;
      readonly right: Operand;
      readonly type: FieldType;
    }
  /** `field in (…)`; with every value a literal of the field's type. */
  | {
      readonly op: 'in';
      readonly field: FieldRef;
      readonly values: readonly Literal[];
      readonly type: FieldType;
    }
  /** `==` with a wildcard: `*` is any run of characters, `?` exactly one; over the whole text. */
  | { readonly op: 'like'; readonly field: FieldRef; readonly pattern: string; readonly type: FieldType }
  /** A regular expression that is found somewhere in the text. */
  | { readonly op: 'match'; readonly field: FieldRef; readonly regex: string; readonly type: FieldType }
  /** Text within a text: `exe in command_line`. */
  | { readonly op: 'contains'; readonly field: FieldRef; readonly part: FieldRef; readonly type: FieldType };

export type CompareOp = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** A field, a constant, or a time field moved by whole microseconds (`a.time + 2 seconds`). */
export type Operand =
  | { readonly kind: 'field'; readonly field: FieldRef }
  | { readonly kind: 'literal'; readonly value: Literal }
  | { readonly kind: 'shifted'; readonly field: FieldRef; readonly micros: number };

/** Numbers for port, int and time (microseconds); text for the rest (addresses in RFC 5952). */
export type Literal = number | string | boolean;
