/** What the user typed after the command's name, as parsed and not yet understood. */
export interface Invocation {
  readonly args: readonly string[];
  readonly flags: RawFlags;
}

/** By the flag's name as typed: `temp-dir`, `no-color`. A flag that was not given is absent. */
export type RawFlags = Readonly<Record<string, string | true | readonly string[] | undefined>>;

/** Runs a command; resolves to the exit code. Throws `Failure` for what the user can put right. */
export type RunCommand = (invocation: Invocation) => Promise<number>;

export const EXIT_OK = 0;
/** With --fail-on-finding: something was found. */
export const EXIT_FOUND = 1;
/** It could not run, or not all could be read. */
export const EXIT_FAULT = 2;
/** Stopped with Ctrl-C. */
export const EXIT_INTERRUPTED = 130;

/** A run that cannot be: the message is for the user, in his own names, and needs no trace. */
export class Failure extends Error {}
