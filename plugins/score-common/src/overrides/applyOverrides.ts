import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { isObject, ownField } from '../json';
import { Problems } from '../parse/Problems';
import { readYaml, type YamlDocument } from '../parse/readYaml';
import type { ScoreProblem } from '../types';
import { mergePatch } from './mergePatch';

/** The manifests after their overrides. */
export interface Overridden {
  manifests: KubernetesObject[];
  problems: ScoreProblem[];
}

function describe({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.name}`;
}

/** What tells an object from others has to stay as it is. */
const FIXED = [['apiVersion'], ['metadata', 'namespace']] as const;

function applyOne(
  manifests: KubernetesObject[],
  { value, source }: YamlDocument,
): Overridden {
  const problems = new Problems(source);
  const stop = () => ({ manifests, problems: problems.list() });
  if (value === null || value === undefined) {
    return stop();
  }
  const kind = ownField(value, 'kind');
  const name = ownField(ownField(value, 'metadata'), 'name');
  if (
    !isObject(value) ||
    typeof kind !== 'string' ||
    typeof name !== 'string'
  ) {
    problems.add([], {
      message: 'An override says by kind and metadata.name what it changes.',
      mend: 'Add both.',
    });
    return stop();
  }
  const index = manifests.findIndex(
    it => it.kind === kind && it.metadata.name === name,
  );
  if (index < 0) {
    problems.add(['kind'], {
      message: `Nothing of the kind ${kind} called ${name} is rendered.`,
      mend: `Choose one of: ${manifests.map(describe).join(', ') || 'none'}.`,
    });
    return stop();
  }
  const target = manifests[index];
  const directive = ownField(value, '$patch');
  if (directive === 'delete') {
    return { manifests: manifests.filter(it => it !== target), problems: [] };
  }
  if (directive !== undefined) {
    problems.add(['$patch'], {
      message: `${JSON.stringify(directive)} is not known here.`,
      mend: 'Write delete to remove the object, or leave $patch out.',
    });
  }
  for (const path of FIXED) {
    const given = path.reduce<unknown>(ownField, value);
    const is = path.reduce<unknown>(ownField, target);
    if (given !== undefined && given !== is) {
      problems.add(path, {
        message: `An override cannot change ${path.join('.')}.`,
        mend: `Leave it out; it is ${String(is)}.`,
      });
    }
  }
  if (problems.hasErrors) {
    return stop();
  }
  // kind and name are those of the target, so what comes out is an object of the same identity.
  const merged = mergePatch(target, value) as KubernetesObject;
  return { manifests: manifests.with(index, merged), problems: [] };
}

/**
 * Applies overrides: each document of the file is a JSON merge patch (RFC 7396) for the object of its
 * kind and name. `$patch: delete` removes the object. What matches nothing is a problem.
 *
 * @param options - The rendered manifests; the text and the name of the file, for instance
 * `overrides/prod.yaml`.
 * @returns the manifests as far as the overrides could be applied.
 * @public
 */
export function applyOverrides(options: {
  manifests: readonly KubernetesObject[];
  text: string;
  file: string;
}): Overridden {
  const { manifests, text, file } = options;
  const { documents, problems } = readYaml(text, file);
  let current = [...manifests];
  for (const document of documents) {
    const result = applyOne(current, document);
    current = result.manifests;
    problems.push(...result.problems);
  }
  return { manifests: current, problems };
}
