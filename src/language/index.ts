/** CAR pseudocode: text → AST → IR, with what is wrong or was repaired in between. */
export type { Ast, Condition, Operand, Statement } from './ast.ts';
export { formatDiagnostics } from './caret.ts';
export { type Compilation, compile } from './compile.ts';
export { compileFile, type NamedCompilation } from './compile-file.ts';
export { explainIr } from './explain.ts';
export { FAULTS, type FaultCode } from './faults.ts';
export { allNearest, nearest } from './nearest.ts';
export { printProgram } from './printer.ts';
export { REPAIRS, type RepairCode } from './repairs.ts';
