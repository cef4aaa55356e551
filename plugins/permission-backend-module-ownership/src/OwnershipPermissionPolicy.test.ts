import { mockCredentials } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { catalogConditions } from '@backstage/plugin-catalog-backend/alpha';
import { catalogPermissions } from '@backstage/plugin-catalog-common/alpha';
import { kubernetesPermissions } from '@backstage/plugin-kubernetes-common';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import type { Permission } from '@backstage/plugin-permission-common';
import { scaffolderTaskConditions } from '@backstage/plugin-scaffolder-backend/alpha';
import { scaffolderPermissions } from '@backstage/plugin-scaffolder-common/alpha';
import {
  claimPermissions,
  isClaimNamespaceOwner,
} from '@cairn/plugin-claims-common';
import { deliveryPermissions } from '@cairn/plugin-delivery-common';
import { doraPermissions } from '@cairn/plugin-dora-common';
import { goldenPathPermissions } from '@cairn/plugin-golden-paths-common';
import { OwnershipPermissionPolicy } from './OwnershipPermissionPolicy';
import { permissionTable } from './permissionTable';
import { readOwnershipOptions } from './readOwnershipOptions';

const groupsOf = {
  ada: ['payments'],
  ben: ['logistics'],
  carla: ['payments'],
  dev: ['platform'],
  erin: ['audit'],
  // In no team at all, in both special groups, and nobody.
  zoe: [],
  max: ['platform', 'audit'],
  nobody: undefined,
} as const;
type Person = keyof typeof groupsOf;

const people = Object.keys(groupsOf) as Person[];

const declared: Permission[] = [
  ...catalogPermissions,
  ...claimPermissions,
  ...deliveryPermissions,
  ...doraPermissions,
  ...goldenPathPermissions,
  ...kubernetesPermissions,
  ...scaffolderPermissions,
];

const policy = OwnershipPermissionPolicy.create(
  readOwnershipOptions(new ConfigReader({})),
);

function ownershipRefs(person: Person): string[] {
  return [
    `user:default/${person}`,
    ...(groupsOf[person] ?? []).map(group => `group:default/${group}`),
  ];
}

function decide(permission: Permission, person: Person) {
  return policy.handle(
    { permission },
    person === 'nobody'
      ? undefined
      : {
          credentials: mockCredentials.user(`user:default/${person}`),
          info: {
            userEntityRef: `user:default/${person}`,
            ownershipEntityRefs: ownershipRefs(person),
          },
        },
  );
}

// One letter per person in the order of `people`: allowed, denied, or only for the owner.
const matrix: Record<string, string> = {
  'catalog.entity.read': 'aaaaaaad',
  'catalog.location.read': 'aaaaaaad',
  'catalog.entity.delete': 'oooadodd',
  'catalog.entity.refresh': 'oooadodd',
  'catalog.entity.create': 'dddadddd',
  'catalog.entity.validate': 'dddadddd',
  'catalog.location.create': 'dddadddd',
  'catalog.location.delete': 'dddadddd',
  'catalog.location.analyze': 'dddadddd',
  'catalog.ingestion.read': 'dddaadad',
  'catalog.ingestion.manage': 'dddadddd',
  'claims.claim.read': 'oooaadad',
  'claims.claim.create': 'oooadddd',
  'claims.claim.delete': 'oooadddd',
  'delivery.read': 'oooaadad',
  'dora.metrics.read': 'aaaaaaad',
  'dora.evidence.read': 'oooaadad',
  'dora.verdict.create': 'oooadddd',
  'dora.facts.submit': 'oooadddd',
  'dora.sources.read': 'dddaadad',
  'dora.sources.manage': 'dddadddd',
  'golden-paths.path.read': 'aaaaaaad',
  'golden-paths.catalog.validate': 'aaaaaaad',
  'golden-paths.name.check': 'aaaadadd',
  'golden-paths.service.update': 'oooadddd',
  'scaffolder.template.parameter.read': 'aaaaaaad',
  'scaffolder.template.step.read': 'aaaaaaad',
  'scaffolder.task.create': 'aaaadadd',
  'scaffolder.action.execute': 'aaaadadd',
  'scaffolder.task.read': 'oooaooad',
  'scaffolder.task.cancel': 'oooadodd',
  'scaffolder.template.management': 'dddadddd',
  'scaffolder.template.dry-run': 'dddadddd',
  'kubernetes.clusters.read': 'aaaaaaad',
  'kubernetes.resources.read': 'dddaadad',
  'kubernetes.proxy': 'dddadddd',
};

