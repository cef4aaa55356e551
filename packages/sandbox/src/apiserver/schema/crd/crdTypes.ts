import type { KubeObject, PrinterColumn, SchemaNode } from '../../types';

/** One version of a CRD. */
export interface CrdVersion {
  name?: string;
  served?: boolean;
  storage?: boolean;
  deprecated?: boolean;
  deprecationWarning?: string;
  schema?: { openAPIV3Schema?: SchemaNode };
  subresources?: {
    status?: object;
    scale?: {
      specReplicasPath?: string;
      statusReplicasPath?: string;
      labelSelectorPath?: string;
    };
  };
  additionalPrinterColumns?: Partial<PrinterColumn>[];
  selectableFields?: { jsonPath?: string }[];
}

/** `spec` of a CRD. */
export interface CrdSpec {
  group?: string;
  scope?: string;
  preserveUnknownFields?: boolean;
  names?: {
    plural?: string;
    singular?: string;
    kind?: string;
    listKind?: string;
    shortNames?: string[];
    categories?: string[];
  };
  versions?: CrdVersion[];
  conversion?: {
    strategy?: string;
    webhook?: { clientConfig?: object; conversionReviewVersions?: string[] };
  };
}

/** A CRD's spec, empty if it has none. */
export function crdSpec(crd: KubeObject): CrdSpec {
  return (crd.spec ?? {}) as CrdSpec;
}
