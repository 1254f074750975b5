import { csvHeader, csvLine } from '../evidence/findings-csv.ts';
import { findingsTable } from '../evidence/findings-table.ts';
import { StrongestFindings } from '../evidence/strongest.ts';
import { SortedTexts } from '../host/sorted-texts.ts';
import { type Finding, findingToJson } from '../model/finding.ts';
import type { Page } from '../model/sink.ts';
import type { ReadSettings } from './settings.ts';

/** Takes findings in any order, and gives them in one of the forms of `--format`. */
export interface FindingsForm {
  add(finding: Finding): void;
  /** Once all are added: the form, piece by piece. */
  texts(): Iterable<string>;
  close(): void;
}

/** Texts of findings may take this part of the user's memory. */
const TEXTS_SHARE = 1 / 8;

export function findingsForm(
  name: string,
  page: Page,
  settings: Pick<ReadSettings, 'memoryBytes' | 'tempDir'>,
): FindingsForm {
  return name === 'table' ? new Table(page) : new Listing(LISTS[name]!, settings);
}

class Table implements FindingsForm {
  private readonly strongest: StrongestFindings;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.strongest = new StrongestFindings(page.limit);
  }

  add(finding: Finding): void {
    this.strongest.add(finding);
  }

  texts(): Iterable<string> {
    return [findingsTable(this.strongest, this.page)];
  }

  close(): void {}
}

interface List {
  readonly head: string;
  readonly between: string;
  readonly one: (finding: Finding) => string;
  /** @param any whether there was one */
  readonly foot: (any: boolean) => string;
}

const LISTS: Readonly<Record<string, List>> = {
  jsonl: { head: '', between: '\n', one: findingToJson, foot: (any) => (any ? '\n' : '') },
  json: { head: '[\n', between: ',\n', one: findingToJson, foot: (any) => (any ? '\n]\n' : ']\n') },
  csv: { head: csvHeader(), between: '', one: csvLine, foot: () => '' },
};

/** All of them, by their start. */
class Listing implements FindingsForm {
  private readonly list: List;
  private readonly sorted: SortedTexts;

  constructor(list: List, { memoryBytes, tempDir }: Pick<ReadSettings, 'memoryBytes' | 'tempDir'>) {
    this.list = list;
    this.sorted = new SortedTexts(memoryBytes * TEXTS_SHARE, tempDir);
  }

  add(finding: Finding): void {
    this.sorted.add(finding.start, this.list.one(finding));
  }

  *texts(): Generator<string> {
    const { head, between, foot } = this.list;
    yield head;
    let any = false;
    for (const text of this.sorted.texts()) {
      yield any ? `${between}${text}` : text;
      any = true;
    }
    yield foot(any);
  }

  close(): void {
    this.sorted.remove();
  }
}
