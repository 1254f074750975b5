import type { ByteSink, Mark, Side } from '../stream/byte-sink.ts';
import { ContextTable } from './context-table.ts';
import type { OpenBind } from './open-bind.ts';
import type { OpenCall } from './open-call.ts';
import { OpenRequests } from './open-requests.ts';
import * as pdu from './pdu.ts';
import { PduFramer, type PduTaker } from './pdu-framer.ts';
import { readContexts, readResults } from './presentation.ts';
import { RpcMemory } from './rpc-memory.ts';
import type { RpcAuth, RpcObserver } from './rpc-observer.ts';
import { Stub } from './stub.ts';
import { readUuid, UUID_BYTES } from './uuid.ts';

const REASON_AT = 16;
/** Where a bind states its association group, and its answer too. */
const GROUP_AT = 20;
const CONTEXT_AT = 20;
const OPNUM_AT = 22;
const STATUS_AT = 24;

/**
 * RPC over the ordered bytes of a connection or of a pipe. What was asked for is told in the order of the
 * requests, each when its answer is known or nothing more will come. Mid-stream starts and missing bytes cost the
 * PDUs that they cut.
 */
export class RpcConversation implements ByteSink, PduTaker {
  private readonly observer: RpcObserver;
  private readonly memory: RpcMemory;
  private readonly client: PduFramer;
  private readonly server: PduFramer;
  private readonly contexts: ContextTable;
  private readonly open: OpenRequests;

  /** @param memory shared by all conversations of a capture, which it bounds together. */
  constructor(observer: RpcObserver, memory = new RpcMemory()) {
    this.observer = observer;
    this.memory = memory;
    this.client = new PduFramer('client', this, memory);
    this.server = new PduFramer('server', this, memory);
    this.contexts = new ContextTable(memory);
    this.open = new OpenRequests(observer, memory);
  }

  bytes(side: Side, bytes: Uint8Array, from: number, to: number, mark: Mark): void {
    this.framer(side).take(bytes, from, to, mark);
  }

  gap(side: Side, length: number, mark: Mark): void {
    this.framer(side).gap(length, mark);
    this.open.gap(side);
  }

  end(): void {
    this.client.end();
    this.server.end();
    this.open.end();
  }

  pdu(side: Side, bytes: Uint8Array, at: number, end: number, mark: Mark): void {
    switch (pdu.pduType(bytes, at)) {
      case pdu.REQUEST:
        this.request(side, bytes, at, end, mark);
        break;
      case pdu.RESPONSE:
        this.response(side, bytes, at, end, mark);
        break;
      case pdu.FAULT:
        this.fault(side, bytes, at, end, mark);
        break;
      case pdu.BIND:
      case pdu.ALTER_CONTEXT:
        this.bind(side, bytes, at, end, mark);
        break;
      case pdu.BIND_ACK:
      case pdu.ALTER_CONTEXT_RESP:
        this.bindAck(side, bytes, at, end, mark);
        break;
      case pdu.BIND_NAK:
        this.bindNak(side, bytes, at, end, mark);
        break;
      case pdu.CO_CANCEL:
      case pdu.ORPHANED:
        this.cancel(side, bytes, at);
        break;
    }
  }

  private framer(side: Side): PduFramer {
    return side === 'client' ? this.client : this.server;
  }

  private request(side: Side, bytes: Uint8Array, at: number, end: number, mark: Mark): void {
    if (end - at < pdu.CALL_HEADER_BYTES) return;
    const flags = pdu.pduFlags(bytes, at);
    const contextId = pdu.readU16(bytes, at + CONTEXT_AT, pdu.isLittleEndian(bytes, at));
    const underWay = this.open.underWay(side, pdu.callId(bytes, at), contextId);
    const goesOn = underWay !== null && (flags & pdu.FIRST_FRAG) === 0;
    if (underWay !== null && !goesOn) this.open.finish(underWay);
    const call = goesOn ? underWay : this.newCall(side, bytes, at, end, mark);
    const object = (flags & pdu.OBJECT_UUID) === 0 ? 0 : UUID_BYTES;
    call.mark = mark;
    addFragment(call.request, bytes, at, at + pdu.CALL_HEADER_BYTES + object, end);
    if ((flags & pdu.LAST_FRAG) !== 0) this.open.complete(call);
    if ((flags & pdu.LAST_FRAG) !== 0 && (flags & pdu.MAYBE) !== 0) this.open.finish(call);
  }

