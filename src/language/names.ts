import { actionsOf, CAR_OBJECTS, type CarObject, fieldsOf } from '../model/car-table.ts';

/** Letters and digits alone, in lower case: `User_Session`, `UserSession` and `user session` are one. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/[\s_]+/g, '');
}

/** As `folded`, and without the ending of the English plural: `Processes` and `process` are one. */
export function foldedSingular(name: string): string {
  const plain = folded(name);
  if (/(?:ss|x|ch|sh)es$/.test(plain)) return plain.slice(0, -2);
  return /[^s]s$/.test(plain) ? plain.slice(0, -1) : plain;
}

export function carObject(name: string): CarObject | null {
  return CAR_OBJECTS.find((object) => folded(object) === folded(name)) ?? null;
}

export function carAction(object: CarObject, name: string): string | null {
  return actionsOf(object).find((action) => folded(action) === folded(name)) ?? null;
}

/** Names of all that an event of the object can be asked for. */
export function fieldNames(object: CarObject): readonly string[] {
  return ['time', ...Object.keys(fieldsOf(object))];
}
