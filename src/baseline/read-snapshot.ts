import { type Allowance, sortedAllowances } from './allowance.ts';
import { isZone, parseDay } from './day-number.ts';
import { RowColumns } from './row-columns.ts';
import type { Rows } from './rows.ts';
import { SeenNames } from './seen-names.ts';
import { emptySnapshot, type Lease, type Snapshot } from './snapshot.ts';
import { LineFault, SnapshotLines } from './snapshot-lines.ts';
import { compareTexts } from './text-order.ts';
import type { PastLead, ReferenceDay, StrongEdge } from './verdicts.ts';
import { FORMAT_NAME, FORMAT_VERSION } from './write-snapshot.ts';

/** A file that is no snapshot, or a damaged one. */
export interface BadSnapshot {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** Reads what `writeSnapshot` wrote. Its order is part of the form: what is out of order was not written by it. */
export function readSnapshot(bytes: Uint8Array): Snapshot | BadSnapshot {
  const lines = new SnapshotLines(bytes);
  try {
    return new SnapshotReader(lines).read();
  } catch (error) {
    if (!(error instanceof LineFault)) throw error;
    return { line: Math.max(1, lines.line), reason: error.message };
  }
}

export function isBadSnapshot(read: Snapshot | BadSnapshot): read is BadSnapshot {
  return 'reason' in read;
}

class SnapshotReader {
  private readonly lines: SnapshotLines;
  private readonly hosts = new SeenNames();
  private readonly calls = new SeenNames();
  private readonly endpoints = new SeenNames();
  private zone = 'UTC';
  private last = -1;
  private budget = 0;
  private weights = '';

  constructor(lines: SnapshotLines) {
    this.lines = lines;
  }

  read(): Snapshot {
    this.readHead();
    this.enter('inputs');
    const inputs = this.readInputs();
    const { allowed, hidden } = this.readAllowed();
    const rows = this.readRows(this.calls, true);
    this.expect('ports');
    const ports = this.readRows(this.endpoints, false);
    this.expect('names');
    const names = this.readNames();
    const hosts = this.hosts.sorted();
    const calls = this.calls.sorted();
    const endpoints = this.endpoints.sorted();
    renumber(rows, hosts.idOf, calls.idOf);
    renumber(ports, hosts.idOf, endpoints.idOf);
    const ids = new Map(hosts.names.map((name, id) => [name, id]));
    const leads = this.readLeads(ids);
    const strong = this.readStrong(ids);
    const reference = this.readReference();
    this.lines.done();
    if (this.lines.next()) throw new LineFault('there is more behind the end');
    return {
      ...emptySnapshot(this.zone),
      last: this.last,
      hosts: hosts.names,
      calls: calls.names,
      rows,
      endpoints: endpoints.names,
      ports,
      names,
      allowed,
      inputs,
      budget: this.budget,
      weights: this.weights,
      verdicts: { leads, strong, reference, hidden },
    };
  }

  private readHead(): void {
    const { lines } = this;
    const began = lines.next();
    const title = began ? lines.rest() : '';
    const version = title.startsWith(`${FORMAT_NAME} `) ? title.slice(FORMAT_NAME.length + 1) : '';
    if (!/^[1-9]\d*$/.test(version))
      throw new LineFault(`it is no baseline: its first line is not \`${FORMAT_NAME} ${FORMAT_VERSION}\``);
    if (Number(version) !== FORMAT_VERSION)
      throw new LineFault(
        `it is of version ${version}, which a newer rpctrail wrote; this one reads version ${FORMAT_VERSION}`,
      );
    this.enter('zone');
    this.zone = lines.text('the zone');
    if (!isZone(this.zone)) throw new LineFault(`there is no time zone ${this.zone}`);
    this.enter('last');
    this.last = this.dayOrNone() ?? -1;
    this.enter('budget');
    this.budget = this.count('the budget');
    this.enter('weights');
    const weights = lines.text('the id of the weights');
    this.weights = weights === '-' ? '' : weights;
  }

