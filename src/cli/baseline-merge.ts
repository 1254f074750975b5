import { mergeSnapshots } from '../baseline/merge.ts';
import { counted } from '../columns/printer/quantity.ts';
import { judgedAnew, putBaseline, readBaseline, readBaselineIfThere } from './baseline-file.ts';
import { switchFlag, textFlag } from './flag-values.ts';
import { EXIT_OK, Failure, type Invocation } from './invocation.ts';
import { say } from './messages.ts';

/** What was learned apart, as if it had been learned at once. */
export async function mergeBaselines({ args, flags }: Invocation): Promise<number> {
  const into = textFlag(flags, 'baseline');
  const out = textFlag(flags, 'out');
  if (into !== null && out !== null)
    throw new Failure('--baseline and --out both say where to write: give one');
  const there = into === null ? null : readBaselineIfThere(into);
  const snapshots = [...(there === null ? [] : [there]), ...args.map(readBaseline)];
  const [first] = snapshots;
  for (const [i, { zone }] of snapshots.entries())
    if (zone !== first!.zone)
      throw new Failure(
        `${there === null ? args[i] : i === 0 ? into : args[i - 1]} counts days in ${zone} and the first in ${first!.zone}: their days are not the same`,
      );
  const weights = snapshots.map((one) => one.weights).find((id) => id !== '') ?? '';
  const merged = judgedAnew(mergeSnapshots(snapshots), weights, flags);
  await putBaseline(into ?? out, merged);
  if (!switchFlag(flags, 'quiet'))
    say(
      `${counted(snapshots.length, 'baseline')} merged: ${counted(merged.hosts.length, 'host')}, ` +
        `${counted(merged.rows.length, 'row')}, ${counted(merged.inputs.length, 'input')}`,
    );
  return EXIT_OK;
}
