import { nearest } from '../../language/nearest.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Mapping, TableDialect } from './mapping.ts';
import { readEventMapping } from './read-event-mapping.ts';
import { type YamlNode, YamlTree } from './yaml-tree.ts';

const FORMATS = ['csv', 'jsonl'];
const SHARED_KEYS = ['format', 'unset', 'events'];
const TABLE_KEYS = ['delimiter', 'quote', 'comment', 'header', 'columns'];
const DEFAULT_UNSET = ['', '-'];

export interface MappingText {
  /** Null exactly where there are diagnostics. */
  readonly mapping: Mapping | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Understands the text of a mapping file; see docs/mappings.md. Never throws. */
export function readMapping(text: string): MappingText {
  const tree = new YamlTree(text);
  const mapping = tree.diagnostics.length > 0 ? null : mappingOf(tree);
  const diagnostics = tree.diagnostics.toSorted((a, b) => a.span.start - b.span.start);
  return { mapping: diagnostics.length > 0 ? null : mapping, diagnostics };
}

/** What is wrong with a mapping, in order of place; nothing where it can be used. */
export function checkMapping(text: string): readonly Diagnostic[] {
  return readMapping(text).diagnostics;
}

function mappingOf(tree: YamlTree): Mapping | null {
  const members = tree.members(tree.root, 'a mapping', [...SHARED_KEYS, ...TABLE_KEYS]);
  if (members === null) return null;
  const node = (key: string): YamlNode => members.get(key)?.value;
  const format = tree.text(node('format'));
  if (!members.has('format'))
    return tree.fault('missing-key', tree.root, 'a mapping states its `format`: csv or jsonl');
  if (format === null || !FORMATS.includes(format))
    return tree.fault(
      'unknown-format',
      node('format'),
      `\`format\` is csv or jsonl${format === null ? '' : `, not \`${format}\``}`,
      format === null ? null : nearest(format, FORMATS),
    );
  if (format === 'jsonl')
    for (const [name, { key }] of members)
      if (TABLE_KEYS.includes(name)) tree.fault('unknown-key', key, `\`${name}\` is for csv alone`);
  if (!members.has('events')) return tree.fault('missing-key', tree.root, 'a mapping states its `events`');
  const items = tree.items(node('events'));
  if (items === null || items.length === 0)
    return tree.fault('bad-value', node('events'), '`events` is a list of at least one kind of event');
  const table = format === 'csv' ? dialectOf(tree, node) : null;
  const columns = table?.columns ?? null;
  const events = items.map((item) => readEventMapping(tree, item, columns)).filter((event) => event !== null);
  return {
    table,
    unset: members.has('unset') ? (texts(tree, node('unset'), 'unset') ?? []) : DEFAULT_UNSET,
    events,
  };
}

function dialectOf(tree: YamlTree, node: (key: string) => YamlNode): TableDialect | null {
  const delimiter = character(tree, node('delimiter'), 'delimiter', ',', false);
  const quote = character(tree, node('quote'), 'quote', '"', true);
  const comment = character(tree, node('comment'), 'comment', '', true);
  const header = node('header') === undefined ? true : tree.truth(node('header'));
  if (header === null) return tree.fault('bad-value', node('header'), '`header` is true or false');
  const columns = node('columns') === undefined ? null : texts(tree, node('columns'), 'columns');
  if (header && columns !== null)
    return tree.fault('bad-value', node('columns'), '`columns` stands only beside `header: false`');
  if (!header && columns === null)
    return tree.fault('missing-key', node('header'), '`header: false` needs the names of the `columns`');
  if (delimiter === null) return null;
  if (delimiter === quote || delimiter === comment)
    return tree.fault('bad-value', node('delimiter'), '`delimiter`, `quote` and `comment` must differ');
  return { delimiter, quote, comment, columns };
}

/** A character as its byte value; null for none, or where it is no such thing. */
function character(
  tree: YamlTree,
  node: YamlNode,
  key: string,
  otherwise: string,
  mayBeNone: boolean,
): number | null {
  const text = node === undefined ? otherwise : tree.text(node);
  if (text === '' && mayBeNone) return null;
  if (text === null || !/^[\t\x20-\x7e]$/.test(text))
    return tree.fault('bad-value', node, `\`${key}\` is one ASCII character (a tab is "\\t")`);
  return text.charCodeAt(0);
}

function texts(tree: YamlTree, node: YamlNode, key: string): readonly string[] | null {
  const items = tree.items(node)?.map((item) => tree.text(item)?.trim());
  if (items === undefined || items.some((item) => item === undefined))
    return tree.fault('bad-value', node, `\`${key}\` is a list of texts`);
  return items as string[];
}
