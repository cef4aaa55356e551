import type { Environment } from '@marcbachmann/cel-js';
import { celEqual } from '../apiserver/schema/cel/listLibrary';
import { formatText } from './formatText';

class SetsNamespace {}

/**
 * What Kubernetes adds to CEL for policies beyond what rules of schemas use
 * here: sets, and `celKeys` for comprehensions over keys (or places) and values.
 */
export function registerPolicyLibrary(environment: Environment): void {
  const holds = (list: unknown[], one: unknown) =>
    list.some(other => celEqual(other, one));
  const contains = (list: unknown[], sub: unknown[]) =>
    sub.every(one => holds(list, one));
  environment
    .registerType('SetsNamespace', { ctor: SetsNamespace, fields: {} })
    .registerConstant('sets', 'SetsNamespace', new SetsNamespace())
    .registerFunction(
      'SetsNamespace.contains(list<dyn>, list<dyn>): bool',
      (_sets, list: unknown[], sub: unknown[]) => contains(list, sub),
    )
    .registerFunction(
      'SetsNamespace.equivalent(list<dyn>, list<dyn>): bool',
      (_sets, a: unknown[], b: unknown[]) => contains(a, b) && contains(b, a),
    )
    .registerFunction(
      'SetsNamespace.intersects(list<dyn>, list<dyn>): bool',
      (_sets, a: unknown[], b: unknown[]) => a.some(one => holds(b, one)),
    )
    .registerFunction('string.format(list<dyn>): string', formatText)
    .registerFunction('celKeys(dyn): list<dyn>', (value: unknown) =>
      Array.isArray(value)
        ? value.map((_item, i) => BigInt(i))
        : Object.keys(value as object),
    );
}
