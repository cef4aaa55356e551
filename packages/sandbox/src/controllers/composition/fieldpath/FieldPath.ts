import type { Json, JsonObject } from '../../runtime';
import type { MergePolicy } from './mergeValues';
import { mergeValues } from './mergeValues';
import type { Segment } from './parseFieldPath';
import { formatFieldPath, parseFieldPath } from './parseFieldPath';

/** The path leads to nothing. The only failure that an optional patch forgives. */
export class FieldNotFoundError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FieldNotFoundError';
  }
}

const MAX_INDEX = 1024;

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads the value at a path.
 *
 * @throws FieldNotFoundError when there is none
 * @throws Error when the path does not fit the object
 */
export function getFieldPath(object: JsonObject, path: string): Json {
  return getSegments(object, parseFieldPath(path));
}

function getSegments(object: Json, segments: readonly Segment[]): Json {
  let current: Json = object;
  let found: Json = null;
  segments.forEach((segment, position) => {
    const before = () => formatFieldPath(segments.slice(0, position));
    const here = () => formatFieldPath(segments.slice(0, position + 1));
    if ('index' in segment) {
      if (!Array.isArray(current)) throw new Error(`${before()}: not an array`);
      if (segment.index >= current.length) {
        throw new FieldNotFoundError(`${here()}: no such element`);
      }
      found = current[segment.index];
    } else {
      if (current === null) {
        throw new FieldNotFoundError(`${before()}: expected map, got nil`);
      }
      if (!isObject(current)) throw new Error(`${before()}: not an object`);
      const value: Json | undefined = Object.hasOwn(current, segment.field)
        ? current[segment.field]
        : undefined;
      if (value === undefined) {
        throw new FieldNotFoundError(`${here()}: no such field`);
      }
      found = value;
    }
    current = found;
  });
  return found;
}

/**
 * Writes a value at a path and makes the objects and arrays on the way. Gaps in arrays are filled with null. An empty path
 * changes nothing.
 *
 * @throws Error when the path does not fit the object
 */
export function setFieldPath(
  object: JsonObject,
  path: string,
  value: Json,
): void {
  const segments = parseFieldPath(path);
  for (const segment of segments) {
    if ('index' in segment && segment.index > MAX_INDEX) {
      throw new Error(
        `index ${segment.index} is greater than max allowed index ${MAX_INDEX}`,
      );
    }
  }
  let current: Json = object;
  segments.forEach((segment, position) => {
    const before = () => formatFieldPath(segments.slice(0, position));
    const next = segments[position + 1];
    if ('index' in segment) {
      if (!Array.isArray(current))
        throw new Error(`${before()} is not an array`);
      if (!next) {
        current[segment.index] = value;
        return;
      }
      const made = prepare(current[segment.index] ?? undefined, next);
      current[segment.index] = made;
      current = made;
      return;
    }
    if (!isObject(current)) throw new Error(`${before()} is not an object`);
    if (!next) {
      define(current, segment.field, value);
      return;
    }
    const made = prepare(
      Object.hasOwn(current, segment.field)
        ? current[segment.field]
        : undefined,
      next,
    );
    define(current, segment.field, made);
    current = made;
  });
}

/** Sets an own property, whatever its name: `__proto__` is a key like any other. */
function define(object: JsonObject, field: string, value: Json): void {
  Object.defineProperty(object, field, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function prepare(existing: Json | undefined, next: Segment): Json {
  if (existing === undefined) {
    return 'index' in next ? new Array<Json>(next.index + 1).fill(null) : {};
  }
  if (Array.isArray(existing) && 'index' in next) {
    while (existing.length <= next.index) existing.push(null);
  }
  return existing;
}

/** Writes a value at a path, merged with what is there. Without a policy it replaces. */
export function mergeFieldPath(
  object: JsonObject,
  path: string,
  value: Json,
  policy: MergePolicy | undefined,
): void {
  if (!policy) {
    setFieldPath(object, path, value);
    return;
  }
  let existing: Json;
  try {
    existing = getFieldPath(object, path);
  } catch (error) {
    if (!(error instanceof FieldNotFoundError)) throw error;
    setFieldPath(object, path, value);
    return;
  }
  setFieldPath(object, path, mergeValues(existing, value, policy));
}

/**
 * The paths that a path with `[*]` stands for. Only what exists is found.
 *
 * @throws FieldNotFoundError when a wildcard meets null
 */
export function expandWildcards(object: JsonObject, path: string): string[] {
  const segments = parseFieldPath(path);
  try {
    return expandSegments(object, segments).map(formatFieldPath);
  } catch (error) {
    if (error instanceof FieldNotFoundError || !(error instanceof Error))
      throw error;
    throw new Error(
      `cannot expand wildcards for segments: "${formatFieldPath(segments)}": ${
        error.message
      }`,
    );
  }
}

function expandSegments(object: JsonObject, segments: Segment[]): Segment[][] {
  const star = segments.findIndex(it => 'field' in it && it.field === '*');
  if (star < 0) {
    try {
      getSegments(object, segments);
      return [segments];
    } catch (error) {
      if (error instanceof FieldNotFoundError) return [];
      throw error;
    }
  }
  const before = segments.slice(0, star);
  let parent: Json;
  try {
    parent = before.length ? getSegments(object, before) : object;
  } catch (error) {
    if (error instanceof FieldNotFoundError) return [];
    throw error;
  }
  let choices: Segment[];
  if (Array.isArray(parent)) choices = parent.map((_, index) => ({ index }));
  else if (isObject(parent))
    choices = Object.keys(parent).map(field => ({ field }));
  else if (parent === null) {
    throw new FieldNotFoundError(
      `wildcard field "${formatFieldPath(before)}" is not found in the path`,
    );
  } else {
    throw new Error(`"${formatFieldPath(before)}": unexpected wildcard usage`);
  }
  return choices.flatMap(choice => {
    const expanded = [...before, choice, ...segments.slice(star + 1)];
    try {
      return expandSegments(object, expanded);
    } catch (error) {
      if (error instanceof FieldNotFoundError || !(error instanceof Error))
        throw error;
      throw new Error(
        `"${formatFieldPath(expanded)}": cannot expand wildcards: ${
          error.message
        }`,
      );
    }
  });
}
