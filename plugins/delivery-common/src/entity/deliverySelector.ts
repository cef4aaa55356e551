import type { Entity } from '@backstage/catalog-model';
import {
  COMPONENT_LABEL,
  type KubernetesObject,
} from '@cairn/plugin-platform-common';
import type { DeliverySelector } from '../types';

/** On an entity: labels of its Applications, `key=value`, several separated by commas. @public */
export const APP_SELECTOR_ANNOTATION = 'argocd/app-selector';
/** On an entity: the name of its Application. @public */
export const APP_NAME_ANNOTATION = 'argocd/app-name';
/** On an entity: the namespace its Application lies in. @public */
export const APP_NAMESPACE_ANNOTATION = 'argocd/app-namespace';

/** @returns undefined when the text is no list of `key=value`: then nothing must match, rather than all. */
function parseLabels(text: string): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  for (const part of text.split(',')) {
    const [, key, value] =
      /^\s*([^=\s]+)\s*==?\s*([^=\s]*)\s*$/.exec(part) ?? [];
    if (!key) {
      return undefined;
    }
    labels[key] = value;
  }
  return labels;
}

/**
 * How an entity names its Applications: by the annotations that Argo CD plugins share, or else by the
 * component that labels name.
 *
 * @returns undefined when it names none
 * @public
 */
export function deliverySelector(entity: Entity): DeliverySelector | undefined {
  const annotations = entity.metadata.annotations ?? {};
  const namespace = annotations[APP_NAMESPACE_ANNOTATION];
  const place = namespace ? { namespace } : {};
  const selector = annotations[APP_SELECTOR_ANNOTATION];
  if (selector) {
    const labels = parseLabels(selector);
    return labels && { from: APP_SELECTOR_ANNOTATION, labels, ...place };
  }
  const name = annotations[APP_NAME_ANNOTATION];
  if (name) {
    return { from: APP_NAME_ANNOTATION, name, ...place };
  }
  const component = annotations[COMPONENT_LABEL];
  return component
    ? {
        from: COMPONENT_LABEL,
        labels: { [COMPONENT_LABEL]: component },
        ...place,
      }
    : undefined;
}

/** Whether an Application is one of those that are meant. @public */
export function isSelected(
  object: KubernetesObject,
  selector: DeliverySelector,
): boolean {
  const { name, namespace, labels } = selector;
  const { metadata } = object;
  if (name === undefined && labels === undefined) {
    return false;
  }
  return (
    (name === undefined || metadata.name === name) &&
    (namespace === undefined || metadata.namespace === namespace) &&
    Object.entries(labels ?? {}).every(
      ([key, value]) => metadata.labels?.[key] === value,
    )
  );
}
