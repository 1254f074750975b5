/** CAR pseudocode: text → AST → IR, with what is wrong or was repaired in between. */
export { formatDiagnostics } from './caret.ts';
export { type Compilation, compile } from './compile.ts';
export { compileFile, type NamedCompilation } from './compile-file.ts';
export { explainIr } from './explain.ts';
export { FAULTS } from './faults.ts';
export { nearest } from './nearest.ts';
export { printProgram } from './printer.ts';
export { REPAIRS } from './repairs.ts';
