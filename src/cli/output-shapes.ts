import { rowEvents } from '../ir/row-events.ts';
import { wantOf } from '../ir/want.ts';
import { type CarObject, fieldsOf } from '../model/car-table.ts';
import type { Program } from '../model/engine.ts';
import { objectOf } from '../model/event-kind.ts';
import type { OutputShape } from '../model/sink.ts';
import { NO_LIMITS } from '../model/want.ts';

/** The four that say between whom a flow is stand first. */
const ENDS = ['src_ip', 'src_port', 'dest_ip', 'dest_port'];
/** Of what is open by nature, that which CAR's own texts ask for. */
const OPEN = ['proto_info.rpc_interface'];

/**
 * What the rows of a program show: of each event the fields that the analytic looks at, and of flows the
 * addresses and ports. It depends on the text alone, not on what sources happen to know.
 */
export function outputShapes(program: Program): readonly OutputShape[] {
  const { kinds } = wantOf([program], NO_LIMITS);
  return program.ir.outputs.map(({ name, set }) => ({
    analytic: program.analytic,
    output: name,
    events: rowEvents(program.ir, set).map((event) => {
      const object = objectOf(event.kinds[0]!);
      const wanted = event.kinds.flatMap((kind) => kinds[kind]?.fields ?? []);
      return { name: event.name, object, fields: inOrder(object, new Set(wanted)) };
    }),
  }));
}

/** All fields of an object, in the order in which they are shown. */
export function shownFields(object: CarObject): readonly string[] {
  const fields = Object.keys(fieldsOf(object));
  return inOrder(object, new Set([...fields, ...(fields.includes('proto_info') ? OPEN : [])]));
}

function inOrder(object: CarObject, fields: ReadonlySet<string>): readonly string[] {
  const known = [...ENDS, ...Object.keys(fieldsOf(object)).filter((field) => !ENDS.includes(field))];
  const open = [...fields].filter((field) => !known.includes(field)).sort();
  return [...known.filter((field) => fields.has(field)), ...open];
}
