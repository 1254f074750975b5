import { containerOf } from '../bytes/container.ts';
import { peek } from '../bytes/peek.ts';
import type { Source } from '../model/source.ts';
import { NO_LIMITS, type Want } from '../model/want.ts';
import type { LeafInfo } from '../pipeline/input-report.ts';
import { recognise } from '../pipeline/recognise.ts';
import { sourcesFor } from '../sources/index.ts';
import { fileInput } from './file-input.ts';
import type { ResolvedInput } from './inputs.ts';
import { lineShares } from './line-shares.ts';
import type { ReadTask } from './read-task.ts';

export type ReadStep =
  /** On this thread. */
  | { readonly kind: 'here'; readonly input: number }
  /** On threads of its own, in shares where `shares` are given (then `info` says what the file is). */
  | {
      readonly kind: 'threads';
      readonly input: number;
      readonly file: string;
      readonly shares: readonly (ReadTask & { kind: 'share' })[] | null;
      readonly info: LeafInfo | null;
    };

const SPLIT_FROM_BYTES = 48 << 20;
/** Shares are large, so that little is begun anew, and smaller towards the end, so that all are done at one time. */
const MOST_SHARE_BYTES = 96 << 20;
const LEAST_SHARE_BYTES = 12 << 20;

/** Decides what is read where by how many threads. A single file that cannot be split is read on this one. */
export async function planReading(
  inputs: readonly ResolvedInput[],
  mapping: string | null,
  want: Want,
  jobs: number,
): Promise<ReadStep[]> {
  const steps: ReadStep[] = [];
  for (const [input, { file, size }] of inputs.entries()) {
    if (jobs === 1 || file === null) steps.push({ kind: 'here', input });
    else {
      const split =
        size !== null && size >= SPLIT_FROM_BYTES ? await splitFile(file, size, mapping, want, jobs) : null;
      steps.push({ kind: 'threads', input, file, shares: split?.shares ?? null, info: split?.info ?? null });
    }
  }
  const alone = steps.filter((step) => step.kind === 'threads');
  if (alone.length === 1 && alone[0]!.shares === null)
    return steps.map((step) => ({ kind: 'here', input: step.input }));
  return steps;
}

function shareBytes(left: number, jobs: number): number {
  return Math.max(LEAST_SHARE_BYTES, Math.min(MOST_SHARE_BYTES, Math.floor(left / (2 * jobs))));
}

async function splitFile(
  file: string,
  size: number,
  mapping: string | null,
  want: Want,
  jobs: number,
): Promise<{ shares: (ReadTask & { kind: 'share' })[]; info: LeafInfo } | null> {
  const { head, close } = await peek(fileInput(file));
  await close();
  if (containerOf(head) !== null) return null;
  const { source, ...rest } = recognise(head, sourcesFor(want), mapping);
  if (source === null || !rest.used || source.splitting !== 'lines') return null;
  const state = await stateAfterHead(source, file, head);
  const shares = lineShares(file, size, (left) => shareBytes(left, jobs)).map(({ from, to }, i) => ({
    kind: 'share' as const,
    file,
    from,
    to,
    source: source.name,
    state: i === 0 ? null : state,
  }));
  return { shares, info: { member: null, packing: [], source: source.name, ...rest } };
}

/** The header in force after the first lines of a file: what its later shares will most likely start with. */
async function stateAfterHead(source: Source, file: string, head: Uint8Array): Promise<string> {
  const whole = head.lastIndexOf(0x0a) + 1;
  const options = { part: 0, want: { kinds: {}, limits: NO_LIMITS }, state: null, mapping: null };
  let state = '';
  for await (const batch of source.read(fileInput(file).slice!(0, whole), options))
    state = batch.end?.state ?? state;
  return state;
}
