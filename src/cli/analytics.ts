import { layOut } from '../columns/printer/grid.ts';
import { ANALYTICS } from '../knowledge/analytics.ts';
import type { BuiltInAnalytic } from '../knowledge/built-in-analytic.ts';
import { unknownAnalytic } from './analytic-choice.ts';
import { textFlag } from './flag-values.ts';
import { EXIT_OK, type Invocation } from './invocation.ts';
import { putText } from './output.ts';

/** What comes with rpctrail. */
export async function listAnalytics({ flags }: Invocation): Promise<number> {
  await putText(textFlag(flags, 'out'), listText(textFlag(flags, 'format') ?? 'table'));
  return EXIT_OK;
}

function listText(format: string): string {
  const entries = ANALYTICS.map(({ id, about }) => ({
    id,
    title: about.title,
    attack: about.attack.map((technique) => technique.id),
    reference: about.reference,
  }));
  if (format === 'json') return `${JSON.stringify(entries, null, 2)}\n`;
  if (format === 'jsonl') return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  const columns = ['id', 'title', 'ATT&CK'].map((title) => ({ title, align: 'left' }) as const);
  const { header, rows } = layOut(
    columns,
    entries.map(({ id, title, attack }) => [id, title, attack.join(' ')]),
  );
  return [header, ...rows.flat(), ''].join('\n');
}

/** One of them. */
export async function showAnalytic({ args, flags }: Invocation): Promise<number> {
  const id = args[0]!;
  const analytic = ANALYTICS.find((one) => one.id.toLowerCase() === id.toLowerCase());
  if (analytic === undefined) throw unknownAnalytic(id);
  const format = textFlag(flags, 'format') ?? 'table';
  const whole = { id: analytic.id, ...analytic.about, text: analytic.text };
  const text =
    format === 'table' ? pageText(analytic) : `${JSON.stringify(whole, null, format === 'json' ? 2 : 0)}\n`;
  await putText(textFlag(flags, 'out'), text);
  return EXIT_OK;
}

function pageText({ id, text, about }: BuiltInAnalytic): string {
  const attack = about.attack.map((technique) => `${technique.id} (${technique.sources.join(', ')})`);
  return (
    `${id}  ${about.title}\n${about.reference}\n` +
    `ATT&CK ${attack.join(', ')}\nD3FEND ${about.d3fend.join(', ')}\n\n` +
    `${about.description}\n\nWhat differs from the published text: ${about.differs}\n\n${text}`
  );
}
