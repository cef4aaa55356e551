import { InputError, stringifyError } from '@backstage/errors';
import { isBinaryFile } from 'isbinaryfile';
import { minimatch } from 'minimatch';
import { createTemplateRenderer, type TemplateContext } from 'nunjitsu';
import type { RenderedFile, SkeletonValues } from '../types';
import { assertSafePath } from './assertSafePath';
import { readSkeleton } from './readSkeleton';

/** What to render. @public */
export interface RenderSkeletonOptions {
  /** Absolute folders; a file of a later one takes the place of an earlier one's. */
  skeletons: readonly string[];
  values: SkeletonValues;
  /** Globs on names in the skeleton; the content of what matches is taken as it is. */
  copyWithoutTemplating?: readonly string[];
}

function createRenderer(values: SkeletonValues) {
  const renderer = createTemplateRenderer({ allowRegexExecution: true });
  // As it is read back from .cairn/template.yaml: what is undefined is not there.
  const closed: TemplateContext = JSON.parse(JSON.stringify({ values }));
  const context = renderer.prepareContext(closed);
  return (text: string, source: string): string => {
    try {
      return renderer.render(text, context);
    } catch (error) {
      throw new InputError(
        `${source} cannot be filled in: ${stringifyError(error)}`,
      );
    }
  };
}

/** A name of which a part has become empty is left out, as a way to make files optional. */
function isLeftOut(path: string): boolean {
  return path.split('/').some(part => part.trim() === '');
}

/**
 * Fills in skeletons, names and contents, in the manner of `fetch:template`: `${{ values.x }}`,
 * `{% if values.x %}`, nothing trimmed. What a value leaves without a name is left out.
 *
 * @returns every file, by path; the same for the same input.
 * @throws InputError naming the file that cannot be filled in.
 * @public
 */
export async function renderSkeleton(
  options: RenderSkeletonOptions,
): Promise<RenderedFile[]> {
  const { skeletons, values, copyWithoutTemplating = [] } = options;
  const render = createRenderer(values);
  const rendered = new Map<string, RenderedFile>();
  for (const skeleton of skeletons) {
    for (const file of await readSkeleton(skeleton)) {
      const path = render(file.path, `The name ${file.path}`);
      if (isLeftOut(path)) {
        continue;
      }
      assertSafePath(path, file.path);
      const isCopied =
        copyWithoutTemplating.some(glob =>
          minimatch(file.path, glob, { dot: true }),
        ) || (await isBinaryFile(file.content));
      const content = isCopied
        ? file.content
        : Buffer.from(render(file.content.toString('utf8'), file.path), 'utf8');
      rendered.set(path, { path, content, executable: file.executable });
    }
  }
  return [...rendered.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
