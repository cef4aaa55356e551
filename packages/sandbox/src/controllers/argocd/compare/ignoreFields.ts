import type { KubernetesObject } from '../../runtime';
import { matchesGlob } from '../glob';
import type { IgnoreDifferences } from '../types';
import { groupOf } from './mergeKeys';

type Step = string | { each: true; where?: [string[], string] };

/**
 * Removes the fields whose differences do not count. JSON pointers, and of jq
 * paths fields, `[]`, indexes and `select(.a == "b")`, are understood.
 *
 * @returns the object itself when nothing is to be removed
 */
export function withoutIgnored(
  object: KubernetesObject,
  rules: readonly IgnoreDifferences[] | undefined,
): KubernetesObject {
  const paths = (rules ?? [])
    .filter(rule => applies(rule, object))
    .flatMap(rule => [
      ...(rule.jsonPointers ?? []).map(fromPointer),
      ...(rule.jqPathExpressions ?? []).map(fromJq),
    ])
    .filter(path => path.length > 0);
  if (paths.length === 0) return object;
  const copy = structuredClone(object);
  for (const path of paths) remove(copy, path);
  return copy;
}

function applies(rule: IgnoreDifferences, object: KubernetesObject): boolean {
  const { name = '', namespace = '' } = object.metadata;
  return (
    matchesGlob(rule.group ?? '', groupOf(object.apiVersion)) &&
    matchesGlob(rule.kind, object.kind) &&
    (!rule.name || rule.name === name) &&
    (!rule.namespace || rule.namespace === namespace)
  );
}

function fromPointer(pointer: string): Step[] {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function fromJq(expression: string): Step[] {
  const steps: Step[] = [];
  const pattern =
    /\s*\|?\s*(?:select\(\s*((?:\.\w+)+)\s*==\s*"([^"]*)"\s*\)|\.?\["([^"]+)"\]|\.?\[(\d*)\]|\."([^"]+)"|\.([\w-]+)|\.(?=\[))/y;
  let at = 0;
  while (at < expression.trimEnd().length) {
    pattern.lastIndex = at;
    const match = pattern.exec(expression);
    // An expression beyond this is not understood; then nothing is removed.
    if (!match || match[0] === '') return [];
    at = pattern.lastIndex;
    const [, selected, value = '', key, index, quoted, plain] = match;
    const last = steps.at(-1);
    if (selected) {
      if (typeof last !== 'object') return [];
      steps[steps.length - 1] = {
        each: true,
        where: [selected.split('.').slice(1), value],
      };
    } else if (index === '') steps.push({ each: true });
    else {
      const field = key ?? index ?? quoted ?? plain;
      if (field !== undefined) steps.push(field);
    }
  }
  return steps;
}

function remove(value: unknown, [step, ...rest]: Step[]): void {
  if (typeof value !== 'object' || value === null || step === undefined) return;
  const fields = value as Record<string, unknown>;
  const keys =
    typeof step === 'string'
      ? [step]
      : Object.keys(fields).filter(
          key => !step.where || isSelected(fields[key], step.where),
        );
  if (rest.length > 0) {
    for (const key of keys) remove(fields[key], rest);
  } else if (Array.isArray(value)) {
    for (const key of keys.reverse()) value.splice(Number(key), 1);
  } else {
    for (const key of keys) delete fields[key];
  }
}

function isSelected(value: unknown, [path, wanted]: [string[], string]) {
  let found = value;
  for (const field of path) {
    found = (found as Record<string, unknown> | undefined)?.[field];
  }
  return String(found) === wanted;
}
