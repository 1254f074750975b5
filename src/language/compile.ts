import type { Diagnostic, Repair } from '../model/diagnostic.ts';
import type { Ir } from '../model/ir.ts';
import type { Ast } from './ast.ts';
import { Notes } from './notes.ts';
import { parse } from './parse.ts';
import { resolve } from './resolve.ts';

/** What has become of a text. */
export interface Compilation {
  readonly verdict: 'compiles' | 'repaired' | 'refused';
  /** In order of their place; there are some exactly when the verdict is `repaired`. */
  readonly repairs: readonly Repair[];
  /** In order of their place; there are some exactly when the verdict is `refused`. */
  readonly diagnostics: readonly Diagnostic[];
  readonly ast: Ast;
  /** Null exactly when the verdict is `refused`. */
  readonly ir: Ir | null;
}

/** Compiles one text in the language. Never throws: what is wrong with the text is in the diagnostics. */
export function compile(text: string): Compilation {
  const notes = new Notes();
  const ast = parse(text, notes);
  const ir = resolve(ast, notes);
  if (ir === null) return { verdict: 'refused', repairs: [], diagnostics: notes.diagnostics, ast, ir };
  const { repairs } = notes;
  return { verdict: repairs.length === 0 ? 'compiles' : 'repaired', repairs, diagnostics: [], ast, ir };
}
