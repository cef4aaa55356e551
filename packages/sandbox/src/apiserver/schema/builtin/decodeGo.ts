import { isObject } from '../goValue';
import { decodeOwn } from './decodeOwn';
import { goStruct, type GoField, type GoType } from './goTypes';

/** A value refused by a type that decodes itself. */
class OwnProblem extends Error {}

interface Visit {
  /** First value that did not fit; decoding goes on after it, as in Go. */
  problem?: string;
  path: string[];
  struct: string;
}

/**
 * Decodes a built-in kind in place as Go does: what is empty and may be left out
 * is, what may not be is there. Unknown fields stay.
 *
 * @param struct - Name of the Go struct, such as `Deployment`.
 * @returns What Go says of a value of the wrong type, if there is one.
 */
export function decodeGo(
  struct: string,
  object: Record<string, unknown>,
): string | undefined {
  const visit: Visit = { path: [], struct: '' };
  try {
    decodeStruct(struct, object, visit, new Set(['metadata']));
  } catch (error) {
    // A type that decodes itself ends the decoding at once.
    if (error instanceof OwnProblem) return error.message;
    throw error;
  }
  return visit.problem;
}

function mistyped(visit: Visit, value: unknown, name: string): string {
  const where = visit.path.length
    ? `Go struct field ${visit.struct}.${visit.path.join('.')}`
    : 'Go value';
  return `json: cannot unmarshal ${goKind(
    value,
    name,
  )} into ${where} of type ${name}`;
}

function goKind(value: unknown, wanted: string): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') {
    return /^u?int\d*$/.test(wanted) ? `number ${value}` : 'number';
  }
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function decodeStruct(
  struct: string,
  object: Record<string, unknown>,
  visit: Visit,
  untouched: Set<string> = new Set(),
): void {
  const fields = goStruct(struct);
  if (!fields || fields.size === 0) return;
  const outer = visit.struct;
  for (const [name, value] of Object.entries(object)) {
    const field = fields.get(name);
    if (!field) continue;
    visit.struct = struct.split('/').pop() ?? struct;
    const depth = visit.path.length;
    if (field.inlinedFrom && field.inlinedFrom !== 'TypeMeta') {
      visit.path.push(field.inlinedFrom);
    }
    visit.path.push(name);
    const decoded = decodeValue(field.type, value, visit);
    visit.path.length = depth;
    visit.struct = outer;
    if (untouched.has(name)) continue;
    if (decoded === undefined || (!field.pointer && isEmpty(field, decoded))) {
      delete object[name];
    } else {
      object[name] = isNothing(field, decoded) ? null : decoded;
    }
  }
  for (const field of fields.values()) {
    if (Object.hasOwn(object, field.name) || untouched.has(field.name)) {
      continue;
    }
    const zero = zeroOf(field);
    if (zero !== undefined) object[field.name] = zero;
  }
}

function isEmpty(field: GoField, value: unknown): boolean {
  if (field.omitZero && isObject(value)) return Object.keys(value).length === 0;
  if (!field.omitEmpty || field.type.kind === 'struct') return false;
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  if (field.type.kind === 'own') return false;
  return value === '' || value === 0 || value === false;
}

/** Storage does not tell an empty list or map from none. */
function isNothing(field: GoField, value: unknown): boolean {
  return (
    !field.pointer &&
    ['list', 'map'].includes(field.type.kind) &&
    Object.keys(value as object).length === 0
  );
}

/** What an absent field is written as; undefined if it is left out. */
function zeroOf(field: GoField): unknown {
  if (field.omitZero) return undefined;
  if (field.type.kind === 'struct' && !field.pointer) {
    return zeroStruct(field.type.struct);
  }
  if (field.omitEmpty && field.type.kind !== 'own') return undefined;
  if (field.pointer) return field.omitEmpty ? undefined : null;
  switch (field.type.kind) {
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'int':
      return 0;
    case 'own':
      return zeroOfOwn(field.type.name);
    default:
      return null;
  }
}

function zeroOfOwn(name: string): unknown {
  if (name === 'intstr.IntOrString') return 0;
  return name === 'resource.Quantity' ? '0' : null;
}

/** A struct nobody has filled in, as Go writes it. */
export function zeroStruct(struct: string): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  decodeStruct(struct, object, { path: [], struct: '' });
  return object;
}

/** The decoded value; undefined for `null`, and for what does not fit. */
function decodeValue(type: GoType, value: unknown, visit: Visit): unknown {
  if (value === null) return undefined;
  const refuse = () => {
    visit.problem ??= mistyped(visit, value, type.name);
    return undefined;
  };
  switch (type.kind) {
    case 'struct':
      if (!isObject(value)) return refuse();
      decodeStruct(type.struct, value, visit);
      return value;
    case 'list':
      if (!Array.isArray(value)) return refuse();
      return value.map(item => {
        const decoded = decodeValue(type.of, item, visit);
        return decoded === undefined ? zeroItem(type.of) : decoded;
      });
    case 'map':
      if (!isObject(value)) return refuse();
      for (const [key, item] of Object.entries(value)) {
        const decoded = decodeValue(type.of, item, visit);
        value[key] = decoded === undefined ? zeroItem(type.of) : decoded;
      }
      return value;
    case 'int':
      return Number.isInteger(value) && fits(type.name, value as number)
        ? value
        : refuse();
    case 'bytes':
      if (typeof value !== 'string') return refuse();
      visit.problem ??= base64Problem(value);
      return value;
    case 'own': {
      const result = decodeOwn(type.name, value);
      if ('mistyped' in result) {
        throw new OwnProblem(mistyped(visit, value, result.mistyped));
      }
      if ('problem' in result) throw new OwnProblem(result.problem);
      return result.value;
    }
    default:
      return typeof value === (type.kind === 'bool' ? 'boolean' : 'string')
        ? value
        : refuse();
  }
}

function zeroItem(type: GoType): unknown {
  switch (type.kind) {
    case 'struct':
      return zeroStruct(type.struct);
    case 'bool':
      return false;
    case 'int':
      return 0;
    case 'string':
    case 'bytes':
      return '';
    case 'own':
      return zeroOfOwn(type.name);
    default:
      return null;
  }
}

function fits(name: string, value: number): boolean {
  return name !== 'int32' || (value >= -(2 ** 31) && value < 2 ** 31);
}

/** What Go says of text that is not base64. */
function base64Problem(text: string): string | undefined {
  const plain = text.replace(/[\r\n]/g, '');
  if (
    /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(
      plain,
    )
  ) {
    return undefined;
  }
  const bad = /[^A-Za-z0-9+/]/.exec(plain);
  let at = bad ? bad.index : plain.length - (plain.length % 4);
  if (bad && bad[0] === '=') {
    const rest = plain.slice(bad.index);
    const place = bad.index % 4;
    // Padding is refused where it cannot stand, or after its end.
    if (place === 2 && rest === '=') at = plain.length;
    else if (place === 2 && rest.startsWith('==')) at = bad.index + 2;
    else if (place === 3) at = bad.index + 1;
    else if (place === 2) at = bad.index + 1;
  }
  return `illegal base64 data at input byte ${at}`;
}
