import type { BatchBuilder } from '../../../columns/batch-builder.ts';
import type { Batch } from '../../../model/batch.ts';
import type { Micros } from '../../../model/time.ts';
import { WantedKinds } from '../../../records/wanted-kinds.ts';
import { afterDirective, type Header, headerOfState, headerState } from '../header.ts';
import { dhcpName } from './dhcp.ts';
import { dnsName, mayBeInternal } from './dns.ts';
import type { NamedAddress } from './host-name.ts';
import { type NameStream, streamOf, streamUnder } from './recognise.ts';
import { jsonRecord, type LogRecord, tableRecord } from './record.ts';

const HASH = 0x23;
const BRACE = 0x7b;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const MICROS_PER_HOUR = 3_600_000_000;
/** So many names are remembered, so as not to be told again within the hour. */
const MAX_TOLD = 1 << 16;

const decoder = new TextDecoder();

interface Table {
  readonly stream: NameStream;
  readonly columns: ReadonlyMap<string, number>;
  readonly width: number;
  /** Where dns.log has what decides whether a row is of use; -1 where it has not. */
  readonly queryType: number;
  readonly answers: number;
}

/** Reads the lines of dhcp.log and dns.log into `host/name` events, each name of an address once an hour. */
export class NameReader {
  /** Whether the last line was left because it is not complete. */
  unfinished = false;
  private readonly builder: BatchBuilder;
  private readonly wanted: WantedKinds;
  private readonly told = new Set<string>();
  private header: Header;
  private table: Table | null;

  /** @param state what the share before ended with; '' for none */
  constructor(builder: BatchBuilder, state: string) {
    this.builder = builder;
    this.wanted = new WantedKinds(builder, ['host/name']);
    this.header = headerOfState(state);
    this.table = tableUnder(this.header);
  }

  get state(): string {
    return headerState(this.header);
  }

  take(): Batch {
    const batch = this.builder.take();
    this.wanted.renew();
    return batch;
  }

  /** Reads on from `at` until `to` or until a batch is to be taken; gives the position to go on from. */
  scan(bytes: Uint8Array, at: number, to: number, isTail: boolean): number {
    let from = at;
    while (from < to && !this.builder.full) {
      const lineFeed = bytes.indexOf(LINE_FEED, from);
      const end = lineFeed > from && bytes[lineFeed - 1] === CARRIAGE_RETURN ? lineFeed - 1 : lineFeed;
      this.line(bytes, from, end, isTail);
      from = lineFeed + 1;
    }
    return from;
  }

  tooLong(): void {
    this.builder.reject('too-long', 'a line that is too long');
  }

  private line(bytes: Uint8Array, from: number, to: number, isTail: boolean): void {
    const { builder, table } = this;
    if (bytes[from] === HASH) {
      this.header = afterDirective(this.header, decoder.decode(bytes.subarray(from, to)));
      this.table = tableUnder(this.header);
      builder.unused();
    } else if (bytes[from] === BRACE) this.object(bytes, from, to, isTail);
    else if (from === to || table === null) builder.unused();
    else if (!this.mayTell(bytes, from, to, table)) builder.skipped();
    else {
      const { separator, unset, empty } = this.header;
      const cells = decoder.decode(bytes.subarray(from, to)).split(String.fromCharCode(separator));
      if (cells.length === table.width)
        this.record(table.stream, tableRecord(table.columns, cells, unset, empty));
      else this.damaged(`${cells.length} columns where #fields names ${table.width}`, isTail);
    }
  }

  /** Most rows of dns.log are of no use: two of their columns say so. */
  private mayTell(bytes: Uint8Array, from: number, to: number, table: Table): boolean {
    if (table.stream !== 'dns' || table.queryType < 0 || table.answers < 0) return true;
    const { separator } = this.header;
    let column = 0;
    let start = from;
    let queryType = '';
    let answers = '';
    for (let i = from; i <= to; i++) {
      if (i < to && bytes[i] !== separator) continue;
      if (column === table.queryType) {
        if (i - start > 4 || (bytes[start] !== 0x41 && bytes[start] !== 0x50)) return false;
        queryType = decoder.decode(bytes.subarray(start, i));
      } else if (column === table.answers) answers = decoder.decode(bytes.subarray(start, i));
      column += 1;
      start = i + 1;
    }
    return column !== table.width || mayBeInternal(queryType, answers);
  }

  private object(bytes: Uint8Array, from: number, to: number, isTail: boolean): void {
    let object: Readonly<Record<string, unknown>>;
    try {
      object = JSON.parse(decoder.decode(bytes.subarray(from, to))) as typeof object;
    } catch {
      this.damaged('no JSON object', isTail);
      return;
    }
    const stream = streamOf(object);
    if (stream === null) this.builder.unused();
    else this.record(stream, jsonRecord(object));
  }

  private record(stream: NameStream, record: LogRecord): void {
    const told = stream === 'dhcp' ? dhcpName(record) : dnsName(record);
    if (told === null || this.isKnown(told)) this.builder.skipped();
    else this.write(told);
  }

  private isKnown({ address, name, time, protocol }: NamedAddress): boolean {
    const key = `${address.bytes.join('.')} ${name} ${protocol} ${Math.floor(time / MICROS_PER_HOUR)}`;
    if (protocol === 'dhcp') return false;
    if (this.told.has(key)) return true;
    if (this.told.size === MAX_TOLD) this.told.clear();
    this.told.add(key);
    return false;
  }

  private write({ time, address, name, until, protocol }: NamedAddress): void {
    const stayed = this.wanted.put({
      kind: 'host/name',
      time: time as Micros,
      srcPort: 0,
      destPort: 0,
      write(columns) {
        columns.parsedAddress('ip', address);
        columns.text('hostname', name);
        columns.number('until', until);
        columns.text('protocol', protocol);
      },
    });
    if (stayed) this.builder.kept();
    else this.builder.skipped();
  }

  private damaged(detail: string, isTail: boolean): void {
    if (isTail) this.unfinished = true;
    else this.builder.reject('damaged-record', detail);
  }
}

function tableUnder(header: Header): Table | null {
  const stream = streamUnder(header);
  if (stream === null) return null;
  const fields = header.fields!;
  const columns = new Map(fields.map((name, column) => [name, column]));
  const [queryType, answers] = [columns.get('qtype_name') ?? -1, columns.get('answers') ?? -1];
  return { stream, columns, width: fields.length, queryType, answers };
}
