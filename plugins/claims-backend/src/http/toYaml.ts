import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { stringify } from 'yaml';

/** An object as YAML, in the order people are used to, without the bookkeeping of field managers. */
export function toYaml(object: KubernetesObject): string {
  const { apiVersion, kind, metadata, spec, status, ...rest } = object;
  const { managedFields, ...shown } = metadata;
  return stringify(
    { apiVersion, kind, metadata: shown, spec, ...rest, status },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}