  private readInputs(): readonly string[] {
    const inputs: string[] = [];
    while (this.deeper(1)) {
      const id = this.lines.text('the id of an input');
      if (inputs.length > 0) this.ascending(inputs.at(-1)!, id);
      inputs.push(id);
    }
    this.expect('allowed');
    return inputs;
  }

  private readAllowed(): { readonly allowed: readonly Allowance[]; readonly hidden: readonly number[] } {
    const { lines } = this;
    const allowed: Allowance[] = [];
    const hidden: number[] = [];
    let within = this.deeper(1);
    while (within) {
      const [client, server, call] = [lines.text('a client'), lines.text('a server'), lines.text('a call')];
      this.within('until');
      const until = this.dayOrNone();
      this.within('who');
      const who = lines.rest();
      this.within('why');
      const why = lines.rest();
      allowed.push({ client, server, call, who, why, until });
      within = this.step();
      if (within && lines.depth === 2) {
        this.keyword('hid');
        hidden.push(this.count('what was hidden'));
        within = this.step();
      }
      if (within && lines.depth !== 1)
        throw new LineFault('it is indented otherwise than an entry of this list');
    }
    if (hidden.length !== 0 && hidden.length !== allowed.length)
      throw new LineFault('some entries of this list say how much they hid, and others do not');
    if (sortedAllowances(allowed).some((one, i) => one !== allowed[i]))
      throw new LineFault('the entries of this list are not in order');
    this.expect('rows');
    return { allowed, hidden };
  }

  private readRows(calls: SeenNames, nights: boolean): Rows {
    const { lines, hosts } = this;
    const columns = new RowColumns();
    let client = -1;
    let server = -1;
    let call = -1;
    while (this.step()) {
      if (lines.depth === 3) {
        if (server < 0) throw new LineFault('a call without a client and a server');
        lines.word('a call');
        const next = calls.seen(lines);
        if (call >= 0) this.ascending(calls.name(call), calls.name(next));
        call = next;
        lines.mask('days');
        const { low, high } = lines;
        if ((low | high) === 0) throw new LineFault('a row without days');
        if (nights) lines.mask('nights');
        else lines.low = lines.high = 0;
        if (((lines.low & ~low) | (lines.high & ~high)) !== 0) throw new LineFault('nights of other days');
        columns.add(client, server, call, low, high, lines.low, lines.high);
      } else {
        lines.word('a host');
        const next = hosts.seen(lines);
        const outer = lines.depth === 1;
        if (outer ? client >= 0 : lines.depth === 2 && server >= 0)
          this.ascending(hosts.name(outer ? client : server), hosts.name(next));
        if (!outer && (client < 0 || lines.depth !== 2))
          throw new LineFault('it is indented otherwise than a client, a server or a call');
        if (outer) client = next;
        server = outer ? -1 : next;
        call = -1;
      }
    }
    return columns.finish();
  }

  private readNames(): readonly Lease[] {
    const { lines } = this;
    const names: Lease[] = [];
    while (this.deeper(1)) {
      const address = lines.text('an address');
      const host = lines.text('a host');
      lines.mask('days');
      const before = names.at(-1);
      if (before?.address === address) this.ascending(before.host, host);
      else if (before !== undefined) this.ascending(before.address, address);
      if ((lines.low | lines.high) === 0) throw new LineFault('a name without days');
      names.push({ address, host, daysLow: lines.low, daysHigh: lines.high });
    }
    this.expect('leads');
    return names;
  }

  private readLeads(ids: ReadonlyMap<string, number>): readonly PastLead[] {
    const { lines } = this;
    const leads: PastLead[] = [];
    let within = this.deeper(1);
    while (within) {
      const day = this.day();
      const client = this.known(ids);
      const score = this.score();
      const classes = this.count('the classes');
      const kind = lines.text('`new` or `ongoing`');
      if (kind !== 'new' && kind !== 'ongoing') throw new LineFault(`\`${kind}\` is neither new nor ongoing`);
      const servers: { server: number; score: number }[] = [];
      for (within = this.step(); within && lines.depth === 2; within = this.step())
        servers.push({ server: this.known(ids), score: this.score() });
      if (within && lines.depth !== 1)
        throw new LineFault('it is indented otherwise than a lead or its servers');
      leads.push({ day, client, score, classes, ongoing: kind === 'ongoing', servers });
    }
    this.expect('strong');
    return leads;
  }

