import fc from 'fast-check';
import { fieldType, heldAs } from '../model/car-table.ts';
import type { Program } from '../model/engine.ts';
import { type EventKind, objectOf } from '../model/event-kind.ts';
import type {
  CompareOp,
  Expr,
  FieldRef,
  IrJoin,
  IrOutput,
  IrSet,
  JoinKey,
  JoinWindow,
  Literal,
  Operand,
} from '../model/ir.ts';
import type { PlainEvent } from './events.ts';

/** Few values each, so that keys meet, and chosen for what is special about them. */
const ADDRESSES = ['10.0.0.1', '10.0.0.2', '::ffff:10.0.0.1', '2001:db8::1', 'fe80::1', 'fe80::1%eth0'];
const PORTS = [0, 134, 135, 136, 1024, 49151, 49152, 49153, 65535];
const TEXTS = [
  'svchost.exe',
  'SVCHOST.EXE',
  'services.exe',
  'webservices.exe',
  'a_b%c!',
  'Ärger',
  'äRGER',
  '',
];
const HOSTS = ['HOST1', 'host1.example.com', 'host2', 'Host2.Example.Org', '10.0.0.1', '10.0.0.2'];
const CASED = ['C1', 'c1', 'C2'];
const NUMBERS = [0, 1, 4, 900, 2 ** 33];
const PATTERNS = ['*', 'svc*', '*SERVICES.exe', '?ervices.exe', 'a_b%*', '*ä*', 'host?', 'c1', '10.0.*'];
const REGEXES = ['^svc', 'services\\.exe$', 'h[a-z]+t1', '^$', '10\\.0', 'exe|EXE'];

/** Microseconds on a grid of half seconds, give or take one: bounds are met exactly and missed by one. */
const TIMES = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom(0, 0, 0, 1, -1))
  .map(([half, off]) => 1_600_000_000_000_000 + half * 500_000 + off);
const LAGS = fc.constantFrom(-2_000_000, -1_000_000, -1, 0, 1, 500_000, 999_999, 1_000_000, 2_000_000);

const FIELDS = {
  flow: ['src_ip', 'src_port', 'dest_ip', 'dest_port', 'in_bytes', 'exe', 'hostname', 'flow_id', 'end_time'],
  process: ['pid', 'ppid', 'exe', 'command_line', 'hostname', 'fqdn', 'signature_valid'],
  file: ['pid', 'file_name', 'hostname', 'user', 'creation_time', 'signature_valid'],
} as const;
type UsedObject = keyof typeof FIELDS;
const ACTIONS = {
  flow: ['start', 'end'],
  process: ['create', 'terminate'],
  file: ['create', 'modify'],
} as const satisfies Readonly<Record<UsedObject, readonly string[]>>;
const OPEN_FIELD = 'proto_info.rpc_interface';

function fieldNames(object: UsedObject): readonly string[] {
  return object === 'flow' ? [...FIELDS.flow, OPEN_FIELD] : FIELDS[object];
}

function valuesOf(object: UsedObject, field: string): fc.Arbitrary<string | number | boolean> {
  switch (fieldType(object, field)!) {
    case 'ip':
      return fc.constantFrom(...ADDRESSES);
    case 'port':
      return fc.constantFrom(...PORTS);
    case 'int':
      return fc.constantFrom(...NUMBERS);
    case 'time':
      return TIMES;
    case 'bool':
      return fc.boolean();
    case 'host':
      return fc.constantFrom(...HOSTS);
    case 'cased':
      return fc.constantFrom(...CASED);
    case 'text':
    case 'open':
      return fc.constantFrom(...TEXTS);
  }
}

const KIND_WEIGHTS: readonly (readonly [EventKind, number])[] = [
  ['flow/start', 6],
  ['flow/end', 1],
  ['process/create', 2],
  ['file/create', 1],
  ['file/modify', 1],
];

function eventOf(kind: EventKind): fc.Arbitrary<PlainEvent> {
  const object = objectOf(kind) as UsedObject;
  const fields: Record<string, fc.Arbitrary<string | number | boolean | null>> = {};
  for (const field of fieldNames(object))
    fields[field] = fc.option(valuesOf(object, field), { freq: 8, nil: null });
  return fc
    .record({ time: TIMES, fields: fc.record(fields) })
    .map(({ time, fields: known }) => ({ ...known, kind, time }));
}

/** Up to `maxLength` events of five kinds, about one field in eight unknown, many at the same time. */
export function eventsArbitrary(maxLength = 24): fc.Arbitrary<PlainEvent[]> {
  const event = fc.oneof(...KIND_WEIGHTS.map(([kind, weight]) => ({ weight, arbitrary: eventOf(kind) })));
  return fc.array(event, { maxLength, size: 'max' });
}

/** Draws one value. */
type Draw = <T>(arbitrary: fc.Arbitrary<T>) => T;

