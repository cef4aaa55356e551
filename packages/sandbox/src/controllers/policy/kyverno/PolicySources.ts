import type {
  Change,
  Informer,
  InformerPool,
  KubernetesObject,
} from '../../runtime';
import type { ResourceCatalog } from '../ResourceCatalog';
import {
  policiesApiVersion,
  type PolicyException,
  type ValidatingPolicy,
} from './types';

const ADMISSION = 'admissionregistration.k8s.io/v1';

/** The policies of the cluster, and what belongs to them. */
export class PolicySources {
  /** Settles when everything has been listed. */
  readonly synced: Promise<void>;
  private readonly clusterPolicies: Informer;
  private readonly namespacedPolicies: Informer;
  private readonly exceptionObjects: Informer;
  private readonly namespaceObjects: Informer;
  private readonly admission: Informer[];

  private constructor(pool: InformerPool, withAdmissionPolicies: boolean) {
    const of = (kind: string) => pool.of(policiesApiVersion, kind);
    this.clusterPolicies = of('ValidatingPolicy');
    this.namespacedPolicies = of('NamespacedValidatingPolicy');
    this.exceptionObjects = of('PolicyException');
    this.namespaceObjects = pool.of('v1', 'Namespace');
    this.admission = withAdmissionPolicies
      ? [
          pool.of(ADMISSION, 'ValidatingAdmissionPolicy'),
          pool.of(ADMISSION, 'ValidatingAdmissionPolicyBinding'),
        ]
      : [];
    this.synced = Promise.all(
      [
        ...this.policyInformers,
        this.exceptionObjects,
        this.namespaceObjects,
      ].map(it => it.synced),
    ).then(() => undefined);
  }

  /** Watches the policies; Kubernetes' own only where the server has them. */
  static async create(
    pool: InformerPool,
    catalog: ResourceCatalog,
  ): Promise<PolicySources> {
    const kind = 'ValidatingAdmissionPolicy';
    return new PolicySources(
      pool,
      (await catalog.find(ADMISSION, kind)) !== undefined,
    );
  }

  get policies(): ValidatingPolicy[] {
    return [
      ...this.clusterPolicies.list(),
      ...this.namespacedPolicies.list(),
    ] as unknown as ValidatingPolicy[];
  }

  get exceptions(): PolicyException[] {
    return this.exceptionObjects.list() as unknown as PolicyException[];
  }

  /** Whether the server has policies of its own. */
  get hasAdmissionPolicies(): boolean {
    return this.admission.length > 0;
  }

  get admissionPolicies(): KubernetesObject[] {
    return this.admission[0]?.list() ?? [];
  }

  get bindings(): KubernetesObject[] {
    return this.admission[1]?.list() ?? [];
  }

  namespace(name: string | undefined): KubernetesObject | undefined {
    return name === undefined ? undefined : this.namespaceObjects.get({ name });
  }

  /**
   * Calls back on changes that matter. Changes of a status only do not.
   *
   * @returns how to take it back
   */
  onChange(handlers: {
    policy?: () => void;
    exception?: (type: Change['type']) => void;
    /** Labels of a namespace changed. */
    namespace?: (name: string) => void;
  }): () => void {
    const undo = [
      ...this.policyInformers.map(it =>
        it.onChange(change => {
          if (isMeant(change)) handlers.policy?.();
        }),
      ),
      this.exceptionObjects.onChange(change => {
        if (isMeant(change)) handlers.exception?.(change.type);
      }),
      this.namespaceObjects.onChange(({ type, object, previous }) => {
        const labels = (it: KubernetesObject | undefined) =>
          JSON.stringify(it?.metadata.labels ?? {});
        if (type === 'modified' && labels(object) !== labels(previous)) {
          handlers.namespace?.(object.metadata.name ?? '');
        }
      }),
    ];
    return () => undo.forEach(it => it());
  }

  private get policyInformers(): Informer[] {
    return [this.clusterPolicies, this.namespacedPolicies, ...this.admission];
  }
}

/** Whether more changed than a status. */
function isMeant({ type, object, previous }: Change): boolean {
  if (type !== 'modified') return true;
  const essence = ({ metadata, spec }: KubernetesObject) =>
    JSON.stringify([metadata.labels, metadata.annotations, spec, metadata.uid]);
  return !previous || essence(object) !== essence(previous);
}
