import table from './goTypes.json';

/**
 * The Go type of a value, as far as decoding and encoding JSON depend on it.
 * `name` is how Go prints the type, such as `[]v1.Container`.
 */
export type GoType =
  | { kind: 'struct'; name: string; struct: string }
  | { kind: 'list' | 'map'; name: string; of: GoType }
  | { kind: 'string' | 'bool' | 'int' | 'bytes' | 'own'; name: string };

/** One field of a Go struct. */
export interface GoField {
  name: string;
  type: GoType;
  /** Tells nothing from zero. */
  pointer: boolean;
  /** Left out when empty. */
  omitEmpty: boolean;
  /** Left out when zero, structs included. */
  omitZero: boolean;
  /** The struct the field is inlined from, as error messages name it. */
  inlinedFrom?: string;
}

/**
 * `goTypes.json` is derived by reflection from the published Go types of
 * Kubernetes 1.36 (`k8s.io/api`, Apache-2.0). A field is written as
 * `name:type`; in a type `*` is a pointer, `[]` a list, `{}` a map, `@` a
 * struct, `!` a type that decodes itself, `=` the name of a named type; the
 * ends `?` and `~` are omitempty and omitzero, a start with `^` the struct the
 * field is inlined from.
 */
const STRUCTS: Record<string, string> = table.types;

const parsed = new Map<string, Map<string, GoField>>();

/** Fields of a struct by their name in JSON; `undefined` for unknown structs. */
export function goStruct(name: string): Map<string, GoField> | undefined {
  let fields = parsed.get(name);
  if (!fields && Object.hasOwn(STRUCTS, name)) {
    fields = new Map(
      STRUCTS[name]
        .split(' ')
        .filter(Boolean)
        .map(text => {
          const field = parseField(text);
          return [field.name, field];
        }),
    );
    parsed.set(name, fields);
  }
  return fields;
}

function parseField(text: string): GoField {
  const [, name, inlinedFrom, pointer, type, flags] =
    /^([^:]+):(?:(\w+)\^)?(\*?)(.*?)([?~]*)$/.exec(text) ?? [];
  return {
    name,
    type: parseType(type),
    pointer: pointer === '*',
    omitEmpty: flags.includes('?'),
    omitZero: flags.includes('~'),
    ...(inlinedFrom && { inlinedFrom }),
  };
}

function parseType(text: string): GoType {
  const holder = /^(?:\[\]|\{(.*?)\})\*?(.*)$/.exec(text);
  if (holder) {
    const [, named, inner] = holder;
    const of = parseType(inner);
    const list = text.startsWith('[]');
    return {
      kind: list ? 'list' : 'map',
      name: named || `${list ? '[]' : 'map[string]'}${of.name}`,
      of,
    };
  }
  if (text.startsWith('@')) {
    const [prefix, plain = prefix] = text.slice(1).split('/');
    const version = prefix === 'v2' ? 'v2' : 'v1';
    return {
      kind: 'struct',
      struct: text.slice(1),
      name: `${version}.${plain}`,
    };
  }
  if (text.startsWith('!')) return { kind: 'own', name: text.slice(1) };
  if (text === 'bytes') return { kind: 'bytes', name: '[]uint8' };
  const [base, name = base] = text.split('=');
  if (base === 'string' || base === 'bool') return { kind: base, name };
  return { kind: 'int', name };
}
