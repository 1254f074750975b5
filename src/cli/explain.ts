import { visible } from '../columns/printer/visible-text.ts';
import { explainIr, formatDiagnostics, printProgram } from '../language/index.ts';
import { DIALECTS, PLAIN_SCHEMA, toSql } from '../sql/index.ts';
import { type ChosenAnalytic, chooseAnalytic } from './analytic-choice.ts';
import { switchFlag, textFlag } from './flag-values.ts';
import { EXIT_OK, Failure, type Invocation, type RawFlags } from './invocation.ts';
import { putText } from './output.ts';

/** What an analytic means. */
export async function explain({ args, flags }: Invocation): Promise<number> {
  const chosen = chooseAnalytic(args[0]!);
  if (['ast', 'ir', 'sql'].filter((flag) => flags[flag] !== undefined).length > 1)
    throw new Failure('--ast, --ir and --sql exclude each other');
  await putText(textFlag(flags, 'out'), chosen.map((one) => explanation(one, flags)).join('\n'));
  return EXIT_OK;
}

function explanation(chosen: ChosenAnalytic, flags: RawFlags): string {
  const { name, compilation } = chosen;
  const { title, source, repairs, ast, ir, diagnostics } = compilation;
  if (switchFlag(flags, 'ast')) return `${JSON.stringify(ast, null, 2)}\n`;
  if (ir === null)
    throw new Failure(`${name} does not compile\n${formatDiagnostics(name, source, diagnostics).trimEnd()}`);
  if (switchFlag(flags, 'ir')) return `${JSON.stringify(ir, null, 2)}\n`;
  if (flags.sql !== undefined) return sqlText(chosen, textFlag(flags, 'sql') ?? 'generic');
  const notes = repairs.length === 0 ? '' : `\nrepaired:\n${formatDiagnostics(name, source, repairs)}`;
  return shown(`${title}\n\n${printProgram(ast)}\nwhich means:\n${explainIr(ir)}${notes}`);
}

function sqlText({ compilation: { title, ir } }: ChosenAnalytic, dialect: string): string {
  const named = DIALECTS[dialect as keyof typeof DIALECTS];
  return toSql({ analytic: title, ir: ir! }, named, PLAIN_SCHEMA)
    .queries.map(({ output, sql }) => `-- ${visible(title)}: ${visible(output)}\n${sql.trimEnd()};\n`)
    .join('\n');
}

/** Texts of analytics come from elsewhere; what they quote is not to move the terminal. */
function shown(text: string): string {
  return text.split('\n').map(visible).join('\n');
}
