import fc from 'fast-check';
import type { AccessAttributes, KubeObject, PolicyRule } from '../types';
import { createAuthorizer } from './createAuthorizer';
import { MemoryRbac } from './MemoryRbac.testUtils';

function bound(...rules: PolicyRule[]): MemoryRbac {
  return new MemoryRbac([
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'all' },
      rules,
    } as KubeObject,
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'all' },
      roleRef: { kind: 'ClusterRole', name: 'all' },
      subjects: [{ kind: 'User', name: 'ben' }],
    } as KubeObject,
  ]);
}

const word = fc.constantFrom('a', 'b', 'c', '*', 'a/b', '*/b');
const rules: fc.Arbitrary<PolicyRule> = fc.record(
  {
    verbs: fc.array(word, { maxLength: 2 }),
    apiGroups: fc.array(word, { maxLength: 2 }),
    resources: fc.array(word, { maxLength: 2 }),
    resourceNames: fc.array(word, { maxLength: 2 }),
    nonResourceURLs: fc.array(fc.constantFrom('/a', '/a/*', '*'), {
      maxLength: 2,
    }),
  },
  { requiredKeys: ['verbs'] },
);
const plain = fc.constantFrom('a', 'b', 'c');
const requests: fc.Arbitrary<AccessAttributes> = fc.record(
  {
    verb: plain,
    group: plain,
    resource: plain,
    subresource: fc.constantFrom('', 'b'),
    namespace: fc.constantFrom('', 'a'),
    name: fc.constantFrom('', 'a'),
    path: fc.constantFrom('/a', '/a/b', '/b'),
  },
  {
    requiredKeys: [
      'verb',
      'group',
      'resource',
      'subresource',
      'namespace',
      'name',
    ],
  },
);
const ben = { username: 'ben', groups: [] };

describe('createAuthorizer', () => {
  it('allows nothing without a rule', () => {
    fc.assert(
      fc.property(requests, request => {
        expect(createAuthorizer(bound()).authorize(ben, request)).toEqual({
          allowed: false,
          reason: '',
        });
      }),
    );
  });

  it('never takes away by a further rule', () => {
    fc.assert(
      fc.property(rules, rules, requests, (one, other, request) => {
        const [a, b, both] = [bound(one), bound(other), bound(one, other)].map(
          reader => createAuthorizer(reader).authorize(ben, request).allowed,
        );
        expect(both).toBe(a || b);
      }),
    );
  });

  it('lets members of system:masters do everything', () => {
    fc.assert(
      fc.property(requests, request => {
        const admin = { username: 'x', groups: ['system:masters'] };
        expect(
          createAuthorizer(bound()).authorize(admin, request).allowed,
        ).toBe(true);
      }),
    );
  });
});
