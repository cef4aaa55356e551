import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  renderTemplateFile,
  TEMPLATE_FILE,
} from '@cairn/plugin-golden-paths-common';
import type { Provisioner } from '@cairn/plugin-score-common';
import { renderSkeleton } from '../skeleton';
import type { RenderedFile, SkeletonValues } from '../types';
import { renderManifests } from './renderManifests';
import type { PathRecipe } from './readRecipe';
import { renderObservability } from './renderObservability';

/** What a repository of a golden path is made of. @public */
export interface RenderGoldenPathOptions {
  template: { ref: string; version: string };
  recipe: PathRecipe;
  /** Absolute folders, in the order of the recipe's layers. */
  skeletons: readonly string[];
  /** As `deriveValues` gives them, or as kept in `.cairn/template.yaml`. */
  values: SkeletonValues;
  provisioners: readonly Provisioner[];
  logger?: LoggerService;
}

function text(values: SkeletonValues, name: string): string {
  const value = values[name];
  if (typeof value !== 'string' || value === '') {
    throw new InputError(`values.${name} is missing from ${TEMPLATE_FILE}.`);
  }
  return value;
}

/** Later files take the place of earlier ones of the same path. */
function layered(...layers: readonly RenderedFile[][]): RenderedFile[] {
  const files = new Map(layers.flat().map(file => [file.path, file]));
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The file that keeps what a repository was made from. @public */
export function templateFile(options: {
  template: { ref: string; version: string };
  values: SkeletonValues;
}): RenderedFile {
  const { template, values } = options;
  const { ref, version } = template;
  return {
    path: TEMPLATE_FILE,
    content: Buffer.from(
      renderTemplateFile({ template: ref, version, values }),
      'utf8',
    ),
    executable: false,
  };
}

/**
 * Every file of the first commit of a golden path, exactly as the template's steps make them: the
 * skeletons filled in, what they were filled in with, manifests, dashboard and alerts.
 *
 * @throws InputError
 * @public
 */
export async function renderGoldenPath(
  options: RenderGoldenPathOptions,
): Promise<RenderedFile[]> {
  const { template, recipe, skeletons, provisioners, logger } = options;
  const values = {
    ...options.values,
    ...recipe.values,
    templateRef: template.ref,
    templateVersion: template.version,
    scaffoldedFrom: `${template.ref}@${template.version}`,
  };
  const code = layered(
    await renderSkeleton({
      skeletons,
      values,
      copyWithoutTemplating: recipe.copyWithoutTemplating,
    }),
    [templateFile({ template, values })],
  );
  const owner = text(values, 'owner');
  const manifests = renderManifests({
    files: code,
    owner,
    image: text(values, 'image'),
    environments: recipe.environments,
    provisioners,
  });
  for (const warning of manifests.warnings) {
    logger?.warn(warning);
  }
  const observability = renderObservability({
    files: code,
    owner,
    component: text(values, 'name'),
    language: text(values, 'language'),
    portalUrl: text(values, 'portalUrl'),
    environments: recipe.environments,
  });
  return layered(code, manifests.files, observability);
}
