import { paintOf } from '../columns/printer/paint.ts';
import { visible } from '../columns/printer/visible-text.ts';
import { compileFile, formatDiagnostics, type NamedCompilation } from '../language/index.ts';
import type { Diagnostic, Repair } from '../model/diagnostic.ts';
import { readAnalytic } from './analytic-choice.ts';
import { switchFlag, textFlag } from './flag-values.ts';
import { EXIT_FAULT, EXIT_OK, Failure, type Invocation } from './invocation.ts';
import { complain, say } from './messages.ts';
import { putText } from './output.ts';
import { coloursWanted } from './settings.ts';

interface Checked {
  readonly file: string;
  readonly compilation: NamedCompilation;
}

/** Whether texts compile. */
export async function check({ args, flags }: Invocation): Promise<number> {
  const checked: Checked[] = [];
  let unread = 0;
  for (const file of args) {
    try {
      checked.push(...checkFile(file));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      complain(error.message);
      unread += 1;
    }
  }
  const out = textFlag(flags, 'out');
  const colour = out === null && process.stdout.isTTY === true && coloursWanted(flags);
  const table = (textFlag(flags, 'format') ?? 'table') === 'table';
  const text = checked
    .map((one) => (table ? checkedText(one, colour) : `${JSON.stringify(checkedJson(one))}\n`))
    .join('');
  await putText(out, text);
  const count = (verdict: string) => checked.filter((one) => one.compilation.verdict === verdict).length;
  if (!switchFlag(flags, 'quiet'))
    say(`compiles: ${count('compiles')}, repaired: ${count('repaired')}, refused: ${count('refused')}`);
  return unread > 0 || count('refused') > 0 ? EXIT_FAULT : EXIT_OK;
}

function checkFile(file: string): readonly Checked[] {
  const compilations = compileFile(file, readAnalytic(file));
  if (compilations.length === 0) say(`${file}: no implementation of type pseudocode`);
  return compilations.map((compilation) => ({ file, compilation }));
}

/** The contract of `check --format json`: one object a text, one a line. */
function checkedJson({ file, compilation: { verdict, repairs, diagnostics } }: Checked): object {
  return { file, verdict, repairs: repairs.map(noteJson), diagnostics: diagnostics.map(noteJson) };
}

function noteJson(note: Diagnostic | Repair): object {
  const { code, message, span } = note;
  const suggestion = 'suggestion' in note ? { suggestion: note.suggestion } : {};
  return { code, line: span.line, column: span.column, message, ...suggestion };
}

function checkedText({ file, compilation }: Checked, colour: boolean): string {
  const paint = paintOf(colour);
  const { verdict, title, source, repairs, diagnostics } = compilation;
  const mark = { compiles: paint.bold, repaired: paint.yellow, refused: paint.red }[verdict];
  const notes = formatDiagnostics(file, source, [...repairs, ...diagnostics])
    .split('\n')
    .map(visible)
    .join('\n');
  return `${mark(verdict)}  ${visible(file)}  ${visible(title)}\n${notes}`;
}
