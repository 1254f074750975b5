import { isMap, isScalar, isSeq, LineCounter, parseDocument, Scalar, type YAMLMap } from 'yaml';
import type { Diagnostic, Span } from '../model/diagnostic.ts';
import type { FaultCode } from './faults.ts';
import { linesOf } from './line.ts';
import { TextPlaces } from './text-place.ts';

/** One pseudocode block of a CAR YAML file. */
export interface PseudocodeBlock {
  readonly title: string;
  readonly code: string;
  /** Where an offset into the code lies in the file; null where the YAML's own folding or escapes hide it. */
  readonly placeInFile: ((offset: number) => number) | null;
}

export interface CarYaml {
  readonly blocks: readonly PseudocodeBlock[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The implementations of type pseudocode, in any case, of a published CAR analytic. Never throws. */
export function readCarYaml(text: string): CarYaml {
  const document = parseDocument(text, { lineCounter: new LineCounter(), logLevel: 'silent' });
  const places = new TextPlaces(text);
  const spanOf = (range: readonly number[] | null | undefined): Span =>
    places.span(Math.min(range?.[0] ?? 0, text.length), Math.min(range?.[1] ?? 0, text.length));
  const [error] = document.errors;
  if (error !== undefined) {
    const message = error.message.split('\n')[0]!.replace(/ at line \d+.*$/, '');
    return { blocks: [], diagnostics: [fault('yaml-syntax', spanOf(error.pos), message)] };
  }
  const root = document.contents;
  if (!isMap(root)) return notCar(spanOf(null), 'the file is no mapping with `implementations`');
  const title = stringOf(root, 'id') ?? stringOf(root, 'title') ?? '';
  const implementations = root.get('implementations', true) as unknown;
  if (implementations === undefined || (isScalar(implementations) && implementations.value === null))
    return root.has('implementations') || root.has('coverage') || root.has('id')
      ? { blocks: [], diagnostics: [] }
      : notCar(spanOf(null), 'the file has no `implementations`');
  if (!isSeq(implementations))
    return notCar(spanOf(rangeOf(implementations)), '`implementations` is no list');
  const blocks: PseudocodeBlock[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const item of implementations.items) {
    if (!isMap(item) || stringOf(item, 'type')?.trim().toLowerCase() !== 'pseudocode') continue;
    const code = item.get('code', true) as unknown;
    if (isScalar(code) && typeof code.value === 'string')
      blocks.push({ title, code: code.value, placeInFile: placesOf(code, code.value, text) });
    else
      diagnostics.push(
        fault('yaml-code', spanOf(rangeOf(code) ?? item.range), 'the `code` of a pseudocode is no text'),
      );
  }
  return { blocks, diagnostics };
}

function notCar(span: Span, message: string): CarYaml {
  return { blocks: [], diagnostics: [fault('not-car-yaml', span, message)] };
}

function fault(code: FaultCode, span: Span, message: string): Diagnostic {
  return { code, message, span };
}

function rangeOf(node: unknown): readonly number[] | undefined {
  return (node as { range?: readonly number[] } | null | undefined)?.range;
}

function stringOf(map: YAMLMap, key: string): string | null {
  const value = map.get(key);
  return typeof value === 'string' ? value : null;
}

/** For a literal block (`|`), whose lines stand in the file as they are, behind their indentation. */
function placesOf(scalar: Scalar, code: string, text: string): ((offset: number) => number) | null {
  if (scalar.type !== Scalar.BLOCK_LITERAL || scalar.range == null) return null;
  const [, ...inFile] = linesOf(text.slice(scalar.range[0]));
  const lines = linesOf(code);
  const starts: number[] = [];
  for (const [i, line] of lines.entries()) {
    const { text: raw, offset } = inFile[i] ?? { text: '', offset: text.length };
    if (!raw.endsWith(line.text)) return null;
    starts.push(scalar.range[0] + offset + raw.length - line.text.length);
  }
  const places = new TextPlaces(code);
  return (offset) => {
    const line = places.lineAt(offset);
    return starts[line.number - 1]! + offset - line.offset;
  };
}
