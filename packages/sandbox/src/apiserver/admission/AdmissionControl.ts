import { parseShared } from '../registry/parsedCache';
import { storageOf } from '../registry/storageOf';
import type { TypeRegistry } from '../registry/TypeRegistry';
import type { Log } from '../Services';
import type { ObjectStore } from '../storage/ObjectStore';
import type { Authorizer, ResourceType } from '../types';
import { AdmissionSession, type SessionRequest } from './AdmissionSession';
import { mayConcern } from './matchRules';
import { closeAgents } from './webhooks/postReview';
import { type Webhook, webhooksOf } from './webhooks/Webhook';

const GROUP = 'admissionregistration.k8s.io';
const MUTATING = `mutatingwebhookconfigurations.${GROUP}`;
const VALIDATING = `validatingwebhookconfigurations.${GROUP}`;

/** What may have a say in writes of one resource. */
export interface Concerned {
  readonly mutating: readonly Webhook[];
  readonly validating: readonly Webhook[];
}

const NOBODY: Concerned = { mutating: [], validating: [] };

/**
 * Knows all webhooks and policies, made ready for use once for each version of
 * their objects. A write that none of them is about costs one look-up.
 */
export class AdmissionControl {
  private webhooks: Concerned | undefined;
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
        this.webhooks = undefined;
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
    this.webhooks ??= {
      mutating: this.read(MUTATING),
      validating: this.read(VALIDATING),
    };
    const of = (hooks: readonly Webhook[]) =>
      hooks.filter(({ rules }) => this.concerns(rules, type));
    const found = {
      mutating: of(this.webhooks.mutating),
      validating: of(this.webhooks.validating),
    };
    return found.mutating.length + found.validating.length > 0 ? found : NOBODY;
  }

  /** By any name the objects of a type go by. */
  private concerns(rules: Webhook['rules'], type: ResourceType): boolean {
    return this.services.registry
      .all()
      .some(
        one => storageOf(one) === storageOf(type) && mayConcern(rules, one),
      );
  }

  /** In the order of the names of their configurations. */
  private read(resource: string): Webhook[] {
    return [...this.services.store.list(resource)]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap(stored => webhooksOf(parseShared(stored)));
  }
}
