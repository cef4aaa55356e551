import type { Entity } from '@backstage/catalog-model';

/** Types of templates that people call otherwise. */
const nouns: Record<string, string> = {
  service: 'service',
  website: 'website',
  pipeline: 'pipeline',
  library: 'library',
};

/** What a template makes, as a button says it: "Create service". */
export function nounOf(template: Entity | undefined): string {
  const type = template?.spec?.type;
  return (typeof type === 'string' && nouns[type]) || 'it';
}
