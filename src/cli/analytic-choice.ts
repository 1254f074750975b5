import { existsSync, statSync } from 'node:fs';
import { byteSize } from '../columns/printer/quantity.ts';
import { ANALYTICS } from '../knowledge/analytics.ts';
import { compileFile, formatDiagnostics, type NamedCompilation, nearest } from '../language/index.ts';
import type { Program } from '../model/engine.ts';
import { Failure } from './invocation.ts';
import { say } from './messages.ts';
import { readText } from './settings.ts';

const LARGEST_TEXT = 4 << 20;

/** An analytic that the user named, compiled. */
export interface ChosenAnalytic {
  /** As messages call it: the id, or the file. */
  readonly name: string;
  readonly compilation: NamedCompilation;
}

/**
 * The analytics of an id of the built-in ones, or of a file (one for each pseudocode block).
 * @throws Failure where there is neither
 */
export function chooseAnalytic(idOrFile: string): readonly ChosenAnalytic[] {
  const builtIn = ANALYTICS.find(({ id }) => id.toLowerCase() === idOrFile.toLowerCase());
  if (builtIn !== undefined)
    return compileFile(builtIn.id, builtIn.text).map((compilation) => ({
      name: builtIn.id,
      compilation: { ...compilation, title: builtIn.id },
    }));
  if (!existsSync(idOrFile)) throw unknownAnalytic(idOrFile);
  const compilations = compileFile(idOrFile, readAnalytic(idOrFile));
  if (compilations.length === 0) throw new Failure(`${idOrFile} has no implementation of type pseudocode`);
  return compilations.map((compilation) => ({ name: idOrFile, compilation }));
}

/**
 * The text of a file that is to hold an analytic.
 * @throws Failure where it cannot be read or is obviously something else
 */
export function readAnalytic(path: string): string {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_TEXT) throw new Failure(`${path} is no analytic: it has ${byteSize(size)}`);
  const text = readText(path, 'analytic');
  if (text.includes('\0')) throw new Failure(`${path} is no analytic: it is not a text`);
  return text;
}

/** What is to be said of a name that is no built-in analytic's. */
export function unknownAnalytic(name: string): Failure {
  const near = nearest(
    name,
    ANALYTICS.map(({ id }) => id),
  );
  const hint = near === null ? '`rpctrail analytics list` lists them' : `did you mean ${near}?`;
  return new Failure(`there is no analytic and no file ${name}; ${hint}`);
}

/**
 * The programs of the analytics that the user named. Repairs are told to him; names that come twice get a number.
 * @throws Failure with all diagnostics where one does not compile
 */
export function choosePrograms(names: readonly string[]): readonly Program[] {
  const chosen = names.flatMap(chooseAnalytic);
  const refused = chosen.filter(({ compilation }) => compilation.ir === null);
  if (refused.length > 0) {
    const faults = refused.map(({ name, compilation }) =>
      formatDiagnostics(name, compilation.source, compilation.diagnostics).trimEnd(),
    );
    throw new Failure(`${refused.map(({ name }) => name).join(', ')} cannot be run\n${faults.join('\n')}`);
  }
  const used = new Set<string>();
  return chosen.map(({ name, compilation: { title, source, repairs, ir } }) => {
    if (repairs.length > 0) say(formatDiagnostics(name, source, repairs).trimEnd());
    let analytic = title;
    for (let n = 2; used.has(analytic); n++) analytic = `${title} (${n})`;
    used.add(analytic);
    return { analytic, ir: ir! };
  });
}