  private newCall(side: Side, bytes: Uint8Array, at: number, end: number, mark: Mark): OpenCall {
    const littleEndian = pdu.isLittleEndian(bytes, at);
    const flags = pdu.pduFlags(bytes, at);
    const contextId = pdu.readU16(bytes, at + CONTEXT_AT, littleEndian);
    const opnum = pdu.readU16(bytes, at + OPNUM_AT, littleEndian);
    const context = this.contexts.find(side, contextId);
    const wanted = context !== null && this.observer.wantsStub(context.interface, opnum);
    const objectAt = at + pdu.CALL_HEADER_BYTES;
    const hasObject = (flags & pdu.OBJECT_UUID) !== 0 && objectAt + UUID_BYTES <= end;
    const call: OpenCall = {
      kind: 'call',
      side,
      callId: pdu.callId(bytes, at),
      contextId,
      context,
      opnum,
      object: hasObject ? readUuid(bytes, objectAt, littleEndian) : null,
      auth: readAuth(bytes, at, end),
      littleEndian,
      request: new Stub(wanted, this.memory),
      response: new Stub(wanted, this.memory),
      mark,
      asked: false,
      answering: false,
      answered: false,
      responseLittleEndian: littleEndian,
      answeredAt: null,
      missed: false,
      cancelled: false,
      fault: null,
      done: false,
    };
    if ((flags & pdu.FIRST_FRAG) === 0) call.request.spoil();
    this.open.wait(call);
    return call;
  }

  private response(side: Side, bytes: Uint8Array, at: number, end: number, mark: Mark): void {
    const flags = pdu.pduFlags(bytes, at);
    const first = (flags & pdu.FIRST_FRAG) !== 0;
    const call = this.answeredBy(side, bytes, at, end, first);
    if (call === null) return;
    if (!first && !call.answering) call.response.spoil();
    call.answering = true;
    call.answeredAt = mark;
    call.responseLittleEndian = pdu.isLittleEndian(bytes, at);
    addFragment(call.response, bytes, at, at + pdu.CALL_HEADER_BYTES, end);
    if ((flags & pdu.LAST_FRAG) === 0) return;
    call.answered = true;
    this.prove(call);
    this.open.finish(call);
  }

  /** A call was answered: its context was accepted, though that answer was not seen. */
  private prove({ side, context }: OpenCall): void {
    if (context?.result !== 'unanswered') return;
    context.result = 'accepted';
    this.contexts.settle(side, context);
    const bind = this.open.askedFor(context);
    if (bind !== null) this.open.finish(bind);
  }

  /** The call that an answer is for. */
  private answeredBy(
    side: Side,
    bytes: Uint8Array,
    at: number,
    end: number,
    first: boolean,
  ): OpenCall | null {
    const callId = pdu.callId(bytes, at);
    const stated = end - at >= pdu.CALL_HEADER_BYTES;
    const contextId = stated ? pdu.readU16(bytes, at + CONTEXT_AT, pdu.isLittleEndian(bytes, at)) : -1;
    const call = this.open.calledBy(side, callId, contextId, first);
    if (call !== null) return call;
    if (this.framer(opposite(side)).doubt(callId)) return this.answeredBy(side, bytes, at, end, first);
    this.memory.strayAnswers += 1;
    return null;
  }

  private fault(side: Side, bytes: Uint8Array, at: number, end: number, mark: Mark): void {
    const littleEndian = pdu.isLittleEndian(bytes, at);
    const status = end - at < STATUS_AT + 4 ? 0 : pdu.readU32(bytes, at + STATUS_AT, littleEndian);
    const bind = this.open.boundBy(side, pdu.callId(bytes, at));
    if (bind !== null) {
      bind.fault = status;
      this.refuse(bind, null, mark);
      return;
    }
    const call = this.answeredBy(side, bytes, at, end, false);
    if (call === null) return;
    call.fault = status;
    call.answeredAt = mark;
    call.responseLittleEndian = littleEndian;
    this.open.finish(call);
  }

