import type { Cluster } from './Cluster';
import type { Body } from './connection';

/** Where definitions are. */
export const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** A schema of one property `spec`, and a `status` that takes anything. */
export function specSchema(spec: Body): Body {
  return {
    type: 'object',
    properties: {
      spec,
      status: {
        type: 'object',
        'x-kubernetes-preserve-unknown-fields': true,
      },
    },
  };
}

/** Kinds of this run: their group is nobody else's. */
export class CustomKinds {
  readonly group: string;

  constructor(private readonly cluster: Cluster, area: string) {
    this.group = `${area}-${cluster.suffix}.contract.example.org`;
  }

  /** A definition with one version `v1`; `version` and `spec` change it. */
  definition(
    kind: string,
    options: { schema?: Body; version?: Body; spec?: Body } = {},
  ): Body {
    const plural = `${kind.toLowerCase()}s`;
    return {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${this.group}` },
      spec: {
        group: this.group,
        scope: 'Namespaced',
        names: { plural, kind },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: options.schema ?? {
                type: 'object',
                'x-kubernetes-preserve-unknown-fields': true,
              },
            },
            ...options.version,
          },
        ],
        ...options.spec,
      },
    };
  }

  /** Creates a definition, waits until it is served and answers where. */
  async define(
    kind: string,
    namespace: string,
    options: Parameters<CustomKinds['definition']>[1] = {},
  ): Promise<string> {
    await this.cluster.make(CRDS, this.definition(kind, options));
    const path = this.path(kind, namespace);
    await this.cluster.until(path, answer => answer.status === 200);
    return path;
  }

  /** Path of a definition. */
  definitionPath(kind: string): string {
    return `${CRDS}/${kind.toLowerCase()}s.${this.group}`;
  }

  /** Path of a kind's objects in a namespace. */
  path(kind: string, namespace: string, version = 'v1'): string {
    return `/apis/${
      this.group
    }/${version}/namespaces/${namespace}/${kind.toLowerCase()}s`;
  }

  /** An object. */
  object(kind: string, name: string, spec: unknown, version = 'v1'): Body {
    return {
      apiVersion: `${this.group}/${version}`,
      kind,
      metadata: { name },
      spec,
    };
  }
}
