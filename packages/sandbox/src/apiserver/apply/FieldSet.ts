import type { JsonObject } from '../types';

/**
 * One step of a path, as `FieldsV1` spells it: `f:spec` for a field,
 * `k:{"name":"a"}` for an item of a list with keys, `v:"x"` for a value of a
 * set, `i:0` for an index.
 */
export type PathElement = string;

/**
 * A set of paths into an object. An element can be a member itself, lead to
 * members below it, or both.
 */
export class FieldSet {
  readonly members = new Set<PathElement>();
  readonly children = new Map<PathElement, FieldSet>();

  /** Reads `FieldsV1`. */
  static fromFieldsV1(fields: JsonObject): FieldSet {
    const set = new FieldSet();
    for (const [element, value] of Object.entries(fields)) {
      if (element === '.') continue;
      const below = (value ?? {}) as JsonObject;
      const keys = Object.keys(below);
      if (keys.length === 0 || '.' in below) set.members.add(element);
      if (keys.some(key => key !== '.')) {
        set.children.set(element, FieldSet.fromFieldsV1(below));
      }
    }
    return set;
  }

  /** Writes `FieldsV1`. */
  toFieldsV1(): JsonObject {
    const elements = [...new Set([...this.members, ...this.children.keys()])];
    const fields: JsonObject = {};
    for (const element of elements.sort()) {
      const below = this.children.get(element)?.toFieldsV1();
      if (!below || Object.keys(below).length === 0) {
        if (this.members.has(element)) fields[element] = {};
      } else {
        fields[element] = this.members.has(element)
          ? { '.': {}, ...below }
          : below;
      }
    }
    return fields;
  }

  isEmpty(): boolean {
    return (
      this.members.size === 0 &&
      [...this.children.values()].every(child => child.isEmpty())
    );
  }

  insert(path: readonly PathElement[]): void {
    if (path.length === 0) return;
    const [first, ...rest] = path;
    if (rest.length === 0) this.members.add(first);
    else this.descend(first).insert(rest);
  }

  has(path: readonly PathElement[]): boolean {
    const [first, ...rest] = path;
    if (rest.length === 0) return this.members.has(first);
    return this.children.get(first)?.has(rest) ?? false;
  }

  /** The child set, made if absent. */
  descend(element: PathElement): FieldSet {
    let child = this.children.get(element);
    if (!child) {
      child = new FieldSet();
      this.children.set(element, child);
    }
    return child;
  }

  union(other: FieldSet): FieldSet {
    const result = new FieldSet();
    for (const set of [this, other]) {
      for (const member of set.members) result.members.add(member);
    }
    const elements = [...this.children.keys(), ...other.children.keys()];
    for (const element of new Set(elements)) {
      const left = this.children.get(element);
      const right = other.children.get(element);
      result.children.set(
        element,
        left && right ? left.union(right) : ((left ?? right) as FieldSet),
      );
    }
    return result;
  }

  intersection(other: FieldSet): FieldSet {
    const result = new FieldSet();
    for (const member of this.members) {
      if (other.members.has(member)) result.members.add(member);
    }
    for (const [element, child] of this.children) {
      const right = other.children.get(element);
      const common = right && child.intersection(right);
      if (common && !common.isEmpty()) result.children.set(element, common);
    }
    return result;
  }

  /** Without exactly the members of `other`; what lies below them stays. */
  difference(other: FieldSet): FieldSet {
    return this.subtract(other, false);
  }

  /** Without the members of `other` and all that lies below them. */
  recursiveDifference(other: FieldSet): FieldSet {
    return this.subtract(other, true);
  }

  private subtract(other: FieldSet, recursive: boolean): FieldSet {
    const result = new FieldSet();
    for (const member of this.members) {
      if (!other.members.has(member)) result.members.add(member);
    }
    for (const [element, child] of this.children) {
      if (recursive && other.members.has(element)) continue;
      const right = other.children.get(element);
      const rest = right ? child.subtract(right, recursive) : child;
      if (!rest.isEmpty()) result.children.set(element, rest);
    }
    return result;
  }

  /** Also counts every named field on the way to a member as a member. */
  withNamedParents(): FieldSet {
    const result = new FieldSet();
    for (const member of this.members) result.members.add(member);
    for (const [element, child] of this.children) {
      if (element.startsWith('f:')) result.members.add(element);
      result.children.set(element, child.withNamedParents());
    }
    return result;
  }

  /** All members as paths. */
  *paths(prefix: readonly PathElement[] = []): Iterable<PathElement[]> {
    for (const member of [...this.members].sort()) yield [...prefix, member];
    for (const element of [...this.children.keys()].sort()) {
      yield* (this.children.get(element) as FieldSet).paths([
        ...prefix,
        element,
      ]);
    }
  }
}

/** A path as messages show it: `.spec.ports[name="web"].port`. */
export function formatPath(path: readonly PathElement[]): string {
  return path
    .map(element => {
      const rest = element.slice(2);
      switch (element[0]) {
        case 'f':
          return `.${rest}`;
        case 'k':
          return `[${Object.entries(JSON.parse(rest) as JsonObject)
            .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
            .join(',')}]`;
        case 'v':
          return `[=${rest}]`;
        default:
          return `[${rest}]`;
      }
    })
    .join('');
}
