import {
  RELATION_OWNED_BY,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import {
  LANGUAGE_ANNOTATION,
  TEMPLATE_UPDATED_ANNOTATION,
  TEMPLATE_VERSION_ANNOTATION,
  WHAT_YOU_GET_ANNOTATION,
} from '../annotations';
import type { GoldenPath } from '../types';

const MAX_LINES = 8;

/** Whether a template is a golden path: it has a version that services can be compared with. @public */
export function isGoldenPath(entity: Entity): boolean {
  return (
    entity.kind === 'Template' &&
    Boolean(entity.metadata.annotations?.[TEMPLATE_VERSION_ANNOTATION])
  );
}

/** The owner of an entity, as the catalog resolved it. @public */
export function ownerOf(entity: Entity): string | undefined {
  return entity.relations?.find(({ type }) => type === RELATION_OWNED_BY)
    ?.targetRef;
}

/** What a Template says of itself, without who uses it. @public */
export function readGoldenPath(entity: Entity): Omit<GoldenPath, 'adoption'> {
  const { name, title, description, tags = [] } = entity.metadata;
  const annotations = entity.metadata.annotations ?? {};
  const owner = ownerOf(entity);
  const language = annotations[LANGUAGE_ANNOTATION];
  const version = annotations[TEMPLATE_VERSION_ANNOTATION];
  const updatedAt = annotations[TEMPLATE_UPDATED_ANNOTATION];
  const type = entity.spec?.type;
  return {
    ref: stringifyEntityRef(entity),
    namespace: entity.metadata.namespace ?? 'default',
    name,
    title: title ?? name,
    tags,
    whatYouGet: (annotations[WHAT_YOU_GET_ANNOTATION] ?? '')
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '')
      .slice(0, MAX_LINES),
    ...(description && { description }),
    ...(language && { language }),
    ...(typeof type === 'string' && { type }),
    ...(owner && { owner }),
    ...(version && { version }),
    ...(updatedAt && isDate(updatedAt) && { updatedAt }),
  };
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text));
}
