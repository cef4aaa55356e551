import { ApiError } from '../errors';
import type { KubeObject, UserInfo } from '../types';
import { checkBindingEscalation, checkRoleEscalation } from './checkEscalation';
import { createAuthorizer } from './createAuthorizer';
import { defaultClusterRoles } from './defaultRoles';
import { impersonate, readImpersonation } from './impersonate';
import { MemoryRbac } from './MemoryRbac.testUtils';

const RBAC = 'rbac.authorization.k8s.io';

function rbac(kind: string, name: string, rest: object): KubeObject {
  return { apiVersion: `${RBAC}/v1`, kind, metadata: { name }, ...rest };
}

const reader = new MemoryRbac([
  ...defaultClusterRoles(),
  rbac('ClusterRole', 'imp', {
    rules: [
      {
        apiGroups: [''],
        resources: ['users', 'serviceaccounts'],
        verbs: ['impersonate'],
      },
      {
        apiGroups: [''],
        resources: ['groups'],
        resourceNames: ['cairn:payments'],
        verbs: ['impersonate'],
      },
    ],
  }),
  rbac('ClusterRole', 'roles', {
    rules: [
      {
        apiGroups: [RBAC],
        resources: ['roles', 'rolebindings', 'clusterroles'],
        verbs: ['create', 'update'],
      },
    ],
  }),
  rbac('ClusterRoleBinding', 'imp', {
    roleRef: { kind: 'ClusterRole', name: 'imp' },
    subjects: [{ kind: 'User', name: 'portal' }],
  }),
  rbac('ClusterRoleBinding', 'roles', {
    roleRef: { kind: 'ClusterRole', name: 'roles' },
    subjects: [{ kind: 'User', name: 'sch-ben' }],
  }),
]);
const authorizer = createAuthorizer(reader);
const portal: UserInfo = { username: 'portal', groups: [] };
const listNamespaces = {
  verb: 'list',
  group: '',
  resource: 'namespaces',
  subresource: '',
  namespace: '',
  name: '',
};

function act(caller: UserInfo, headers: Record<string, string[]>) {
  const wanted = readImpersonation(headers);
  return wanted
    ? impersonate({ caller, wanted, request: listNamespaces, authorizer })
    : undefined;
}

/** The status an attempt is refused with. */
function refusal(attempt: () => unknown) {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ApiError) return error.status;
    throw error;
  }
  return undefined;
}

describe('impersonate', () => {
  it('gives the user with the groups asked for, and those all have', () => {
    expect(act(portal, {})).toBeUndefined();
    expect(
      act(portal, {
        'impersonate-user': ['cairn:ada'],
        'impersonate-group': ['cairn:payments'],
      }),
    ).toEqual({
      username: 'cairn:ada',
      groups: ['cairn:payments', 'system:authenticated'],
    });
    expect(
      act(portal, {
        'impersonate-user': ['system:serviceaccount:a:b'],
      }),
    ).toEqual({
      username: 'system:serviceaccount:a:b',
      groups: [
        'system:serviceaccounts',
        'system:serviceaccounts:a',
        'system:authenticated',
      ],
    });
    expect(
      act(portal, { 'impersonate-user': ['system:anonymous'] })?.groups,
    ).toEqual(['system:unauthenticated']);
  });

  it.each([
    [
      { 'impersonate-user': ['ben'], 'impersonate-group': ['g1', 'g2'] },
      'groups "g1" is forbidden: User "portal" cannot impersonate resource "groups" in API group "" at the cluster scope',
    ],
    [
      { 'impersonate-user': ['ben'], 'impersonate-uid': ['123'] },
      'uids.authentication.k8s.io "123" is forbidden: User "portal" cannot impersonate resource "uids" in API group "authentication.k8s.io" at the cluster scope',
    ],
    [
      { 'impersonate-user': ['ben'], 'impersonate-extra-scopes': ['a'] },
      'userextras.authentication.k8s.io "a" is forbidden: User "portal" cannot impersonate resource "userextras/scopes" in API group "authentication.k8s.io" at the cluster scope',
    ],
    [
      { 'impersonate-group': ['foo'] },
      'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"foo"}, Extra:map[string][]string(nil)} without impersonating a user name',
    ],
  ])('refuses %j as the real server does', (headers, message) => {
    expect(
      refusal(() => act(portal, headers as Record<string, string[]>))?.message,
    ).toBe(message);
  });

  it('tells somebody who may impersonate nobody about the request itself', () => {
    expect(
      refusal(() =>
        act({ username: 'ann', groups: [] }, { 'impersonate-user': ['ben'] }),
      )?.message,
    ).toBe(
      'namespaces is forbidden: User "ann" cannot impersonate-on:user-info:list resource "namespaces" in API group "" at the cluster scope',
    );
  });
});

describe('escalation', () => {
  const user = { username: 'sch-ben', groups: ['system:authenticated'] };
  const base = { user, authorizer, reader };
  const role: KubeObject = {
    apiVersion: `${RBAC}/v1`,
    kind: 'Role',
    metadata: { name: 'r1', namespace: 'schema-imp' },
    rules: [
      {
        apiGroups: ['', 'apps'],
        resources: ['secrets', 'pods/log'],
        verbs: ['get', 'list'],
      },
      {
        apiGroups: [''],
        resources: ['configmaps'],
        resourceNames: ['a', 'b'],
        verbs: ['get', 'list', '*'],
      },
    ],
  };

  it('lists what a role would give that its writer lacks', () => {
    expect(refusal(() => checkRoleEscalation({ ...base, role }))?.message).toBe(
      [
        'roles.rbac.authorization.k8s.io "r1" is forbidden: user "sch-ben" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:',
        '{APIGroups:[""], Resources:["configmaps"], ResourceNames:["a"], Verbs:["get" "list" "*"]}',
        '{APIGroups:[""], Resources:["configmaps"], ResourceNames:["b"], Verbs:["get" "list" "*"]}',
        '{APIGroups:[""], Resources:["pods/log"], Verbs:["get" "list"]}',
        '{APIGroups:[""], Resources:["secrets"], Verbs:["get" "list"]}',
        '{APIGroups:["apps"], Resources:["pods/log"], Verbs:["get" "list"]}',
        '{APIGroups:["apps"], Resources:["secrets"], Verbs:["get" "list"]}',
      ].join('\n'),
    );
  });

  it('lets pass what is held, what does not change, and those who may do all', () => {
    const admin = { username: 'a', groups: ['system:masters'] };
    const held = { ...role, rules: [] };
    expect(
      [
        () => checkRoleEscalation({ ...base, user: admin, role }),
        () => checkRoleEscalation({ ...base, role, oldRole: role }),
        () => checkRoleEscalation({ ...base, role: held }),
      ].map(refusal),
    ).toEqual([undefined, undefined, undefined]);
  });

  it('holds bindings to the role they name', () => {
    const binding = (name: string): KubeObject => ({
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'b', namespace: 'schema-imp' },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
    });
    const attempt = (name: string) =>
      refusal(() =>
        checkBindingEscalation({ ...base, binding: binding(name) }),
      );
    expect(attempt('roles')).toBeUndefined();
    expect(attempt('nonesuch')).toMatchObject({
      code: 404,
      message: 'rolebindings.rbac.authorization.k8s.io "nonesuch" not found',
    });
    expect(attempt('view')?.message).toContain(
      '{APIGroups:[""], Resources:["configmaps"], Verbs:["get" "list" "watch"]}',
    );
  });
});
