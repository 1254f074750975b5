import { tmpdir } from 'node:os';
import type { Inflaters } from '../bytes/inflaters.ts';
import { gunzip } from './gunzip.ts';
import { spool } from './spool.ts';
import { findZstd, unzstdByLibrary, unzstdByProgram } from './unzstd.ts';

let zstd: string | null | undefined;

function zstdProgram(): string | null {
  if (zstd === undefined) zstd = findZstd();
  return zstd;
}

/** What Node gives for unpacking, and the `zstd` program where it is there; copies go below `tempDir`. */
export function nodeInflaters(tempDir: string = tmpdir()): Inflaters {
  return {
    gunzip,
    unzstd(input) {
      const program = zstdProgram();
      return program === null ? unzstdByLibrary(input) : unzstdByProgram(program, input);
    },
    get zstd() {
      return zstdProgram() === null ? 'zstd (library fzstd)' : 'zstd (program)';
    },
    spool: (input) => spool(input, tempDir),
  };
}
