import { visible } from '../columns/printer/visible-text.ts';

/** A message to the user, on standard error. What it quotes from inputs cannot move his terminal. */
export function say(message: string): void {
  process.stderr.write(`${message.split('\n').map(visible).join('\n')}\n`);
}

/** As `say`, for what is wrong. */
export function complain(message: string): void {
  say(`rpctrail: ${message}`);
}
