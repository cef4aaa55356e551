import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../types';
import { evaluateReview } from './accessReviews';
import { createAuthorizer } from './createAuthorizer';
import {
  defaultClusterRoleBindings,
  defaultClusterRoles,
} from './defaultRoles';
import { MemoryRbac } from './MemoryRbac.testUtils';

interface Row {
  user: string;
  groups: string[];
  resource?: Record<string, string>;
  url?: { verb: string; path: string };
  allowed: boolean;
  reason?: string;
}

/** SubjectAccessReviews as kube-apiserver 1.36.3 answered them. */
const recorded = JSON.parse(
  readFileSync(join(__dirname, 'recordings', 'access.json'), 'utf8'),
) as { objects: KubeObject[]; rows: Row[] };

/** Reasons name missing roles, and one of several grants, in any order. */
function parts(reason: string | undefined): string[] {
  return (reason ?? '')
    .replace(/"system:(discovery|public-info-viewer)"/g, '"system:…"')
    .split(/[[\],] ?/)
    .sort();
}

describe('access, as kube-apiserver 1.36.3 decided', () => {
  const authorizer = createAuthorizer(
    new MemoryRbac([
      ...defaultClusterRoles(),
      ...defaultClusterRoleBindings(),
      ...recorded.objects,
    ]),
  );

  it.each(
    recorded.rows.map(
      row =>
        [
          `${row.user} ${row.groups} ${JSON.stringify(
            row.resource ?? row.url,
          )}`,
          row,
        ] as const,
    ),
  )('%s', (_title, row) => {
    const { status } = evaluateReview({
      review: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        metadata: {},
        spec: {
          user: row.user,
          groups: row.groups,
          ...(row.resource && { resourceAttributes: row.resource }),
          ...(row.url && { nonResourceAttributes: row.url }),
        },
      },
      caller: { username: 'admin', groups: ['system:masters'] },
      authorizer,
    }) as unknown as { status: { allowed: boolean; reason?: string } };
    expect(status.allowed).toBe(row.allowed);
    expect(parts(status.reason)).toEqual(parts(row.reason));
  });
});
