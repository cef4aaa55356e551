import { parse } from 'yaml';
import type { Json, JsonObject } from '../../runtime';
import type {
  ApplicationSet,
  ApplicationTemplate,
  GeneratedApplication,
  Parameters,
} from '../types';
import { applyMergePatch } from './mergePatch';
import { renderText } from './renderText';

/** Deletes an Application's resources with it. */
export const RESOURCES_FINALIZER = 'resources-finalizer.argocd.argoproj.io';

/**
 * Makes the Application of one parameter set.
 *
 * @throws Error with Argo CD's words when a template cannot be rendered
 */
export function renderApplication(
  set: ApplicationSet,
  template: ApplicationTemplate,
  parameters: Parameters,
): GeneratedApplication {
  const { goTemplate = false, goTemplateOptions = [] } = set.spec;
  const options = { goTemplate, goTemplateOptions };
  const render = (value: Json | undefined): Json | undefined => {
    if (typeof value === 'string')
      return renderText(value, parameters, options);
    if (Array.isArray(value)) return value.map(it => render(it) ?? null);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, it]) => [
        renderText(key, parameters, options),
        render(it),
      ]),
    );
  };
  const rendered = render(template as Json) as ApplicationTemplate;
  let application: JsonObject = {
    metadata: rendered.metadata as Json,
    spec: rendered.spec ?? {},
  };
  if (set.spec.templatePatch) {
    const patch = readPatch(
      renderText(set.spec.templatePatch, parameters, options),
    );
    application = applyMergePatch(application, patch) as JsonObject;
  }
  const { metadata = {}, spec } = application as ApplicationTemplate;
  const finalizers = metadata.finalizers ?? [];
  const preserves = set.spec.syncPolicy?.preserveResourcesOnDeletion ?? false;
  if (!finalizers.length && !preserves) finalizers.push(RESOURCES_FINALIZER);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: metadata.name ?? '',
      // Never another namespace than the set's own: it could take what is not its owner's.
      namespace: set.metadata.namespace ?? '',
      ...(notEmpty(metadata.labels) && { labels: metadata.labels }),
      ...(notEmpty(metadata.annotations) && {
        annotations: metadata.annotations,
      }),
      ...(finalizers.length && { finalizers }),
    },
    spec: { ...spec, project: spec?.project || 'default' },
  };
}

function readPatch(text: string): Json {
  let patch: unknown;
  try {
    patch = parse(text);
  } catch (error) {
    throw new Error(
      `error while applying template patch: ${(error as Error).message}`,
    );
  }
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    throw new Error('error while applying template patch: it is not an object');
  }
  const { spec } = patch as { spec?: JsonObject };
  if (spec?.project !== undefined) {
    throw new Error(
      "error while applying template patch: the template patch can't change the project",
    );
  }
  return patch as Json;
}

function notEmpty(map: Record<string, string> | undefined): boolean {
  return Object.keys(map ?? {}).length > 0;
}
