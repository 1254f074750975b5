import { type Document, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { nearest } from '../../language/nearest.ts';
import { TextPlaces } from '../../language/text-place.ts';
import type { Diagnostic, Span } from '../../model/diagnostic.ts';
import type { MappingFault } from './mapping-faults.ts';

/** A node of a YAML text, with aliases resolved; undefined where there is none. */
export type YamlNode = unknown;

/** A YAML text as a tree, and what is wrong with it. */
export class YamlTree {
  readonly diagnostics: Diagnostic[] = [];
  readonly root: YamlNode;
  private readonly document: Document.Parsed;
  private readonly places: TextPlaces;
  private readonly length: number;

  constructor(text: string) {
    this.document = parseDocument(text, { logLevel: 'silent' });
    this.places = new TextPlaces(text);
    this.length = text.length;
    const [error] = this.document.errors;
    this.root = error === undefined ? this.resolved(this.document.contents) : undefined;
    if (error !== undefined) {
      const message = error.message.split('\n')[0]!.replace(/ at line \d+.*$/, '');
      this.diagnostics.push({ code: 'yaml-syntax', message, span: this.span(error.pos) });
    }
  }

  fault(code: MappingFault, node: YamlNode, message: string, suggestion?: string | null): null {
    const range = (node as { range?: readonly number[] | null } | null | undefined)?.range;
    const span = this.span(range ?? [0, 0]);
    this.diagnostics.push({ code, message, span, ...(suggestion ? { suggestion } : {}) });
    return null;
  }

  /**
   * The members of a map by key; null, and a fault, where it is none.
   * @param known the keys that there are; null: any
   */
  members(
    node: YamlNode,
    what: string,
    known: readonly string[] | null,
  ): Map<string, { readonly key: YamlNode; readonly value: YamlNode }> | null {
    if (!isMap(node)) return this.fault('bad-value', node, `${what} is a map: \`key: value\` lines`);
    const members = new Map<string, { key: YamlNode; value: YamlNode }>();
    for (const { key, value } of node.items) {
      const name = this.text(key);
      if (name === null) this.fault('bad-value', key, `a key of ${what} is a text`);
      else if (known !== null && !known.includes(name))
        this.fault(
          'unknown-key',
          key,
          `${what} has no \`${name}\`, only ${known.join(', ')}`,
          nearest(name, known),
        );
      else members.set(name, { key, value: this.resolved(value) });
    }
    return members;
  }

  /** The items of a list; null where it is none. */
  items(node: YamlNode): readonly YamlNode[] | null {
    return isSeq(node) ? node.items.map((item) => this.resolved(item)) : null;
  }

  /** A text, or a number or truth value as it is written; null where it is none of these. */
  text(node: YamlNode): string | null {
    if (!isScalar(node)) return null;
    if (typeof node.value === 'string') return node.value;
    return typeof node.value === 'number' || typeof node.value === 'boolean'
      ? (node.source ?? String(node.value))
      : null;
  }

  /** True or false; null where it is neither. */
  truth(node: YamlNode): boolean | null {
    return isScalar(node) && typeof node.value === 'boolean' ? node.value : null;
  }

  isMap(node: YamlNode): boolean {
    return isMap(node);
  }

  private resolved(node: YamlNode): YamlNode {
    return isAlias(node) ? node.resolve(this.document) : node;
  }

  private span(range: readonly number[]): Span {
    const at = (offset: number | undefined) => Math.min(offset ?? 0, this.length);
    return this.places.span(at(range[0]), at(range[1]));
  }
}