const results: Record<string, AuthorizeResult> = {
  a: AuthorizeResult.ALLOW,
  d: AuthorizeResult.DENY,
  o: AuthorizeResult.CONDITIONAL,
};

describe('OwnershipPermissionPolicy', () => {
  it('decides every permission that the installed plugins declare, and no other', () => {
    const names = declared.map(({ name }) => name).sort();
    expect([...permissionTable.keys()].sort()).toEqual(names);
    expect(Object.keys(matrix).sort()).toEqual(names);
  });

  it.each(declared.map(permission => [permission.name, permission] as const))(
    '%s',
    async (name, permission) => {
      const decisions = await Promise.all(
        people.map(async person => (await decide(permission, person)).result),
      );
      expect(
        Object.fromEntries(people.map((p, i) => [p, decisions[i]])),
      ).toEqual(
        Object.fromEntries(people.map((p, i) => [p, results[matrix[name][i]]])),
      );
    },
  );

  it('leaves a permission nobody has thought about to the platform team', async () => {
    const permission = createPermission({
      name: 'brand.new.read',
      attributes: { action: 'read' },
    });
    const decisions = await Promise.all(
      people.map(async person => (await decide(permission, person)).result),
    );
    expect(decisions.join()).toBe('DENY,DENY,DENY,ALLOW,DENY,DENY,DENY,DENY');
  });

  it('answers with conditions that the plugins understand, naming only the person and its groups', async () => {
    const byName = new Map(declared.map(item => [item.name, item]));
    const conditionOf = async (name: string, person: Person) => {
      const permission = byName.get(name);
      return permission && decide(permission, person);
    };
    expect(await conditionOf('catalog.entity.delete', 'ada')).toEqual({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'catalog',
      resourceType: 'catalog-entity',
      conditions: catalogConditions.isEntityOwner({
        claims: ['user:default/ada', 'group:default/payments'],
      }),
    });
    expect(await conditionOf('scaffolder.task.read', 'ben')).toEqual({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'scaffolder',
      resourceType: 'scaffolder-task',
      conditions: scaffolderTaskConditions.isTaskOwner({
        createdBy: ['user:default/ben'],
      }),
    });
    expect(await conditionOf('claims.claim.create', 'carla')).toEqual({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'claims',
      resourceType: 'claims-claim',
      conditions: isClaimNamespaceOwner({ owners: ['group:default/payments'] }),
    });
  });

  it('refuses a permission that comes with a resource type of someone else', async () => {
    const forged = createPermission({
      name: 'claims.claim.create',
      attributes: { action: 'create' },
      resourceType: 'catalog-entity',
    });
    expect(await decide(forged, 'ada')).toEqual({
      result: AuthorizeResult.DENY,
    });
    const basic = createPermission({
      name: 'claims.claim.delete',
      attributes: { action: 'delete' },
    });
    expect(await decide(basic, 'ada')).toEqual({
      result: AuthorizeResult.DENY,
    });
  });

  it.each([
    ['Group:default/Platform', AuthorizeResult.ALLOW],
    ['group:platform', AuthorizeResult.ALLOW],
    ['group:other/platform', AuthorizeResult.DENY],
    ['user:default/platform', AuthorizeResult.DENY],
    ['component:default/platform', AuthorizeResult.DENY],
    ['::::', AuthorizeResult.DENY],
  ])('takes %s for the platform team: %s', async (ref, result) => {
    const permission = createPermission({ name: 'x.y', attributes: {} });
    const decision = await policy.handle(
      { permission },
      {
        credentials: mockCredentials.user('user:default/ada'),
        info: {
          userEntityRef: 'user:default/ada',
          ownershipEntityRefs: ['user:default/ada', ref],
        },
      },
    );
    expect(decision.result).toBe(result);
  });
});

describe('readOwnershipOptions', () => {
  it('takes the groups from the configuration', () => {
    const { platformGroups, auditGroups } = readOwnershipOptions(
      new ConfigReader({
        permission: {
          ownership: { platformGroups: ['group:Ops/SRE'], auditGroups: [] },
        },
      }),
    );
    expect([...platformGroups]).toEqual(['group:ops/sre']);
    expect([...auditGroups]).toEqual([]);
  });

  it.each(['payments', 'user:default/ada', '', 'a:b:c'])(
    'refuses %j, naming the key',
    text => {
      expect(() =>
        readOwnershipOptions(
          new ConfigReader({
            permission: { ownership: { platformGroups: [text] } },
          }),
        ),
      ).toThrow(/permission\.ownership\.platformGroups/);
    },
  );
});
