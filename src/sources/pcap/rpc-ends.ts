import type { Connection } from '../../wire/connection.ts';
import { flowIdBytes } from '../../wire/flow-id.ts';
import type { Side } from '../../wire/stream/byte-sink.ts';
import { TUPLE_BYTES, turnTuple } from '../../wire/tuple.ts';

/** Between whom RPC is heard: whoever asked, and whom he asked. */
export interface Ends {
  /** Source, destination, source port, destination port. */
  readonly tuple: Uint8Array;
  /** The flow id's letters. */
  readonly flowId: Uint8Array;
}

/** The ends of a connection's RPC, worked out once. */
export class RpcEnds {
  private readonly connection: Connection;
  private asClient: Ends | null = null;
  private asServer: Ends | null = null;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** With whoever asked as the source. */
  of(asker: Side): Ends {
    if (asker === 'client') {
      this.asClient ??= { tuple: this.connection.tuple, flowId: this.flowId() };
      return this.asClient;
    }
    if (this.asServer === null) {
      const tuple = new Uint8Array(TUPLE_BYTES);
      turnTuple(this.connection.tuple, tuple);
      this.asServer = { tuple, flowId: this.flowId() };
    }
    return this.asServer;
  }

  private flowId(): Uint8Array {
    const { tuple, sequence, start } = this.connection;
    return flowIdBytes(tuple, sequence, start);
  }
}
