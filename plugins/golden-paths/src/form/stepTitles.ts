import type { Entity } from '@backstage/catalog-model';

/** The names of a template's steps, in order. */
export function stepTitles(template: Entity | undefined): string[] {
  const steps: unknown = template?.spec?.steps;
  if (!Array.isArray(steps)) return [];
  return steps.flatMap((step: unknown) => {
    const { name, id } = (step ?? {}) as { name?: unknown; id?: unknown };
    const title = name ?? id;
    return typeof title === 'string' ? [title] : [];
  });
}