  private bind(side: Side, bytes: Uint8Array, at: number, end: number, mark: Mark): void {
    const littleEndian = pdu.isLittleEndian(bytes, at);
    const contexts = readContexts(bytes, at, end, littleEndian);
    for (const context of contexts) if (context !== null) this.contexts.enter(side, context);
    this.open.wait({
      kind: 'bind',
      side,
      callId: pdu.callId(bytes, at),
      contexts,
      alter: pdu.pduType(bytes, at) === pdu.ALTER_CONTEXT,
      auth: readAuth(bytes, at, end),
      mark,
      associationGroup: end - at < GROUP_AT + 4 ? 0 : pdu.readU32(bytes, at + GROUP_AT, littleEndian),
      secondaryAddress: null,
      answeredAt: null,
      missed: false,
      fault: null,
      done: false,
    });
  }

  private bindAck(side: Side, bytes: Uint8Array, at: number, end: number, mark: Mark): void {
    const bind = this.bound(side, pdu.callId(bytes, at));
    if (bind === null) return;
    const littleEndian = pdu.isLittleEndian(bytes, at);
    if (end - at >= GROUP_AT + 4) bind.associationGroup = pdu.readU32(bytes, at + GROUP_AT, littleEndian);
    bind.secondaryAddress = readResults(bytes, at, end, littleEndian, bind.contexts);
    this.settle(bind, mark);
  }

  private bindNak(side: Side, bytes: Uint8Array, at: number, end: number, mark: Mark): void {
    const bind = this.bound(side, pdu.callId(bytes, at));
    if (bind === null) return;
    const stated = end - at >= REASON_AT + 2;
    const reason = stated ? pdu.readU16(bytes, at + REASON_AT, pdu.isLittleEndian(bytes, at)) : null;
    this.refuse(bind, reason, mark);
  }

  /** The bind that an answer is for. */
  private bound(side: Side, callId: number): OpenBind | null {
    const bind = this.open.boundBy(side, callId);
    if (bind !== null) return bind;
    if (this.framer(opposite(side)).doubt(callId)) return this.bound(side, callId);
    this.memory.strayAnswers += 1;
    return null;
  }

  private refuse(bind: OpenBind, reason: number | null, mark: Mark): void {
    for (const context of bind.contexts) {
      if (context === null) continue;
      context.result = 'refused';
      context.reason = reason;
    }
    this.settle(bind, mark);
  }

  private settle(bind: OpenBind, mark: Mark): void {
    for (const context of bind.contexts) if (context !== null) this.contexts.settle(bind.side, context);
    bind.answeredAt = mark;
    this.open.finish(bind);
  }

  /** A client that cancels may still be answered; one that orphans a call no longer listens. */
  private cancel(side: Side, bytes: Uint8Array, at: number): void {
    const call = this.open.cancelledBy(side, pdu.callId(bytes, at));
    if (call === null) return;
    call.cancelled = true;
    if (pdu.pduType(bytes, at) === pdu.ORPHANED) this.open.finish(call);
  }
}

function opposite(side: Side): Side {
  return side === 'client' ? 'server' : 'client';
}

/** Adds the stub of a fragment; from one that is cut short, or whose trailer does not fit, none becomes whole. */
function addFragment(stub: Stub, bytes: Uint8Array, at: number, from: number, end: number): void {
  const whole = end - at >= pdu.fragLength(bytes, at);
  const trailer = whole ? pdu.trailerAt(bytes, at, end) : -1;
  const unfit = trailer < 0 && pdu.authLength(bytes, at) > 0;
  if (!whole || unfit || pdu.isSealed(bytes, trailer)) stub.spoil();
  const to = pdu.stubEnd(bytes, from, end, trailer);
  if (to > from) stub.add(bytes, from, to);
}

function readAuth(bytes: Uint8Array, at: number, end: number): RpcAuth | null {
  if (end - at < pdu.fragLength(bytes, at)) return null;
  const trailer = pdu.trailerAt(bytes, at, end);
  return trailer < 0 ? null : { type: bytes[trailer]!, level: bytes[trailer + 1]! };
}
