import type { Application, ApplicationSource } from './types';

/** Whether the Application has a list of sources; revisions come in lists then, too. */
export function hasSeveralSources({ spec }: Application): boolean {
  return (spec.sources?.length ?? 0) > 0;
}

/** The sources of an Application, one or more. */
export function sourcesOf({ spec }: Application): ApplicationSource[] {
  if (spec.sources && spec.sources.length > 0) return spec.sources;
  return spec.source ? [spec.source] : [];
}
