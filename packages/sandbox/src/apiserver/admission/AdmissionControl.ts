import { parseShared } from '../registry/parsedCache';
import { storageOf } from '../registry/storageOf';
import type { TypeRegistry } from '../registry/TypeRegistry';
import type { Log } from '../Services';
import type { ObjectStore } from '../storage/ObjectStore';
import type { StoredObject } from '../storage/StoredObject';
import type { Authorizer, ResourceType } from '../types';
import { AdmissionSession, type SessionRequest } from './AdmissionSession';
import { mayConcern } from './matchRules';
import { type Binding, bindingOf, policyOf } from './policies/Policy';
import type { BoundPolicy } from './policies/validateByPolicies';
import { closeAgents } from './webhooks/postReview';
import { type Webhook, webhooksOf } from './webhooks/Webhook';

const GROUP = 'admissionregistration.k8s.io';
const MUTATING = `mutatingwebhookconfigurations.${GROUP}`;
const VALIDATING = `validatingwebhookconfigurations.${GROUP}`;
const POLICIES = `validatingadmissionpolicies.${GROUP}`;
const BINDINGS = `validatingadmissionpolicybindings.${GROUP}`;

/** What may have a say in writes of one resource. */
export interface Concerned {
  readonly mutating: readonly Webhook[];
  readonly validating: readonly Webhook[];
  readonly policies: readonly BoundPolicy[];
}

const NOBODY: Concerned = { mutating: [], validating: [], policies: [] };

/**
 * Knows all webhooks and policies, made ready for use once for each version of
 * their objects. A write that none of them is about costs one look-up.
 */
export class AdmissionControl {
  private all: Concerned | undefined;
  private byResource = new Map<string, Concerned>();
  private readonly unsubscribe: () => void;

  constructor(
    readonly services: {
      readonly store: ObjectStore;
      readonly registry: TypeRegistry;
      readonly authorizer: Authorizer;
      readonly log: Log;
    },
  ) {
    this.unsubscribe = services.store.subscribe(changes => {
      if (changes.some(({ object }) => object.resource.endsWith(GROUP))) {
        this.all = undefined;
        this.byResource = new Map();
      }
    });
  }

  /** Begins the admission of one request. */
  session(request: SessionRequest): AdmissionSession {
    return new AdmissionSession(this, request);
  }

  /** Who may have a say in writes of a resource, by the configuration stored. */
  concerned(type: ResourceType): Concerned {
    const key = storageOf(type);
    let concerned = this.byResource.get(key);
    if (!concerned) {
      concerned = this.select(type);
      this.byResource.set(key, concerned);
    }
    return concerned;
  }

  /** Closes connections and stops to follow changes. */
  stop(): void {
    this.unsubscribe();
    closeAgents();
  }

  private select(type: ResourceType): Concerned {
    this.all ??= {
      mutating: this.sorted(MUTATING).flatMap(one =>
        webhooksOf(parseShared(one)),
      ),
      validating: this.sorted(VALIDATING).flatMap(one =>
        webhooksOf(parseShared(one)),
      ),
      policies: this.readPolicies(),
    };
    const of = (hooks: readonly Webhook[]) =>
      hooks.filter(({ rules }) => this.concerns(rules, type));
    const found = {
      mutating: of(this.all.mutating),
      validating: of(this.all.validating),
      policies: this.all.policies.filter(({ policy }) =>
        this.concerns(policy.match.rules, type),
      ),
    };
    const count =
      found.mutating.length + found.validating.length + found.policies.length;
    return count > 0 ? found : NOBODY;
  }

  /** By any name the objects of a type go by. */
  private concerns(rules: Webhook['rules'], type: ResourceType): boolean {
    return this.services.registry
      .all()
      .some(
        one => storageOf(one) === storageOf(type) && mayConcern(rules, one),
      );
  }

  /** Policies that are put to use, each with what puts it to use. */
  private readPolicies(): BoundPolicy[] {
    const bindings = new Map<string, Binding[]>();
    for (const stored of this.sorted(BINDINGS)) {
      const binding = bindingOf(stored);
      const { policyName } = binding;
      bindings.set(policyName, [...(bindings.get(policyName) ?? []), binding]);
    }
    return this.sorted(POLICIES).flatMap(stored => {
      const bound = bindings.get(stored.name);
      return bound ? [{ policy: policyOf(stored), bindings: bound }] : [];
    });
  }

  private sorted(resource: string): StoredObject[] {
    return [...this.services.store.list(resource)].sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
  }
}
