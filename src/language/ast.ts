import type { Span } from '../model/diagnostic.ts';
import type { CompareOp } from '../model/ir.ts';

/** A text as it was written: names are not looked up yet. */
export interface Ast {
  readonly statements: readonly Statement[];
}

export type Statement =
  | SearchStatement
  | FilterStatement
  | JoinStatement
  | OutputStatement
  | OutsideStatement;

export interface Name {
  readonly name: string;
  readonly span: Span;
}

/** `flows = search Flow:Start,End` */
export interface SearchStatement {
  readonly kind: 'search';
  readonly name: Name;
  readonly object: Name;
  readonly actions: readonly Name[];
  readonly span: Span;
}

/** `rpc_mapper = filter flows where (dest_port == 135)`; `from` is null where the text names no set. */
export interface FilterStatement {
  readonly kind: 'filter';
  readonly name: Name;
  readonly from: Name | null;
  readonly where: Condition;
  readonly span: Span;
}

/** `rpc = join rpc_mapper, rpc_endpoint where (…)` */
export interface JoinStatement {
  readonly kind: 'join';
  readonly name: Name;
  readonly from: readonly Name[];
  readonly where: Condition;
  readonly span: Span;
}

/** `output rpc, other` */
export interface OutputStatement {
  readonly kind: 'output';
  readonly sets: readonly Name[];
  readonly span: Span;
}

/** What could not be read or lies outside the language, as written. What it would have made is not judged. */
export interface OutsideStatement {
  readonly kind: 'outside';
  readonly name: Name | null;
  readonly text: string;
  readonly span: Span;
}

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly args: readonly Condition[]; readonly span: Span }
  | { readonly kind: 'not'; readonly arg: Condition; readonly span: Span }
  /** `a < b < c` has three operands and two operators. */
  | {
      readonly kind: 'compare';
      readonly operands: readonly Operand[];
      readonly ops: readonly CompareOp[];
      readonly span: Span;
    }
  /** `a in (1, 2)` */
  | {
      readonly kind: 'in';
      readonly operand: Operand;
      readonly negated: boolean;
      readonly items: readonly Operand[];
      readonly span: Span;
    }
  /** `exe in command_line`: text within text. */
  | {
      readonly kind: 'within';
      readonly part: Operand;
      readonly negated: boolean;
      readonly whole: Operand;
      readonly span: Span;
    }
  | {
      readonly kind: 'match';
      readonly operand: Operand;
      readonly negated: boolean;
      readonly regex: TextOperand;
      readonly span: Span;
    };

export type Operand =
  | PathOperand
  | TextOperand
  | { readonly kind: 'number'; readonly raw: string; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'duration'; readonly micros: number; readonly span: Span }
  | {
      readonly kind: 'sum';
      readonly left: Operand;
      readonly sign: '+' | '-';
      readonly right: Operand;
      readonly span: Span;
    };

/** `dest_port`, `rpc_mapper.time`, `proto_info.rpc_interface` */
export interface PathOperand {
  readonly kind: 'path';
  readonly path: string;
  readonly span: Span;
}

export interface TextOperand {
  readonly kind: 'text';
  readonly value: string;
  readonly span: Span;
}