/**
 * Programs over the events of `eventsArbitrary`: searches of one action or several, filters of sets and of
 * joins, joins of two or three sets (a set with itself and joins of joins among them) with and without keys,
 * windows and further conditions. A row has at most four events.
 */
export const programArbitrary: fc.Arbitrary<Program> = fc.gen().map((generator) => {
  const draw: Draw = (arbitrary) => generator(() => arbitrary);
  return drawProgram(draw);
});

interface DrawnSet {
  readonly set: IrSet;
  /** The object of each of its events. */
  readonly objects: readonly UsedObject[];
}

function drawProgram(draw: Draw): Program {
  const drawn: DrawnSet[] = [];
  const searches = draw(fc.integer({ min: 1, max: 2 }));
  for (let i = 0; i < searches; i++) drawn.push(drawSearch(draw, `s${i}`));
  const filters = draw(fc.integer({ min: 0, max: 2 }));
  for (let i = 0; i < filters; i++) drawn.push(drawFilter(draw, drawn, `f${i}`));
  const joins = draw(fc.constantFrom(0, 1, 1, 1, 2));
  for (let i = 0; i < joins; i++) drawn.push(drawJoin(draw, drawn, `j${i}`));
  if (draw(fc.integer({ max: 3, min: 0 })) === 0) drawn.push(drawFilter(draw, drawn, 'last'));
  const last = drawn.length - 1;
  const outputs: IrOutput[] = [{ name: drawn[last]!.set.name, set: last }];
  if (draw(fc.integer({ max: 4, min: 0 })) === 0) outputs.unshift({ name: drawn[0]!.set.name, set: 0 });
  return { analytic: 'random', ir: { sets: drawn.map(({ set }) => set), outputs } };
}

function drawSearch(draw: Draw, name: string): DrawnSet {
  const object = draw(fc.constantFrom<UsedObject>('flow', 'flow', 'flow', 'process', 'file'));
  const [first, second] = ACTIONS[object];
  const actions = draw(fc.constantFrom([first], [first], [first, second], [second]));
  return { set: { node: 'search', name, object, actions }, objects: [object] };
}

function drawFilter(draw: Draw, drawn: readonly DrawnSet[], name: string): DrawnSet {
  const from = draw(fc.nat({ max: drawn.length - 1 }));
  const { objects } = drawn[from]!;
  return { set: { node: 'filter', name, from, where: drawExpr(draw, objects, 2) }, objects };
}

function drawJoin(draw: Draw, drawn: readonly DrawnSet[], name: string): DrawnSet {
  const from: number[] = [];
  let objects: UsedObject[] = [];
  const size = draw(fc.constantFrom(2, 2, 2, 3));
  for (let i = 0; i < size; i++) {
    const fitting = drawn.flatMap((set, index) =>
      objects.length + set.objects.length + (size - i - 1) <= 4 ? [index] : [],
    );
    const member = draw(fc.constantFrom(...fitting));
    from.push(member);
    objects = [...objects, ...drawn[member]!.objects];
  }
  const starts = from.map((_, i) =>
    from.slice(0, i).reduce((sum, member) => sum + drawn[member]!.objects.length, 0),
  );
  const memberOf = (at: number) => starts.findLastIndex((start) => start <= at);
  const keys = drawKeys(draw, objects, memberOf);
  const windows = drawWindows(draw, objects, memberOf);
  const where = draw(fc.integer({ max: 2, min: 0 })) === 0 ? drawExpr(draw, objects, 1) : null;
  const set: IrJoin = { node: 'join', name, from, keys, windows, where };
  return { set, objects };
}

function drawKeys(
  draw: Draw,
  objects: readonly UsedObject[],
  memberOf: (at: number) => number,
): readonly JoinKey[] {
  const wanted = draw(fc.constantFrom(0, 1, 1, 2));
  const keys: JoinKey[] = [];
  for (let i = 0; i < wanted; i++) {
    const left = drawField(draw, objects);
    const right = drawField(draw, objects, left);
    if (right !== null && memberOf(left.ref.at) !== memberOf(right.ref.at))
      keys.push({ left: left.ref, right: right.ref, type: left.type });
  }
  return keys;
}

function drawWindows(
  draw: Draw,
  objects: readonly UsedObject[],
  memberOf: (at: number) => number,
): readonly JoinWindow[] {
  const wanted = draw(fc.constantFrom(0, 1, 1, 1, 2));
  const windows: JoinWindow[] = [];
  for (let i = 0; i < wanted; i++) {
    const earlier = drawTime(draw, objects);
    const later = drawTime(draw, objects);
    if (memberOf(earlier.at) === memberOf(later.at)) continue;
    const plain = draw(fc.boolean());
    windows.push({
      earlier,
      later,
      low: plain ? { micros: 0, strict: true } : drawBound(draw),
      high: plain ? { micros: 2_000_000, strict: true } : drawBound(draw),
    });
  }
  return windows;
}

