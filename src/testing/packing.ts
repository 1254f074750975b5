import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContainerFault } from '../bytes/container-fault.ts';
import { unpack } from '../bytes/unpack.ts';
import { nodeInflaters } from '../host/inflaters.ts';
import type { ByteInput } from '../model/byte-input.ts';

/** What came of one file in an input: all its bytes, and how it ended where it did not end well. */
export interface Leaf {
  readonly member: string | null;
  readonly packing: readonly string[];
  readonly bytes: Buffer;
  readonly fault: ContainerFault | null;
}

/** Unpacks an input to its last byte. */
export async function unpackAll(input: ByteInput, inflaters = nodeInflaters()): Promise<Leaf[]> {
  const leaves: Leaf[] = [];
  for await (const { member, packing, ...rest } of unpack(input, inflaters)) {
    if ('reject' in rest) leaves.push({ member, packing, bytes: Buffer.alloc(0), fault: rest.reject });
    else leaves.push({ member, packing, ...(await drain(rest.bytes)) });
  }
  return leaves;
}

/** Reads an input up to its end or its fault. */
export async function drain(input: ByteInput): Promise<Pick<Leaf, 'bytes' | 'fault'>> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of input.stream()) chunks.push(Buffer.from(chunk));
  } catch (error) {
    if (error instanceof ContainerFault) return { bytes: Buffer.concat(chunks), fault: error };
    throw error;
  }
  return { bytes: Buffer.concat(chunks), fault: null };
}

/** Bytes that come once, in chunks of a size, all in the same buffer: the least that a `ByteInput` may promise. */
export function trickle(bytes: Uint8Array, chunkBytes: number): ByteInput {
  async function* stream() {
    const buffer = new Uint8Array(chunkBytes);
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      const chunk = bytes.subarray(at, at + chunkBytes);
      buffer.set(chunk);
      yield buffer.subarray(0, chunk.length);
      buffer.fill(0xee);
    }
  }
  return { size: null, stream };
}

/** Lines like those of a log, the same for the same seed. */
export function logLines(count: number, seed = 1): Buffer {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 8;
  };
  const lines = Array.from(
    { length: count },
    (_, i) => `${i}\t10.0.${next() % 9}.${next() % 250}\t${next()}\n`,
  );
  return Buffer.from(lines.join(''));
}

/** A folder of its own for a test. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'rpctrail-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs a program that a test needs. @throws Error where it fails */
export function run(program: string, args: readonly string[], cwd: string, stdin?: Uint8Array): Buffer {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    input: stdin,
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw error ?? new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

export function hasProgram(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;
}
