import { pathToFileURL } from 'node:url';
import { sourcePath } from './repository.ts';

/** Numbers from 0 up to a bound, the same for the same seed. */
export type Below = (bound: number) => number;

/** scripts/mutate.mjs, which `scripts/fuzz.mjs` uses without compiling anything. */
export const { mutate, randomOf } = (await import(pathToFileURL(sourcePath('scripts/mutate.mjs')).href)) as {
  readonly mutate: (bytes: Buffer, below: Below, others: readonly Buffer[]) => Buffer;
  readonly randomOf: (seed: number) => Below;
};
