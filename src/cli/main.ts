#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { EXIT_FAULT, EXIT_INTERRUPTED, EXIT_OK, Failure } from './invocation.ts';
import { complain } from './messages.ts';
import { runCommandLine } from './program.ts';

const WIDEST_HELP = 100;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT_OK : fail(error));
});
process.stderr.on('error', () => {});
// Whoever holds files to take away listens to 'exit'.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(signal === 'SIGINT' ? EXIT_INTERRUPTED : EXIT_FAULT));
process.on('uncaughtException', (error) => process.exit(fail(error)));

try {
  process.exitCode = await runCommandLine(process.argv.slice(2), version(), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    width: Math.min(process.stdout.columns ?? WIDEST_HELP, WIDEST_HELP),
  });
} catch (error) {
  process.exitCode = fail(error);
}

function version(): string {
  for (const up of ['../..', '../../..']) {
    try {
      const text = readFileSync(new URL(`${up}/package.json`, import.meta.url), 'utf8');
      return (JSON.parse(text) as { version: string }).version;
    } catch {}
  }
  return 'unknown';
}

/** Says why nothing came of it; a trace is for those who ask for one. */
function fail(error: unknown): number {
  if (error instanceof Failure) {
    complain(error.message);
    return EXIT_FAULT;
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  complain(`this is a bug in rpctrail: ${message}`);
  if (process.env.RPCTRAIL_DEBUG === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  else process.stderr.write('RPCTRAIL_DEBUG=1 shows where\n');
  return EXIT_FAULT;
}
