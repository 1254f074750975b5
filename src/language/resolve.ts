import { actionsOf, CAR_OBJECTS } from '../model/car-table.ts';
import type { Ir, IrOutput, IrSet } from '../model/ir.ts';
import type {
  Ast,
  Condition,
  FilterStatement,
  JoinStatement,
  Name,
  OutputStatement,
  SearchStatement,
  Statement,
} from './ast.ts';
import { resolveCondition } from './condition.ts';
import { operandsOf } from './condition-operands.ts';
import { splitJoinCondition } from './join-condition.ts';
import { carAction, carObject, foldedSingular } from './names.ts';
import { allNearest, nearest } from './nearest.ts';
import type { Notes } from './notes.ts';
import { filterRow, joinRow, type KnownSet, type RowEvent, rowsBeside, searchRow } from './row.ts';

/** Looks up what a text names and gives what it means; null where the notes have a fault. */
export function resolve(ast: Ast, notes: Notes): Ir | null {
  const resolver = new Resolver(notes);
  for (const statement of ast.statements) {
    if (statement.kind === 'search') resolver.search(statement);
    else if (statement.kind === 'filter') resolver.filter(statement);
    else if (statement.kind === 'join') resolver.join(statement);
    else if (statement.kind === 'output') resolver.output(statement);
    else if (statement.name !== null) resolver.forget(statement.name.name);
  }
  const last = ast.statements.at(-1);
  if (last !== undefined && !ast.statements.some(isOutput)) {
    const { span } = 'name' in last && last.name !== null ? last.name : last;
    notes.fault('no-output', span, 'the text outputs nothing: it needs `output NAME`');
  }
  return notes.diagnostics.length === 0 ? { sets: resolver.sets, outputs: resolver.outputs } : null;
}

/** Also a statement that could not be read, if it makes no set. */
function isOutput(statement: Statement): boolean {
  return statement.kind === 'output' || (statement.kind === 'outside' && statement.name === null);
}

/** Events in a row: joins of joins could otherwise double it with every line. */
const ROW_MAX = 64;

/** What one text has made so far. */
class Resolver {
  readonly sets: IrSet[] = [];
  readonly outputs: IrOutput[] = [];
  private readonly notes: Notes;
  /** By name, the last of that name; null where a fault keeps it from being known, and nothing more is said. */
  private readonly known = new Map<string, KnownSet | null>();

  constructor(notes: Notes) {
    this.notes = notes;
  }

  /** A set that is made by a statement that is not judged. */
  forget(name: string): void {
    this.known.set(name, null);
  }

  search({ name, object: objectName, actions: actionNames }: SearchStatement): void {
    const object = carObject(objectName.name);
    if (object === null) {
      const near = nearest(objectName.name, CAR_OBJECTS);
      this.notes.fault('unknown-object', objectName.span, `CAR has no object \`${objectName.name}\``, near);
      this.forget(name.name);
      return;
    }
    const actions = new Set<string>();
    for (const { name: written, span } of actionNames) {
      const action = carAction(object, written);
      if (action !== null) actions.add(action);
      else {
        const all = actionsOf(object);
        const message = `CAR's ${object} has no action \`${written}\`, only ${all.join(', ')}`;
        this.notes.fault('unknown-action', span, message, nearest(written, all));
      }
    }
    if (actions.size === 0) {
      this.forget(name.name);
      return;
    }
    const row = searchRow(name.name, object);
    this.make(name.name, row, { node: 'search', name: name.name, object, actions: [...actions] });
  }

  filter({ name, from: fromName, where: condition }: FilterStatement): void {
    const from = fromName === null ? this.onlySet(name) : this.find(fromName);
    if (from === null) {
      this.judgeAlone(condition);
      this.forget(name.name);
      return;
    }
    const where = resolveCondition(condition, from.row, this.notes);
    const row = filterRow(name.name, from);
    this.make(name.name, row, where && { node: 'filter', name: name.name, from: from.index, where });
  }

  join({ name, from: fromNames, where: condition }: JoinStatement): void {
    const from = fromNames.map((one) => this.find(one));
    const known = from.filter((set) => set !== null);
    const twice = fromNames.find((_, i) => from[i] !== null && from.indexOf(from[i]!) < i);
    if (twice !== undefined) {
      const message = `\`${twice.name}\` stands twice; give one of them a name of its own by another search or filter`;
      this.notes.fault('same-set-twice', twice.span, message);
    }
    if (known.length < from.length || twice !== undefined) {
      this.judgeAlone(condition);
      this.forget(name.name);
      return;
    }
    const row = joinRow(name.name, known);
    if (row.length > ROW_MAX) {
      const message = `a row of this join has ${row.length} events; there may be ${ROW_MAX}`;
      this.notes.fault('too-wide', name.span, message);
      this.forget(name.name);
      return;
    }
    const where = resolveCondition(condition, rowsBeside(known), this.notes);
    const sizes = known.map((set) => set.row.length);
    const indexes = known.map((set) => set.index);
    const parts = where && splitJoinCondition(where, sizes);
    this.make(name.name, row, parts && { node: 'join', name: name.name, from: indexes, ...parts });
  }

  output({ sets }: OutputStatement): void {
    for (const name of sets) {
      const set = this.find(name);
      if (set !== null) this.outputs.push({ name: set.name, set: set.index });
    }
  }

  /** Adds a set; of one that a fault has kept from being made only the row is known. */
  private make(name: string, row: readonly RowEvent[], set: IrSet | null): void {
    if (set !== null) this.sets.push(set);
    this.known.set(name, { name, index: this.sets.length - 1, row });
  }

  private find({ name, span }: Name): KnownSet | null {
    const exact = this.known.get(name);
    if (exact !== undefined) return exact;
    const alike = [...this.known].filter(([known]) => foldedSingular(known) === foldedSingular(name));
    const [only] = alike;
    if (only !== undefined && alike.length === 1) {
      this.notes.repair('set-name', span, `\`${name}\` is read as \`${only[0]}\``);
      return only[1];
    }
    const near = alike[0]?.[0] ?? allNearest(name, this.known.keys())[0];
    return this.notes.fault('unknown-set', span, `no set is called \`${name}\` before this`, near);
  }

  /** The set that a filter without one is over. */
  private onlySet(name: Name): KnownSet | null {
    const [only, ...more] = this.known.values();
    if (only !== undefined && more.length === 0) return only;
    const names = [...this.known.keys()].join(', ');
    const message = names === '' ? 'there is no set to filter' : `which set is filtered? ${names}`;
    return this.notes.fault('missing-set', name.span, message);
  }

  /** Of a condition over sets that are not known: what is at fault whatever they are. */
  private judgeAlone(condition: Condition): void {
    for (const operand of operandsOf(condition))
      if (operand.kind === 'path' && operand.path.toLowerCase() === 'now')
        this.notes.fault(
          'unsupported-now',
          operand.span,
          '`now`: the time of the run is not part of the data',
        );
  }
}
