import { InputError } from '@backstage/errors';
import type { JsonObject, JsonValue } from '@backstage/types';
import { z } from 'zod';
import { DEFAULT_LAYERS } from '../skeleton';
import { DEFAULT_ENVIRONMENTS } from './renderManifests';

/** How a template makes the files of a repository, read from its steps. @public */
export interface PathRecipe {
  /** Folders, relative to template.yaml; later ones win. */
  layers: string[];
  copyWithoutTemplating: string[];
  /** The template's own values; those that come from the form are not among them. */
  values: JsonObject;
  environments: string[];
}

const stepSchema = z.looseObject({
  action: z.string(),
  input: z.record(z.string(), z.unknown()).optional(),
});
const skeletonSchema = z.looseObject({
  layers: z
    .array(z.string())
    .min(1)
    .default([...DEFAULT_LAYERS]),
  copyWithoutTemplating: z.array(z.string()).default([]),
  values: z.record(z.string(), z.unknown()).default({}),
});
const manifestsSchema = z.looseObject({
  environments: z
    .array(z.string())
    .min(1)
    .default([...DEFAULT_ENVIRONMENTS]),
});

function isLiteral(value: unknown): value is JsonValue {
  return !JSON.stringify(value ?? null).includes('${{');
}

function literals(values: Record<string, unknown>): JsonObject {
  const found: JsonObject = {};
  for (const [key, value] of Object.entries(values)) {
    if (isLiteral(value)) {
      found[key] = value;
    }
  }
  return found;
}

/**
 * Reads from a template's steps how it makes files: from those with the actions `cairn:skeleton` and
 * `cairn:score:render`.
 *
 * @param template - A Template entity.
 * @throws InputError when it makes none in this way.
 * @public
 */
export function readRecipe(template: { spec?: JsonObject }): PathRecipe {
  const steps = z.array(stepSchema).safeParse(template.spec?.steps);
  const inputOf = (action: string) =>
    steps.data?.find(step => step.action === action)?.input ?? {};
  if (!steps.data?.some(({ action }) => action === 'cairn:skeleton')) {
    throw new InputError(
      'The template has no step with the action cairn:skeleton, so its files cannot be made again.',
    );
  }
  const skeleton = skeletonSchema.safeParse(inputOf('cairn:skeleton'));
  const manifests = manifestsSchema.safeParse(inputOf('cairn:score:render'));
  if (!skeleton.success || !manifests.success) {
    throw new InputError(
      'The steps cairn:skeleton and cairn:score:render of the template cannot be read: layers, copyWithoutTemplating and environments have to be lists of text.',
    );
  }
  const { layers, copyWithoutTemplating, values } = skeleton.data;
  const { environments } = manifests.data;
  return {
    layers,
    copyWithoutTemplating,
    values: literals(values),
    environments,
  };
}
