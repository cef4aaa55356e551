import type { Container, PodSpec } from './types';

/** What an image does once it is there, or that it is not. */
export type Behaviour =
  | 'runs'
  | 'ends'
  | 'fails'
  | 'missing'
  | 'unready'
  | 'oom';

/**
 * What a container does by its image's tag: tags with `missing` cannot be
 * pulled, `fail` crash, `oom` are killed for their memory, `unready` run but do
 * not answer. Others run, or end well if their pod is meant to end.
 */
export function behaviourOf(
  container: Container,
  pod: PodSpec,
  init: boolean,
): Behaviour {
  const tag = tagOf(container.image ?? '');
  if (tag.includes('missing')) return 'missing';
  if (tag.includes('oom')) return 'oom';
  if (tag.includes('fail')) return 'fails';
  if (tag.includes('unready')) return 'unready';
  if (init) return container.restartPolicy === 'Always' ? 'runs' : 'ends';
  return (pod.restartPolicy ?? 'Always') === 'Always' ? 'runs' : 'ends';
}

/** The tag of an image; empty if there is none or a digest. */
export function tagOf(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1).split('@')[0];
  const colon = last.indexOf(':');
  return colon < 0 ? '' : last.slice(colon + 1);
}

/** The image as a registry knows it: `nginx:1` is `docker.io/library/nginx:1`. */
export function fullImage(image: string): string {
  const tagged =
    tagOf(image) || image.includes('@') ? image : `${image}:latest`;
  const [first, ...rest] = tagged.split('/');
  if (rest.length === 0) return `docker.io/library/${tagged}`;
  return /[.:]|^localhost$/.test(first) ? tagged : `docker.io/${tagged}`;
}

/** What a registry answers that does not have the image. */
export function pullError(image: string): string {
  const full = fullImage(image);
  return `rpc error: code = NotFound desc = failed to pull and unpack image "${full}": failed to resolve reference "${full}": ${full}: not found`;
}
