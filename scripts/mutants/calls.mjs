// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the source that is looked for has them
/** Named faults in what sources/zeek makes of dce_rpc.log. */
export const CALLS = [
  {
    name: 'zeek calls: a port is a pipe',
    file: 'src/sources/zeek/rpc-calls.ts',
    find: '/^\\d+$/.test(named)',
    replace: "named === ''",
    tests: ['sources/zeek/zeek.test'],
  },
  {
    name: 'zeek calls: a call without rtt is answered',
    file: 'src/sources/zeek/rpc-calls.ts',
    find: "row.has(CALL_SLOT.rtt) ? 'answered' : 'unanswered'",
    replace: "row.has(CALL_SLOT.ts) ? 'answered' : 'unanswered'",
    tests: ['sources/zeek/zeek.test'],
  },
  {
    name: 'zeek calls: the uid is not the flow',
    file: 'src/sources/zeek/rpc-calls.ts',
    find: 'flowId: uid,',
    replace: 'flowId: null,',
    tests: ['sources/zeek/zeek.test'],
  },
  {
    name: 'zeek calls: an unknown number is an operation',
    file: 'src/sources/zeek/called-names.ts',
    find: 'operation === null || UNKNOWN.test(operation) ? null : operation',
    replace: 'operation',
    tests: ['sources/zeek/zeek.test'],
  },
  {
    name: 'zeek calls: nested id is not read',
    file: 'src/sources/zeek/json-object.ts',
    find: 'bytes[value] === OPEN ? within.get(code) : undefined',
    replace: 'bytes[value] === OPEN ? NONE.get(code) : undefined',
    tests: ['sources/zeek/zeek.test'],
  },
  {
    name: 'zeek calls: one mark is enough',
    file: 'src/sources/zeek/json-rows.ts',
    find: 'this.callMarks === (1 << CALL_MARKS.length) - 1',
    replace: 'this.callMarks > 99',
    tests: ['sources/zeek/zeek.test'],
  },
  {
    name: 'zeek calls: a key of later counts',
    file: 'src/sources/zeek/json-object.ts',
    find: '!within.has(code) && !row.has(code)',
    replace: '!within.has(code)',
    tests: ['sources/zeek/zeek.test'],
  },
  {
    name: 'zeek calls: rtt is not checked',
    file: 'src/sources/zeek/rpc-calls.ts',
    find: 'row.has(CALL_SLOT.rtt) && durationOf',
    replace: 'row.has(CALL_SLOT.ts) && false && durationOf',
    tests: ['sources/zeek/zeek.test'],
  },
];
