import { byteSize, counted, duration } from '../columns/printer/quantity.ts';
import type { Progress } from '../host/run.ts';

const FIRST_AFTER_MS = 1000;
const EVERY_MS = 200;

/** One line on standard error that is written over and over; nothing where that is no terminal. */
export interface ProgressLine {
  readonly update: (progress: Progress) => void;
  /** Takes the line away. */
  end(): void;
}

export function progressLine(wanted: boolean): ProgressLine {
  if (!wanted || process.stderr.isTTY !== true) return { update: () => {}, end: () => {} };
  const start = performance.now();
  let next = start + FIRST_AFTER_MS;
  let shown = false;
  return {
    update: (progress) => {
      const now = performance.now();
      if (now < next) return;
      next = now + EVERY_MS;
      shown = true;
      process.stderr.write(`\r\x1b[K${progressText(progress, (now - start) / 1000)}`);
    },
    end: () => {
      if (shown) process.stderr.write('\r\x1b[K');
      shown = false;
    },
  };
}

/** `1.2 GiB of 4.0 GiB, 12,345,678 records, 410 MiB/s, 7.0 s left`. */
export function progressText({ bytes, totalBytes, records }: Progress, seconds: number): string {
  const rate = bytes / seconds;
  const of = totalBytes === null ? '' : ` of ${byteSize(totalBytes)}`;
  const left =
    totalBytes === null || rate === 0
      ? ''
      : `, ${duration(Math.max(0, (totalBytes - bytes) / rate) * 1e6)} left`;
  return `${byteSize(bytes)}${of}, ${counted(records, 'record')}, ${byteSize(Math.round(rate))}/s${left}`;
}
