import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { stringify } from 'yaml';
import { compareText, isObject, setField, type JsonObject } from '../json';

/** Read first wherever they occur. */
const FIRST = ['apiVersion', 'kind', 'metadata', 'name', 'namespace'];

function rank(key: string): number {
  const index = FIRST.indexOf(key);
  return index < 0 ? FIRST.length : index;
}

/** A copy whose keys are in one order: what names a thing first, then the alphabet. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(canonical);
  }
  if (!isObject(value)) {
    return value;
  }
  const copy: JsonObject = {};
  const keys = Object.keys(value).sort(
    (a, b) => rank(a) - rank(b) || compareText(a, b),
  );
  for (const key of keys) {
    setField(copy, key, canonical(value[key]));
  }
  return copy;
}

/**
 * Manifests as one YAML stream, byte for byte the same for the same objects. Texts that YAML 1.1, which
 * Kubernetes reads, would take for something else (`yes`, `0777`) are quoted.
 *
 * @public
 */
export function manifestsToYaml(
  manifests: readonly KubernetesObject[],
): string {
  return manifests
    .map(it =>
      stringify(canonical(it), {
        aliasDuplicateObjects: false,
        compat: 'yaml-1.1',
        lineWidth: 0,
        singleQuote: true,
      }),
    )
    .join('---\n');
}
