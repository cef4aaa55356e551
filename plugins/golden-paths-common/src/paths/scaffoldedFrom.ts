import {
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { SCAFFOLDED_FROM_ANNOTATION } from '../annotations';

/** The template an entity was made from, and the version of it. @public */
export interface ScaffoldedFrom {
  /** For example `template:default/nodejs-service`. */
  templateRef: string;
  version?: string;
}

/**
 * Reads `template:default/nodejs-service@1.0.0`; the version may be missing.
 *
 * @returns undefined for what names no template
 * @public
 */
export function parseScaffoldedFrom(text: string): ScaffoldedFrom | undefined {
  const at = text.lastIndexOf('@');
  const [ref, version] =
    at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  try {
    const templateRef = stringifyEntityRef(
      parseEntityRef(ref.trim(), {
        defaultKind: 'template',
        defaultNamespace: 'default',
      }),
    );
    return templateRef.startsWith('template:')
      ? { templateRef, ...(version && { version: version.trim() }) }
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What an entity remembers of its origin: the annotation, or else `spec.scaffoldedFrom`.
 *
 * @public
 */
export function scaffoldedFrom(entity: Entity): ScaffoldedFrom | undefined {
  const annotation = entity.metadata.annotations?.[SCAFFOLDED_FROM_ANNOTATION];
  const field = entity.spec?.scaffoldedFrom;
  for (const text of [annotation, field]) {
    const found = typeof text === 'string' && parseScaffoldedFrom(text);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** The text of the annotation. @public */
export function formatScaffoldedFrom(from: {
  templateRef: string;
  version: string;
}): string {
  return `${from.templateRef}@${from.version}`;
}
