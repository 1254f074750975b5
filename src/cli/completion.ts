import { bashCompletion } from './completion-bash.ts';
import { fishCompletion } from './completion-fish.ts';
import { zshCompletion } from './completion-zsh.ts';
import { EXIT_OK, Failure, type Invocation } from './invocation.ts';
import { putText } from './output.ts';

const SHELLS: Readonly<Record<string, () => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export async function completion({ args }: Invocation): Promise<number> {
  const script = SHELLS[args[0]!];
  if (script === undefined) throw new Failure(`no completion for ${args[0]}: it is bash, zsh or fish`);
  await putText(null, script());
  return EXIT_OK;
}
