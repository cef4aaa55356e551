import type { SchemaNode, StatusCause } from '../types';
import { type Correlated, correlateItem, correlateProperty } from './correlate';
import { isObject, jsonEqual } from './goValue';

/**
 * Forgives findings on what an update leaves as it was: a schema may become
 * stricter without locking the objects that are there.
 */
export function ratchet(
  schema: SchemaNode,
  causes: StatusCause[],
  value: unknown,
  old: unknown,
): StatusCause[] {
  const root = { schema, value, old, hadOld: true };
  return causes.filter(cause => !isUnchanged(root, pathOf(cause)));
}

/** Findings of the whole carry their path in the text only. */
function pathOf(cause: StatusCause): string {
  if (cause.field !== '<nil>') return cause.field;
  return (
    /(?:in|: ) ?"?([^" ]+?)"?(?: must .*)?$/.exec(cause.message)?.[1] ?? ''
  );
}

function isUnchanged(root: Correlated, path: string): boolean {
  let here: Correlated | undefined = root;
  let rest = path;
  while (here) {
    if (here !== root && here.hadOld && jsonEqual(here.value, here.old)) {
      return true;
    }
    const step: { next: Correlated; rest: string } | undefined = descend(
      here,
      rest,
    );
    if (!step) return false;
    here = step.next;
    rest = step.rest;
  }
  return false;
}

/** One step along a path; names may hold dots, so the longest that fits is taken. */
function descend(
  from: Correlated,
  path: string,
): { next: Correlated; rest: string } | undefined {
  if (Array.isArray(from.value)) {
    const match = /^\[(\d+)\](.*)$/s.exec(path);
    const next = match && correlateItem(from, Number(match[1]));
    return match && next ? { next, rest: match[2] } : undefined;
  }
  if (!isObject(from.value)) return undefined;
  const bare = path.startsWith('.') ? path.slice(1) : path;
  const names = Object.keys(from.value).sort((a, b) => b.length - a.length);
  for (const name of names) {
    for (const written of [name, `[${name}]`]) {
      const after = bare.slice(written.length);
      if (bare.startsWith(written) && /^([.[]|$)/.test(after)) {
        const next = correlateProperty(from, name);
        return next && { next, rest: after };
      }
    }
  }
  return undefined;
}
