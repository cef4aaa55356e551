import type { JsonObject, KubernetesObject } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';

/** A resource that a composite names as composed. */
export type ResourceRef = {
  apiVersion: string;
  kind: string;
  name?: string;
  namespace?: string;
};

/** Where a composite keeps Crossplane's fields: `spec` in v1, `spec.crossplane` in v2. */
export class CompositeFields {
  constructor(readonly legacy: boolean) {}

  /** Crossplane's fields of a composite; empty if there are none yet. */
  read(composite: KubernetesObject): JsonObject {
    const spec = composite.spec ?? {};
    if (this.legacy) return spec;
    return isObject(spec.crossplane) ? spec.crossplane : {};
  }

  /** A copy of the composite with changed fields. */
  write(composite: KubernetesObject, fields: JsonObject): KubernetesObject {
    return {
      ...composite,
      spec: this.spec({ ...this.read(composite), ...fields }, composite.spec),
    };
  }

  /** The name in a reference such as `compositionRef`. */
  refName(composite: KubernetesObject, field: string): string | undefined {
    const reference = this.read(composite)[field];
    return isObject(reference) &&
      typeof reference.name === 'string' &&
      reference.name
      ? reference.name
      : undefined;
  }

  /** The labels of a selector such as `compositionSelector`. */
  selector(
    composite: KubernetesObject,
    field: string,
  ): Record<string, string> | undefined {
    const selector = this.read(composite)[field];
    return isObject(selector) && isObject(selector.matchLabels)
      ? (selector.matchLabels as Record<string, string>)
      : undefined;
  }

  resourceRefs(composite: KubernetesObject): ResourceRef[] {
    const { resourceRefs } = this.read(composite);
    return Array.isArray(resourceRefs)
      ? (resourceRefs.filter(isObject) as unknown as ResourceRef[])
      : [];
  }

  /** A spec that holds nothing but these fields, for server-side apply. */
  onlySpec(fields: JsonObject): JsonObject {
    return this.spec(fields, {});
  }

  private spec(fields: JsonObject, others: JsonObject = {}): JsonObject {
    return this.legacy
      ? { ...others, ...fields }
      : { ...others, crossplane: fields };
  }
}

/** Whether all labels of a selector are there with their values. */
export function matchesLabels(
  object: KubernetesObject,
  selector: Record<string, string>,
): boolean {
  const labels = object.metadata.labels ?? {};
  return Object.entries(selector).every(
    ([key, value]) => labels[key] === value,
  );
}
