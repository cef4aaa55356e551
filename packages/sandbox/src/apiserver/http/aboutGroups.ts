import { createHash } from 'node:crypto';
import type { ResourceType } from '../types';

/** The version clients are told; the suffix says that it is not the real one. */
export const VERSION = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.3+cairn',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'none',
  compiler: 'none',
  platform: `${process.platform}/${process.arch}`,
};

/** The order in which the real server names its groups; others come after. */
const GROUPS = [
  '',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
];

/** Where a group stands among the others. */
export function rankOf(group: string): number {
  const index = GROUPS.indexOf(group);
  return index < 0 ? GROUPS.length : index;
}

/** What tells in which version objects are stored; clients only compare it. */
export function storageVersionHash(type: ResourceType): string {
  const { group, storageVersion, version, kind } = type;
  return createHash('sha256')
    .update(`${group}/${storageVersion ?? version}/${kind}`)
    .digest()
    .subarray(0, 8)
    .toString('base64');
}
