/** An RPC interface: a row of `knowledge/interfaces.tsv`. */
export interface RpcInterface {
  /** Lower-case, with hyphens. */
  readonly uuid: string;
  /** `major.minor` as the best source has it; null where none says. One UUID may be bound under several. */
  readonly version: string | null;
  /** The protocol's own name, or the one that its IDL gives: `svcctl`. Unique. */
  readonly name: string;
  /** What it is called elsewhere, by Zeek, Samba or Wireshark among others. */
  readonly aliases: readonly string[];
  /** The documents that define it, without brackets: `MS-SCMR`. */
  readonly documents: readonly string[];
  /** The Windows service, and the program or library that answers. */
  readonly service: string | null;
  /** Named pipes on which it is met, without `\pipe\`. */
  readonly pipes: readonly string[];
  /** Ports that it keeps, where it does not take a dynamic one: `tcp/135`. */
  readonly ports: readonly string[];
  /** ATT&CK techniques for which it is known, whatever is called. */
  readonly techniques: readonly SourcedTechnique[];
  /** Where its UUID and name are from; `knowledge/README.md` explains the words. */
  readonly sources: readonly string[];
  readonly note: string | null;
  /** By number, ascending. */
  readonly operations: readonly RpcOperation[];
}

/** A row of `knowledge/operations.tsv`. */
export interface RpcOperation {
  readonly opnum: number;
  readonly name: string;
  readonly aliases: readonly string[];
  /** What Zeek calls this number; null where it is the name, and where Zeek has none. */
  readonly zeek: string | null;
  /** null where it has not been judged. */
  readonly effect: Effect | null;
  readonly techniques: readonly SourcedTechnique[];
  /** Who gives this number this name; empty for a number that the IDL leaves out. */
  readonly sources: readonly string[];
  readonly note: string | null;
}

/**
 * What a call does on the server. `query`: nothing is left behind when the conversation is over (opening a handle is
 * one). `modify`: something is changed, made or stopped. `execute`: code of the caller's choice runs, or may.
 */
export type Effect = 'query' | 'modify' | 'execute';

export interface SourcedTechnique {
  /** `T1569.002` */
  readonly id: string;
  /** Who says so; `own` is rpctrail's own judgement. */
  readonly sources: readonly string[];
}
