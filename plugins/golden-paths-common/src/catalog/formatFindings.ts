import { makeValidator, type Entity } from '@backstage/catalog-model';
import type { Finding } from './types';

const rules = makeValidator();
const SAFE_LINKS = new Set(['http:', 'https:', 'mailto:']);

const NAME =
  'Use letters, digits and - _ . between them, at most 63 characters.';
const SMALL = 'Use small letters, digits and dashes between them, at most 63.';
const KEY =
  'Write it as <prefix>/<name>, the prefix a domain in small letters.';

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value)
    : [];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function linkProblem(
  url: unknown,
): Pick<Finding, 'message' | 'mend'> | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) {
    return {
      message: 'The link leads nowhere: its url is no URL.',
      mend: 'Write a whole address, for example https://example.org.',
    };
  }
  return SAFE_LINKS.has(new URL(url).protocol)
    ? undefined
    : {
        message: 'The link would not be shown: its scheme is not safe.',
        mend: 'Write an address that begins with https:// or mailto:.',
      };
}

/** What the catalog's rules for names, labels, annotations, tags and links find wrong, each at its place. */
export function formatFindings(entity: Partial<Entity>): Finding[] {
  const findings: Finding[] = [];
  const wrong = (
    path: Finding['path'],
    message: string,
    mend: string,
    atKey = false,
  ) => findings.push({ severity: 'error', path, message, mend, atKey });
  const metadata = (entity.metadata ?? {}) as Record<string, unknown>;
  const { name, namespace } = metadata;
  if (typeof name === 'string' && name && !rules.isValidEntityName(name)) {
    wrong(['metadata', 'name'], `${name} cannot be a name.`, NAME);
  }
  if (typeof namespace === 'string' && !rules.isValidNamespace(namespace)) {
    wrong(
      ['metadata', 'namespace'],
      `${namespace} cannot be a namespace.`,
      SMALL,
    );
  }
  for (const [key, value] of entries(metadata.labels)) {
    const path = ['metadata', 'labels', key];
    if (!rules.isValidLabelKey(key)) {
      wrong(path, `${key} cannot be the key of a label.`, KEY, true);
    } else if (!rules.isValidLabelValue(value)) {
      wrong(path, `The label ${key} has a value it cannot have.`, NAME);
    }
  }
  for (const [key, value] of entries(metadata.annotations)) {
    const path = ['metadata', 'annotations', key];
    if (!rules.isValidAnnotationKey(key)) {
      wrong(path, `${key} cannot be the key of an annotation.`, KEY, true);
    } else if (!rules.isValidAnnotationValue(value)) {
      wrong(
        path,
        `The annotation ${key} is no text.`,
        'Put the value between quotes.',
      );
    }
  }
  list(metadata.tags).forEach((tag, at) => {
    if (!rules.isValidTag(tag)) {
      wrong(
        ['metadata', 'tags', at],
        `${String(tag)} cannot be a tag.`,
        'Use small letters, digits, + # : and dashes between them.',
      );
    }
  });
  list(metadata.links).forEach((link, at) => {
    const url = (link as { url?: unknown } | undefined)?.url;
    const problem = linkProblem(url);
    if (problem) {
      wrong(['metadata', 'links', at, 'url'], problem.message, problem.mend);
    }
  });
  return findings;
}
