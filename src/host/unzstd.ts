import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ContainerFault } from '../bytes/container-fault.ts';
import type { ByteInput } from '../model/byte-input.ts';
import { through } from './through.ts';

/** Where the `zstd` program is; null where it is not. */
export function findZstd(path = process.env.PATH ?? ''): string | null {
  for (const folder of path.split(delimiter)) {
    const program = join(folder, process.platform === 'win32' ? 'zstd.exe' : 'zstd');
    try {
      accessSync(program, constants.X_OK);
      return program;
    } catch {
      // Not here.
    }
  }
  return null;
}

/** Unpacks all frames of a zstd file with the `zstd` program, which works beside the reader. */
export async function* unzstdByProgram(program: string, input: ByteInput): AsyncGenerator<Uint8Array> {
  const child = spawn(program, ['-dcq', '--long=31'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const ended = new Promise<number | Error | null>((resolve) => {
    child.once('close', resolve).once('error', resolve);
  });
  let stopped = true;
  let failure: unknown = null;
  try {
    yield* through(input.stream(), child.stdin, child.stdout);
    stopped = false;
  } catch (error) {
    stopped = false;
    failure = error;
  } finally {
    if (stopped) child.kill();
  }
  if (failure instanceof ContainerFault) throw failure;
  const end = await ended;
  if (end instanceof Error)
    throw new ContainerFault('cannot-open', `the zstd program could not be started (${end.message})`);
  if (end !== 0) throw faultOf(complaint);
  if (failure !== null) throw failure;
}

/** Unpacks all frames of a zstd file with the library fzstd, which looks at no checksums. */
export async function* unzstdByLibrary(input: ByteInput): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd');
  const blocks: Uint8Array[] = [];
  const stream = new Decompress((block) => blocks.push(block));
  let fault: ContainerFault | null = null;
  const push = (bytes: Uint8Array, last: boolean) => {
    try {
      stream.push(bytes, last);
    } catch (error) {
      fault = faultOf(error instanceof Error ? error.message : String(error));
    }
    return blocks.splice(0);
  };
  for await (const chunk of input.stream())
    for (let at = 0; at < chunk.length && fault === null; at += PUSHED_BYTES)
      yield* push(chunk.slice(at, at + PUSHED_BYTES), false);
  if (fault === null) yield* push(new Uint8Array(0), true);
  if (fault !== null) throw fault;
}

/** Few, because one push gives all that it unpacks to at once. */
const PUSHED_BYTES = 1 << 13;

/** @param complaint of either, with the program's name for standard input before it */
function faultOf(complaint: string): ContainerFault {
  const reason = complaint
    .trim()
    .split('\n')
    .at(-1)!
    .replace(/^.*\/\*stdin\*\\?\s*:\s*/, '');
  const short = /premature|unexpected EOF|truncated/i.test(reason);
  return short
    ? new ContainerFault('cut-short', 'the zstd data stop before their end')
    : new ContainerFault('damaged-container', `the zstd data are damaged (${reason})`);
}