function drawBound(draw: Draw): JoinWindow['low'] {
  return draw(fc.option(fc.record({ micros: LAGS, strict: fc.boolean() }), { freq: 4, nil: null }));
}

/** An event's time, now and then another field of type time. */
function drawTime(draw: Draw, objects: readonly UsedObject[]): FieldRef {
  const at = draw(fc.nat({ max: objects.length - 1 }));
  const other = { flow: 'end_time', file: 'creation_time', process: 'time' }[objects[at]!];
  return { at, field: draw(fc.integer({ min: 0, max: 7 })) === 0 ? other : 'time' };
}

interface DrawnField {
  readonly ref: FieldRef;
  readonly type: NonNullable<ReturnType<typeof fieldType>>;
}

/** A field of any of the events; where `like` is given, one that can be compared with it, null if none was met. */
function drawField(draw: Draw, objects: readonly UsedObject[]): DrawnField;
function drawField(draw: Draw, objects: readonly UsedObject[], like: DrawnField): DrawnField | null;
function drawField(draw: Draw, objects: readonly UsedObject[], like?: DrawnField): DrawnField | null {
  const at = draw(fc.nat({ max: objects.length - 1 }));
  const object = objects[at]!;
  const fits = fieldNames(object).filter(
    (field) => like === undefined || fieldType(object, field) === like.type,
  );
  if (fits.length === 0) return null;
  const field = draw(fc.constantFrom(...fits));
  const [name, ...path] = field.split('.');
  const ref = path.length === 0 ? { at, field } : { at, field: name!, path: path.join('.') };
  return { ref, type: fieldType(object, field)! };
}

function drawExpr(draw: Draw, objects: readonly UsedObject[], depth: number): Expr {
  const shape = depth === 0 ? 'leaf' : draw(fc.constantFrom('leaf', 'leaf', 'and', 'or', 'not'));
  if (shape === 'leaf') return drawLeaf(draw, objects);
  if (shape === 'not') return { op: 'not', arg: drawExpr(draw, objects, depth - 1) };
  const count = draw(fc.integer({ min: 2, max: 3 }));
  const args = Array.from({ length: count }, () => drawExpr(draw, objects, depth - 1));
  return { op: shape as 'and' | 'or', args };
}

function drawLeaf(draw: Draw, objects: readonly UsedObject[]): Expr {
  const { ref, type } = drawField(draw, objects);
  const value = () => drawLiteral(draw, objects, ref);
  const held = heldAs(type);
  const ordered = held === 'port' || (held === 'number' && type !== 'bool');
  const cmps: readonly CompareOp[] = ordered ? ['==', '!=', '<', '<=', '>', '>='] : ['==', '!='];
  const left: Operand = { kind: 'field', field: ref };
  const shape = draw(fc.constantFrom('literal', 'field', 'in', 'text', 'time'));
  if (shape === 'in') {
    const count = draw(fc.integer({ min: 1, max: 3 }));
    return { op: 'in', field: ref, values: Array.from({ length: count }, value), type };
  }
  if (shape === 'text' && held === 'text') return drawTextTest(draw, objects, { ref, type });
  if (shape === 'time') return drawTimeTest(draw, objects);
  const cmp = draw(fc.constantFrom(...cmps));
  const other = shape === 'field' ? drawField(draw, objects, { ref, type }) : null;
  if (other !== null) return { op: 'compare', cmp, left, right: { kind: 'field', field: other.ref }, type };
  const right: Operand = { kind: 'literal', value: value() };
  return draw(fc.boolean())
    ? { op: 'compare', cmp, left, right, type }
    : { op: 'compare', cmp, left: right, right: left, type };
}

function drawLiteral(draw: Draw, objects: readonly UsedObject[], { at, field, path }: FieldRef): Literal {
  const value = draw(valuesOf(objects[at]!, path === undefined ? field : `${field}.${path}`));
  return typeof value === 'string' ? value.replace('%eth0', '') : value;
}

function drawTextTest(draw: Draw, objects: readonly UsedObject[], { ref, type }: DrawnField): Expr {
  const op = draw(fc.constantFrom('like', 'match', 'contains'));
  if (op === 'like') return { op, field: ref, pattern: draw(fc.constantFrom(...PATTERNS)), type };
  if (op === 'match') return { op, field: ref, regex: draw(fc.constantFrom(...REGEXES)), type };
  const part = drawField(draw, objects, { ref, type });
  return { op: 'contains', field: ref, part: part?.ref ?? ref, type };
}

function drawTimeTest(draw: Draw, objects: readonly UsedObject[]): Expr {
  const cmp = draw(fc.constantFrom<CompareOp>('<', '<=', '>', '>=', '==', '!='));
  const left: Operand = { kind: 'field', field: drawTime(draw, objects) };
  const right: Operand = { kind: 'shifted', field: drawTime(draw, objects), micros: draw(LAGS) };
  return { op: 'compare', cmp, left, right, type: 'time' };
}
