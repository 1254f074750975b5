import type { Recognition } from '../../../model/source.ts';
import { afterDirective, type Header, NO_HEADER } from '../header.ts';
import { STREAM_FIELDS } from '../streams.ts';

export type NameStream = 'dhcp' | 'dns';

/** The stream of that name that tells of hosts, with what a site's own filter names after it; null for another. */
export function nameStream(stream: string): NameStream | null {
  return (/^(dhcp|dns)(?:[-_.]|$)/.exec(stream)?.[1] as NameStream | undefined) ?? null;
}

/** A log of one of them alone, as a table or as JSON lines. */
export function recogniseNames(head: Uint8Array): Recognition | null {
  const lines = new TextDecoder().decode(head).split(/\r?\n/);
  const stream =
    lines[0]?.startsWith('{') === true ? streamOfLines(lines.slice(0, -1)) : streamOfHeader(lines);
  const form = lines[0]?.startsWith('{') === true ? 'JSON lines' : 'TSV';
  return stream === null ? null : { what: `${stream}.log, ${form}`, used: true };
}

/** The stream of the rows under a header. */
export function streamUnder({ path, fields }: Header): NameStream | null {
  if (fields === null) return null;
  return path === null ? markedStream((field) => fields.includes(field)) : nameStream(path);
}

/** The stream of an object. */
export function streamOf(object: Readonly<Record<string, unknown>>): NameStream | null {
  for (const field of STREAM_FIELDS) {
    const name = object[field];
    if (typeof name === 'string') return nameStream(name);
  }
  return markedStream((field) => Object.hasOwn(object, field));
}

function markedStream(has: (field: string) => boolean): NameStream | null {
  if (has('query') && (has('qtype_name') || has('qclass_name'))) return 'dns';
  return has('mac') && (has('assigned_addr') || has('assigned_ip') || has('msg_types')) ? 'dhcp' : null;
}

function streamOfHeader(lines: readonly string[]): NameStream | null {
  let header = NO_HEADER;
  for (const line of lines) {
    if (!line.startsWith('#')) break;
    header = afterDirective(header, line);
  }
  return streamUnder(header);
}

function streamOfLines(lines: readonly string[]): NameStream | null {
  const streams = new Set<NameStream | null>();
  for (const line of lines) {
    if (line === '') continue;
    try {
      streams.add(streamOf(JSON.parse(line) as Readonly<Record<string, unknown>>));
    } catch {
      // What the others are decides; this one is rejected when it is read.
    }
  }
  const [only = null] = streams;
  return streams.size === 1 ? only : null;
}
