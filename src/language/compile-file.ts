import type { Span } from '../model/diagnostic.ts';
import type { Ast } from './ast.ts';
import { type PseudocodeBlock, readCarYaml } from './car-yaml.ts';
import { type Compilation, compile } from './compile.ts';
import { TextPlaces } from './text-place.ts';

/** What has become of one text of a file. */
export interface NamedCompilation extends Compilation {
  /** The analytic's id in a CAR YAML file, else the file's name without folder and ending. */
  readonly title: string;
  /**
   * The text that spans refer to: the whole file, except for a block of a YAML file that is not a literal one
   * (`code: |`), whose spans count from the block's own first line.
   */
  readonly source: string;
}

const NO_AST: Ast = { statements: [] };

/**
 * Compiles a text file, or each pseudocode block of a published CAR YAML file (by its name, or by its content).
 * A YAML file without pseudocode gives none. Never throws.
 */
export function compileFile(fileName: string, text: string): readonly NamedCompilation[] {
  const title = fileName.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
  if (!isYaml(fileName, text)) return [{ title, source: text, ...compile(text) }];
  const { blocks, diagnostics } = readCarYaml(text);
  const compiled = blocks.map((block) => compileBlock(block, title, text));
  if (diagnostics.length === 0) return compiled;
  return [
    ...compiled,
    { title, source: text, verdict: 'refused', repairs: [], diagnostics, ast: NO_AST, ir: null },
  ];
}

function isYaml(fileName: string, text: string): boolean {
  return /\.ya?ml$/i.test(fileName) || /^implementations[ \t]*:/m.test(text);
}

function compileBlock(block: PseudocodeBlock, title: string, text: string): NamedCompilation {
  const compilation = compile(block.code);
  const named = { ...compilation, title: block.title || title };
  const { placeInFile } = block;
  if (placeInFile === null) return { ...named, source: block.code };
  const places = new TextPlaces(text);
  const moved = <T extends { readonly span: Span }>(note: T): T => ({
    ...note,
    span: places.span(placeInFile(note.span.start), placeInFile(note.span.end)),
  });
  return {
    ...named,
    source: text,
    repairs: compilation.repairs.map(moved),
    diagnostics: compilation.diagnostics.map(moved),
  };
}
