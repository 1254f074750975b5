#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
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

/** As the package says, in which this file stands somewhere. */
function version(): string {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    const file = new URL('package.json', folder);
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
    if (folder.pathname === '/') return 'unknown';
  }
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