  private readStrong(ids: ReadonlyMap<string, number>): readonly StrongEdge[] {
    const strong: StrongEdge[] = [];
    while (this.deeper(1))
      strong.push({ day: this.day(), client: this.known(ids), server: this.known(ids), score: this.score() });
    this.expect('reference');
    return strong;
  }

  private readReference(): readonly ReferenceDay[] {
    const { lines } = this;
    const reference: ReferenceDay[] = [];
    while (this.deeper(1)) {
      const day = this.day();
      const group = this.count('the group');
      const bins: number[] = [];
      const counts: number[] = [];
      while (lines.more) {
        const text = lines.text('a bin');
        const parts = /^(-?\d{1,9}):(\d{1,9})$/.exec(text);
        if (parts === null) throw new LineFault(`\`${text}\` is no bin and its count`);
        bins.push(Number(parts[1]));
        counts.push(Number(parts[2]));
      }
      reference.push({ day, group, bins: Int32Array.from(bins), counts: Int32Array.from(counts) });
    }
    this.expect('end');
    return reference;
  }

  /** The next line, where it does not begin a section. */
  private step(): boolean {
    this.lines.done();
    if (!this.lines.next()) throw new LineFault('the file is cut short: its last line, `end`, is missing');
    return this.lines.depth > 0;
  }

  /** The next line, which must be so deep where it does not begin a section. */
  private deeper(depth: number): boolean {
    const within = this.step();
    if (within && this.lines.depth !== depth) throw new LineFault(`it is indented by other than ${depth}`);
    return within;
  }

  /** The next line must begin with this word, at the outermost depth. */
  private enter(word: string): void {
    if (this.step()) throw new LineFault(`\`${word}\` is missing`);
    this.keyword(word);
  }

  private within(word: string): void {
    this.step();
    if (this.lines.depth !== 2) throw new LineFault(`\`${word}\` is missing`);
    this.keyword(word);
  }

  /** This line must be the beginning of that section. */
  private expect(section: string): void {
    this.keyword(section);
    this.lines.done();
  }

  private keyword(word: string): void {
    const text = this.lines.text(`\`${word}\``);
    if (text !== word) throw new LineFault(`it begins with \`${text}\` where \`${word}\` is due`);
  }

  private ascending(before: string, after: string): void {
    if (compareTexts(before, after) >= 0)
      throw new LineFault(`${after} is out of order: it stands behind ${before}`);
  }

  private dayOrNone(): number | null {
    const text = this.lines.text('the day');
    if (text === '-') return null;
    const day = parseDay(text);
    if (day === null) throw new LineFault(`\`${text}\` is no date as 2020-08-05`);
    return day;
  }

  private day(): number {
    const day = this.dayOrNone();
    if (day === null) throw new LineFault('the day is missing');
    return day;
  }

  private count(what: string): number {
    const text = this.lines.text(what);
    if (!/^\d{1,9}$/.test(text)) throw new LineFault(`${what} is no whole number: \`${text}\``);
    return Number(text);
  }

  private score(): number {
    const text = this.lines.text('the score');
    if (!/^-?\d{1,9}(\.\d{1,20})?$/.test(text)) throw new LineFault(`the score is no number: \`${text}\``);
    return Number(text);
  }

  private known(ids: ReadonlyMap<string, number>): number {
    const name = this.lines.text('a host');
    const id = ids.get(name);
    if (id === undefined) throw new LineFault(`no row names the host ${name}`);
    return id;
  }
}

function renumber(rows: Rows, hosts: Int32Array, calls: Int32Array): void {
  for (let row = 0; row < rows.length; row++) {
    rows.client[row] = hosts[rows.client[row]!]!;
    rows.server[row] = hosts[rows.server[row]!]!;
    rows.call[row] = calls[rows.call[row]!]!;
  }
}
