/** A condition in SQL, before it is laid out on lines. */
export type Phrase =
  /** Text that binds tighter than NOT. */
  | { readonly atom: string }
  | { readonly joined: 'AND' | 'OR'; readonly args: readonly Phrase[] }
  | { readonly not: Phrase };

const WIDTH = 96;

export function atom(text: string): Phrase {
  return { atom: text };
}

/** All of `args`; TRUE where there are none. Conjunctions among them are taken in. */
export function all(args: readonly Phrase[]): Phrase {
  return joined('AND', args, 'TRUE');
}

/** One of `args`; FALSE where there are none. */
export function any(args: readonly Phrase[]): Phrase {
  return joined('OR', args, 'FALSE');
}

function joined(word: 'AND' | 'OR', args: readonly Phrase[], empty: string): Phrase {
  const flat = args.flatMap((arg) => ('joined' in arg && arg.joined === word ? arg.args : [arg]));
  if (flat.length === 0) return atom(empty);
  return flat.length === 1 ? flat[0]! : { joined: word, args: flat };
}

/** One part a line, the lines after the first beginning with `indent` and AND or OR. */
export function layOut(phrase: Phrase, indent: string): string {
  if ('atom' in phrase) return phrase.atom;
  if ('not' in phrase) return `NOT ${group(phrase.not, indent)}`;
  return phrase.args.map((arg) => operand(arg, indent)).join(`\n${indent}${phrase.joined} `);
}

function operand(phrase: Phrase, indent: string): string {
  if ('joined' in phrase) return group(phrase, indent);
  return layOut(phrase, indent);
}

function group(phrase: Phrase, indent: string): string {
  const line = `(${inline(phrase)})`;
  if (indent.length + line.length <= WIDTH) return line;
  const inner = `${indent}  `;
  return `(\n${inner}${layOut(phrase, inner)}\n${indent})`;
}

function inline(phrase: Phrase): string {
  if ('atom' in phrase) return phrase.atom;
  if ('not' in phrase) return `NOT (${inline(phrase.not)})`;
  return phrase.args
    .map((arg) => ('joined' in arg ? `(${inline(arg)})` : inline(arg)))
    .join(` ${phrase.joined} `);
}

/** A list separated by commas, filled into lines no wider than a page; the first line has no indent. */
export function fill(items: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const item of items) {
    const longer = line === '' ? item : `${line}, ${item}`;
    if (line !== '' && indent.length + longer.length >= WIDTH) {
      lines.push(`${line},`);
      line = item;
    } else line = longer;
  }
  return [...lines, line].join(`\n${indent}`);
}
