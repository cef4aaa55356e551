import { stringify } from 'yaml';

/** The golden path's ConfigMap with another greeting. */
export function greetingManifest(
  name: string,
  namespace: string,
  greeting: string,
): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, labels: { 'cairn.dev/owner': 'payments' } },
    data: { greeting },
  });
}
