import { zeekCall } from '../../knowledge/zeek-names.ts';

/** What a record of dce_rpc.log says was called. */
export interface Called {
  readonly interface: string | null;
  /** The name that it is known under, else the one in the log. */
  readonly interfaceName: string | null;
  /** As CAR's texts call it. */
  readonly rpcInterface: string | null;
  readonly opnum: number | null;
  readonly operation: string | null;
}

const MAX_KNOWN = 4096;
/** How Zeek writes a UUID or a number that it has no name for. */
const UNKNOWN = /^unknown-/i;
const UNKNOWN_NUMBER = /^unknown-(\d{1,5})$/i;

/** Looks up what the columns `endpoint` and `operation` stand for, each pair once. */
export class CalledNames {
  private readonly known = new Map<string, Called>();

  of(endpoint: string | null, operation: string | null): Called {
    const key = `${endpoint}\t${operation}`;
    let called = this.known.get(key);
    if (called === undefined) {
      called = calledBy(endpoint, operation);
      if (this.known.size === MAX_KNOWN) this.known.clear();
      this.known.set(key, called);
    }
    return called;
  }
}

function calledBy(endpoint: string | null, operation: string | null): Called {
  const call = endpoint === null ? undefined : zeekCall(endpoint, operation ?? '');
  const interfaceName = call === undefined ? endpoint : (call.interface?.name ?? null);
  const uuid = call?.uuid ?? null;
  return {
    interface: uuid,
    interfaceName,
    rpcInterface: interfaceName ?? uuid,
    opnum: call === undefined ? numberOf(operation) : call.opnum,
    operation: call?.operation?.name ?? (operation === null || UNKNOWN.test(operation) ? null : operation),
  };
}

function numberOf(operation: string | null): number | null {
  const parts = operation === null ? null : UNKNOWN_NUMBER.exec(operation);
  return parts === null ? null : Number(parts[1]);
}
