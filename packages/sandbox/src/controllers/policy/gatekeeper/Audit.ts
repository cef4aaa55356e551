import {
  isNotFound,
  type KubernetesClient,
  type KubernetesObject,
  wireTime,
} from '../../runtime';
import type { ResourceCatalog, ServedResource } from '../ResourceCatalog';
import type { CompiledTemplate } from './compileTemplate';
import { evaluateConstraint } from './evaluateConstraint';
import { matchConstraint } from './matchConstraint';
import { gatekeeperPods } from './TemplateReconciler';
import { actionOf, type Constraint } from './types';

/** The most violations a constraint's status lists; the total counts them all. */
export const MAX_VIOLATIONS = 20;

type Violation = {
  enforcementAction: string;
  group: string;
  version: string;
  kind: string;
  name: string;
  namespace?: string;
  message: string;
};

/** A constraint with the rule of its kind. */
export interface ActiveConstraint {
  constraint: Constraint;
  template: CompiledTemplate;
}

/** Looks at everything constraints match and writes what it finds into them. */
export class Audit {
  constructor(
    private readonly options: {
      client: KubernetesClient;
      catalog: ResourceCatalog;
      namespace: (name: string | undefined) => KubernetesObject | undefined;
    },
  ) {}

  /** One audit. Objects of a kind are read once for all constraints. */
  async run(active: readonly ActiveConstraint[]): Promise<void> {
    const began = wireTime();
    const found = new Map(active.map(it => [it, [] as Violation[]]));
    for (const resource of await this.kindsOf(active)) {
      const { items } = await this.options.client.list<KubernetesObject>(
        resource.apiVersion,
        resource.kind,
      );
      for (const object of items) {
        for (const [one, violations] of found) {
          violations.push(...this.look(one, resource, object));
        }
      }
    }
    for (const [{ constraint }, violations] of found) {
      await this.write(constraint, violations, began);
    }
  }

  private async kindsOf(
    active: readonly ActiveConstraint[],
  ): Promise<ServedResource[]> {
    const kinds = new Map<string, ServedResource>();
    for (const { constraint } of active) {
      const wanted = constraint.spec?.match?.kinds ?? [];
      for (const it of wanted.length > 0 ? wanted : [{}]) {
        const { apiGroups = [], kinds: names = [] } = it as {
          apiGroups?: string[];
          kinds?: string[];
        };
        for (const one of await this.options.catalog.ofKinds(
          apiGroups,
          names,
        )) {
          kinds.set(`${one.group}/${one.kind}`, one);
        }
      }
    }
    return [...kinds.values()];
  }

  private look(
    { constraint, template }: ActiveConstraint,
    { group, version, plural: resource }: ServedResource,
    object: KubernetesObject,
  ): Violation[] {
    const { kind } = object;
    const { name = '', namespace, labels = {} } = object.metadata;
    const namespaceObject = this.options.namespace(namespace);
    const isMeant = matchConstraint(constraint.spec?.match ?? {}, {
      group,
      kind,
      name,
      namespace,
      labels,
      namespaceLabels: namespaceObject?.metadata.labels,
    });
    if (!isMeant) return [];
    const messages = evaluateConstraint(template, constraint, {
      object,
      request: {
        kind: { group, version, kind },
        resource: { group, version, resource },
        operation: '',
        name,
        namespace: namespace ?? '',
      },
      namespaceObject,
    });
    return messages.map(message => ({
      enforcementAction: actionOf(constraint),
      group,
      version,
      kind,
      name,
      ...(namespace && { namespace }),
      message,
    }));
  }

  private async write(
    constraint: Constraint,
    violations: Violation[],
    auditTimestamp: string,
  ): Promise<void> {
    const { apiVersion, kind, metadata } = constraint;
    const listed = violations.slice(0, MAX_VIOLATIONS);
    const status = {
      auditTimestamp,
      byPod: gatekeeperPods.map(({ id, operations }) => ({
        constraintUID: metadata.uid,
        enforced: true,
        id,
        observedGeneration: metadata.generation,
        operations,
      })),
      totalViolations: violations.length,
      violations: listed.length > 0 ? listed : null,
    };
    try {
      await this.options.client.patch(
        { apiVersion, kind, name: metadata.name ?? '' },
        { status },
        { subresource: 'status' },
      );
    } catch (error) {
      // Deleted while it was looked at.
      if (!isNotFound(error)) throw error;
    }
  }
}
