import { ENGINES } from '../engines/index.ts';
import { loadDuckdbDriver } from '../host/duckdb-driver.ts';
import type { Engine, Program } from '../model/engine.ts';
import { Failure } from './invocation.ts';
import type { ReadSettings } from './settings.ts';

/**
 * The engine of that name, once it has agreed to run the programs.
 * @throws Failure where its driver is not installed, or where it refuses a program
 */
export async function chooseEngine(
  name: string | null,
  programs: readonly Program[],
  { jobs, memoryBytes, tempDir }: ReadSettings,
): Promise<Engine> {
  const entry = ENGINES.find((one) => one.name === (name ?? ENGINES[0]!.name))!;
  const engine = await entry.load({
    duckdb: async () => {
      try {
        return await loadDuckdbDriver({ threads: jobs, memory: memoryBytes, tempFolder: tempDir });
      } catch (error) {
        throw new Failure((error as Error).message);
      }
    },
  });
  const refusals = programs.flatMap((program) =>
    engine.refuse(program).map(({ message }) => `${program.analytic}: ${message}`),
  );
  if (refusals.length > 0)
    throw new Failure(`the engine ${engine.name} cannot run this\n${refusals.join('\n')}`);
  return engine;
}
