import { carAction, carObject, fieldNames } from '../../language/names.ts';
import { allNearest, nearest } from '../../language/nearest.ts';
import { actionsOf, CAR_OBJECTS, type CarObject, fieldType } from '../../model/car-table.ts';
import type { EventKind } from '../../model/event-kind.ts';
import { parseZone } from '../../model/time.ts';
import type { Condition, EventMapping, FieldMapping, TimeMapping } from './mapping.ts';
import { statesZone, TIME_FORMATS, timeFormat } from './time-format.ts';
import type { YamlNode, YamlTree } from './yaml-tree.ts';

/** The columns that there are; null where only the file tells. */
type Columns = readonly string[] | null;

/** An entry of `events`; null, and faults in the tree, where it cannot be used. */
export function readEventMapping(tree: YamlTree, node: YamlNode, columns: Columns): EventMapping | null {
  const members = tree.members(node, 'an entry of `events`', ['object', 'action', 'where', 'time', 'fields']);
  if (members === null) return null;
  const value = (key: string): YamlNode => members.get(key)?.value;
  for (const key of ['object', 'action', 'time'])
    if (!members.has(key)) tree.fault('missing-key', node, `an entry of \`events\` states its \`${key}\``);
  const where = members.has('where') ? readWhere(tree, value('where'), columns) : [];
  const time = members.has('time') ? readTime(tree, value('time'), 'time', columns, null) : null;
  const object = members.has('object') ? readObject(tree, value('object')) : null;
  if (object === null) return null;
  const action = members.has('action') ? readAction(tree, value('action'), object) : null;
  const fields = members.has('fields') ? readFields(tree, value('fields'), object, columns, time) : [];
  if (action === null || time === null) return null;
  return { kind: `${object}/${action}` as EventKind, where, time, fields };
}

function readObject(tree: YamlTree, node: YamlNode): CarObject | null {
  const name = tree.text(node);
  if (name === null) return tree.fault('bad-value', node, '`object` is the name of a CAR object');
  const message = `CAR has no object \`${name}\`, only ${CAR_OBJECTS.join(', ')}`;
  return carObject(name) ?? tree.fault('unknown-object', node, message, nearest(name, CAR_OBJECTS));
}

function readAction(tree: YamlTree, node: YamlNode, object: CarObject): string | null {
  const name = tree.text(node);
  if (name === null) return tree.fault('bad-value', node, '`action` is the name of one action');
  const all = actionsOf(object);
  const message = `CAR's ${object} has no action \`${name}\`, only ${all.join(', ')}`;
  return carAction(object, name) ?? tree.fault('unknown-action', node, message, nearest(name, all));
}

function readWhere(tree: YamlTree, node: YamlNode, columns: Columns): readonly Condition[] {
  const members =
    tree.members(node, '`where`', null) ?? new Map<string, { key: YamlNode; value: YamlNode }>();
  return [...members].map(([column, { key, value }]) => {
    readColumn(tree, key, 'where', columns);
    const oneOf = (tree.items(value) ?? [value]).map((item) => tree.text(item)?.trim().toLowerCase());
    if (oneOf.length === 0 || oneOf.some((text) => text === undefined))
      tree.fault('bad-value', value, `\`where\` gives \`${column}\` a value, or a list of values`);
    return { column, oneOf: oneOf.filter((text) => text !== undefined) };
  });
}

/** @param otherwise what is used where `format` and `zone` are not stated; null: `format` must be */
function readTime(
  tree: YamlTree,
  node: YamlNode,
  what: string,
  columns: Columns,
  otherwise: TimeMapping | null,
): TimeMapping | null {
  const members = tree.members(node, `\`${what}\``, ['field', 'format', 'zone']);
  if (members === null) return null;
  const value = (key: string): YamlNode => members.get(key)?.value;
  const column = members.has('field')
    ? readColumn(tree, value('field'), 'field', columns)
    : tree.fault('missing-key', node, `\`${what}\` names its \`field\``);
  const zone = members.has('zone') ? readZone(tree, value('zone')) : (otherwise?.zone ?? null);
  if (!members.has('format')) {
    if (otherwise === null)
      tree.fault(
        'missing-key',
        node,
        `\`${what}\` states its \`format\`: ${TIME_FORMATS.join(', ')}, or a pattern`,
      );
    return column === null || otherwise === null ? null : { ...otherwise, column, zone };
  }
  const written = tree.text(value('format')) ?? '';
  const format = timeFormat(written);
  if (format === null)
    return tree.fault(
      'unknown-format',
      value('format'),
      `a time's \`format\` is ${TIME_FORMATS.join(', ')}, or a pattern such as "YYYY-MM-DD HH:MM:SS"`,
      nearest(written, TIME_FORMATS),
    );
  if (zone === null && !members.has('zone') && !statesZone(format))
    return tree.fault('missing-zone', node, `times as \`${written}\` state no zone: give \`zone: UTC\``);
  return column === null ? null : { column, format, zone };
}

function readZone(tree: YamlTree, node: YamlNode): string | null {
  const zone = tree.text(node);
  if (zone !== null && parseZone(zone) !== null) return zone;
  return tree.fault('bad-value', node, '`zone` is UTC or an offset as "+02:00"');
}

function readFields(
  tree: YamlTree,
  node: YamlNode,
  object: CarObject,
  columns: Columns,
  time: TimeMapping | null,
): readonly FieldMapping[] {
  const fields: FieldMapping[] = [];
  for (const [field, { key, value }] of tree.members(node, '`fields`', null) ?? []) {
    const type = fieldType(object, field);
    if (field === 'time') tree.fault('unknown-field', key, '`time` stands beside `fields`, not in it');
    else if (type === null) {
      const near = allNearest(field, fieldNames(object).slice(1)).slice(0, 3);
      const hint = near.length === 0 ? '' : `; ${near.join(' or ')}?`;
      tree.fault('unknown-field', key, `CAR's ${object} has no field \`${field}\`${hint}`, near[0]);
    } else if (type === 'time' && tree.isMap(value)) {
      const own = readTime(tree, value, field, columns, time);
      if (own !== null) fields.push({ field, type, column: own.column, time: own });
    } else {
      const column = readColumn(tree, value, field, columns);
      if (column !== null)
        fields.push({ field, type, column, time: type === 'time' && time ? { ...time, column } : null });
    }
  }
  return fields;
}

function readColumn(tree: YamlTree, node: YamlNode, what: string, columns: Columns): string | null {
  const column = tree.text(node)?.trim() ?? '';
  if (column === '') return tree.fault('bad-value', node, `\`${what}\` is the name of a column or key`);
  if (columns === null || columns.includes(column)) return column;
  const message = `the \`columns\` have no \`${column}\``;
  return tree.fault('unknown-column', node, message, nearest(column, columns));
}
