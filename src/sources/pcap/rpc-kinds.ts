/** The kinds of events that come of hearing RPC in connections. */
export const RPC_KINDS = ['rpc/map', 'rpc/bind', 'rpc/call', 'flow/message'] as const;

export type RpcKind = (typeof RPC_KINDS)[number];
