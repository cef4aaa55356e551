import type { JsonObject, ObjectMeta } from '../../runtime';

/** The group version in which the controllers read XRDs: it has all fields of both versions. */
export const XRD_API = 'apiextensions.crossplane.io/v1';
export const XRD_KIND = 'CompositeResourceDefinition';

/** The names of a kind. */
export type KindNames = {
  kind: string;
  plural: string;
  singular?: string;
  listKind?: string;
  shortNames?: string[];
  categories?: string[];
};

/** One version of a composite resource. */
export type DefinitionVersion = {
  name: string;
  served: boolean;
  referenceable: boolean;
  deprecated?: boolean;
  deprecationWarning?: string;
  schema?: { openAPIV3Schema?: JsonObject };
  additionalPrinterColumns?: JsonObject[];
};

/** The spec of an XRD. */
export type DefinitionSpec = {
  group: string;
  names: KindNames;
  claimNames?: KindNames;
  scope?: 'LegacyCluster' | 'Namespaced' | 'Cluster';
  connectionSecretKeys?: string[];
  conversion?: JsonObject;
  defaultCompositeDeletePolicy?: 'Background' | 'Foreground';
  defaultCompositionRef?: { name: string };
  defaultCompositionUpdatePolicy?: 'Automatic' | 'Manual';
  enforcedCompositionRef?: { name: string };
  metadata?: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  versions: DefinitionVersion[];
};

/** An XRD. */
export type Definition = {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: DefinitionSpec;
  status?: JsonObject;
};

/** The version that compositions and references use. */
export function referenceableVersion(definition: Definition): string {
  return definition.spec.versions.find(it => it.referenceable)?.name ?? '';
}

/** Whether composites keep Crossplane's fields directly in their spec, as in v1. */
export function isLegacy(definition: Definition): boolean {
  return (definition.spec.scope ?? 'LegacyCluster') === 'LegacyCluster';
}
