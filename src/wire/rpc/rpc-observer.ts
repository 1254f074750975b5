import type { Mark, Side } from '../stream/byte-sink.ts';

/** The auth trailer of a PDU, [MS-RPCE] 2.2.2.11: 9 SPNEGO, 10 NTLM, 16 Kerberos, 68 Netlogon; 6 is privacy. */
export interface RpcAuth {
  readonly type: number;
  readonly level: number;
}

/**
 * An interface that a bind or alter_context asked for. The contexts of one PDU that ask for the same interface in
 * several transfer syntaxes are one; bind-time feature negotiation is none.
 */
export interface RpcBind {
  /** Who asked: the client of the RPC, also where the connection was first seen midway and is the other way round. */
  readonly side: Side;
  /** UUID, lower-case. */
  readonly interface: string;
  /** `1.0` */
  readonly version: string;
  /** The context that was accepted, else the first that asked for the interface. */
  readonly contextId: number;
  readonly result: 'accepted' | 'refused' | 'unanswered';
  /** p_provider_reason_t of the refused context, or the reason of a bind_nak. */
  readonly reason: number | null;
  /** The status, where a fault was the answer. */
  readonly fault: number | null;
  /** Whether an alter_context asked, on an association that was there already. */
  readonly alter: boolean;
  readonly auth: RpcAuth | null;
  /** The server's where it answered, else the one asked for (0 asks for a new one). */
  readonly associationGroup: number;
  /** Where the server says it is listening: a port over TCP, a pipe over SMB. */
  readonly secondaryAddress: string | null;
  /** The packet that completed the request. */
  readonly mark: Mark;
  readonly answeredAt: Mark | null;
}

/** A request, and what became of it. */
export interface RpcCall {
  readonly side: Side;
  /** Null where the context was bound before the capture began. */
  readonly interface: string | null;
  readonly version: string | null;
  readonly contextId: number;
  readonly callId: number;
  readonly opnum: number;
  readonly object: string | null;
  /** `unanswered` also where the client wants no answer (maybe semantics) and where its answer was not seen. */
  readonly outcome: 'answered' | 'fault' | 'unanswered' | 'cancelled';
  readonly fault: number | null;
  /** Of the request's own trailer; null where it has none. */
  readonly auth: RpcAuth | null;
  /** Whether the stubs are in NDR64; else they are in NDR. */
  readonly ndr64: boolean;
  /** Bytes of the stubs, without padding and trailer. */
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** The packet that completed the request. */
  readonly mark: Mark;
  /** The packet that completed the answer. */
  readonly answeredAt: Mark | null;
  /** The stubs, whole, where they are wanted and in clear; else null. */
  readonly request: Uint8Array | null;
  readonly response: Uint8Array | null;
  /** The byte order of the request, and of its answer, each as its own PDU says. */
  readonly littleEndian: boolean;
  readonly responseLittleEndian: boolean;
}

/** Hears of an RPC conversation in the order of its requests, of each when its answer is known. */
export interface RpcObserver {
  bind(bind: RpcBind): void;
  call(call: RpcCall): void;
  /** Whether the stubs of an operation are to be gathered. */
  wantsStub(iface: string, opnum: number): boolean;
}
