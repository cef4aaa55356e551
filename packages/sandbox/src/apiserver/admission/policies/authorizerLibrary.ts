import type { Environment } from '@marcbachmann/cel-js';
import type { AccessAttributes, Authorizer, UserInfo } from '../../types';
import { dnsLabel, dnsSubdomain } from '../../validation/names';
import type { AdmissionAttributes } from '../AdmissionAttributes';

/** Whose rights are asked about, and who knows. */
interface Principal {
  user: UserInfo;
  authorizer: Authorizer;
}

/** `kubernetes.authorization.Authorizer`. */
class CelAuthorizer {
  /** What the request at hand is about; only the request's own user has it. */
  requestResource: ResourceCheck | undefined;

  constructor(readonly principal: Principal) {}
}

class PathCheck {
  constructor(readonly principal: Principal, readonly path: string) {}
}

class GroupCheck {
  constructor(readonly principal: Principal, readonly group: string) {}
}

class ResourceCheck {
  constructor(
    readonly principal: Principal,
    readonly attributes: Omit<AccessAttributes, 'verb'>,
  ) {}

  with(change: Partial<AccessAttributes>): ResourceCheck {
    return new ResourceCheck(this.principal, { ...this.attributes, ...change });
  }
}

class Decision {
  constructor(readonly allowed: boolean, readonly reason: string) {}
}

const TYPES = {
  Authorizer: 'kubernetes.authorization.Authorizer',
  PathCheck: 'kubernetes.authorization.PathCheck',
  GroupCheck: 'kubernetes.authorization.GroupCheck',
  ResourceCheck: 'kubernetes.authorization.ResourceCheck',
  Decision: 'kubernetes.authorization.Decision',
};

/** The `authorizer` of a request, for expressions. */
export function authorizerOf(
  { user, type, subresource, namespace, name }: AdmissionAttributes,
  authorizer: Authorizer,
): unknown {
  const principal = { user, authorizer };
  const whole = new CelAuthorizer(principal);
  whole.requestResource = new ResourceCheck(principal, {
    group: type.group,
    version: type.version,
    resource: type.plural,
    subresource,
    namespace,
    name,
  });
  return whole;
}

function filled(text: string, what: string): string {
  if (!text.trim()) throw new Error(`${what} must not be empty`);
  return text;
}

function decide(
  { user, authorizer }: Principal,
  attributes: AccessAttributes,
): Decision {
  const { allowed, reason } = authorizer.authorize(user, attributes);
  return new Decision(allowed, reason);
}

function serviceAccount(
  { principal }: CelAuthorizer,
  namespace: string,
  name: string,
): CelAuthorizer {
  if (dnsSubdomain(name)) throw new Error('Invalid service account name');
  if (dnsLabel(namespace)) throw new Error('Invalid service account namespace');
  return new CelAuthorizer({
    authorizer: principal.authorizer,
    user: {
      username: `system:serviceaccount:${namespace}:${name}`,
      groups: [
        'system:serviceaccounts',
        `system:serviceaccounts:${namespace}`,
        'system:authenticated',
      ],
    },
  });
}

/** Declares `authorizer` and what can be asked of it, as Kubernetes extends CEL. */
export function declareAuthorizer(environment: Environment): void {
  const { Authorizer: A, PathCheck: P, GroupCheck: G } = TYPES;
  const { ResourceCheck: R, Decision: D } = TYPES;
  environment
    .registerType(D, { ctor: Decision, fields: {} })
    .registerType(R, { ctor: ResourceCheck, fields: {} })
    .registerType(G, { ctor: GroupCheck, fields: {} })
    .registerType(P, { ctor: PathCheck, fields: {} })
    .registerType(A, { ctor: CelAuthorizer, fields: { requestResource: R } })
    .registerVariable('authorizer', A)
    .registerFunction(
      `${A}.path(string): ${P}`,
      ({ principal }: CelAuthorizer, path: string) =>
        new PathCheck(principal, filled(path, 'path')),
    )
    .registerFunction(
      `${A}.group(string): ${G}`,
      ({ principal }: CelAuthorizer, group: string) =>
        new GroupCheck(principal, group),
    )
    .registerFunction(
      `${A}.serviceAccount(string, string): ${A}`,
      serviceAccount,
    )
    .registerFunction(
      `${G}.resource(string): ${R}`,
      ({ principal, group }: GroupCheck, resource: string) =>
        new ResourceCheck(principal, {
          group,
          resource: filled(resource, 'resource'),
          subresource: '',
          namespace: '',
          name: '',
        }),
    )
    .registerFunction(
      `${R}.check(string): ${D}`,
      ({ principal, attributes }: ResourceCheck, verb: string) =>
        decide(principal, { ...attributes, verb }),
    )
    .registerFunction(
      `${P}.check(string): ${D}`,
      ({ principal, path }: PathCheck, verb: string) =>
        decide(principal, {
          verb,
          path,
          group: '',
          resource: '',
          subresource: '',
          namespace: '',
          name: '',
        }),
    )
    .registerFunction(`${D}.allowed(): bool`, (one: Decision) => one.allowed)
    .registerFunction(`${D}.reason(): string`, (one: Decision) => one.reason)
    .registerFunction(`${D}.errored(): bool`, () => false)
    .registerFunction(`${D}.error(): string`, () => '');
  for (const name of ['subresource', 'namespace', 'name'] as const) {
    environment.registerFunction(
      `${R}.${name}(string): ${R}`,
      (check: ResourceCheck, value: string) => check.with({ [name]: value }),
    );
  }
  // Who may see only some objects is not told apart here, as in RBAC.
  for (const name of ['fieldSelector', 'labelSelector']) {
    environment.registerFunction(
      `${R}.${name}(string): ${R}`,
      (check: ResourceCheck) => check,
    );
  }
}
