import type { ScoreContainer } from '../parse/workloadSchema';
import type { RenderContext } from './RenderContext';

/** What a workload file writes where the pipeline fills in the image. */
const LEFT_TO_PIPELINE = '.';

function tagOf(image: string): string | undefined {
  return /:([^/:@]+)(@|$)/.exec(image)?.[1];
}

/** The version an image's tag names, where it can stand in a label. */
export function imageVersion(image: string): string | undefined {
  const tag = tagOf(image);
  return tag !== undefined &&
    /^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/.test(tag)
    ? tag
    : undefined;
}

/**
 * The image of a container: what the pipeline built, or what the file says. One without a version is
 * an error in production and a warning elsewhere, as the platform's policy has it.
 */
export function imageOf(
  name: string,
  container: ScoreContainer,
  { images, problems, environment }: RenderContext,
): string {
  const path = ['containers', name, 'image'];
  const given = Object.hasOwn(images, name) ? images[name] : container.image;
  if (given === LEFT_TO_PIPELINE) {
    problems.add(path, {
      message: 'The image is left to the pipeline, but none was given.',
      mend: `Render with an image for ${name}, or name one here.`,
    });
    return given;
  }
  if (/\$\{(resources|metadata)\./.test(given)) {
    problems.add(path, {
      message: 'Placeholders are not replaced in an image.',
      mend: 'Name the image, or write "." and let the pipeline fill it in.',
    });
  }
  const tag = tagOf(given);
  if (!given.includes('@') && (tag === undefined || tag === 'latest')) {
    problems.add(path, {
      severity: environment.production ? 'error' : 'warning',
      message: `The image ${given} names no version; what runs could not be told.`,
      mend: 'Name the version the pipeline built, or the digest.',
    });
  }
  return given;
}
