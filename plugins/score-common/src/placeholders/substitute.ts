import { isObject, ownField } from '../json';
import type { Problems } from '../parse/Problems';
import type { ScoreWorkload } from '../parse/workloadSchema';
import type { FieldPath, Output } from '../types';
import { tokenize } from './tokenize';

/** A key of a connection Secret, and the output it stands for. */
export interface SecretPart {
  kind: 'secret';
  resource: string;
  output: string;
  secretName: string;
  key: string;
}

/** What a text is after its placeholders are replaced. */
export type Part = { kind: 'literal'; text: string } | SecretPart;

/** What a placeholder of `resources` can refer to; undefined for a resource there is none of. */
export interface ResourceOutputs {
  outputs: Record<string, Output>;
}

/** What placeholders are replaced from. */
export interface Substitution {
  metadata: ScoreWorkload['metadata'];
  /** Names of all resources of the workload. */
  resourceNames: string[];
  /** @returns undefined where the resource could not be resolved, which is then said elsewhere. */
  resource(name: string): ResourceOutputs | undefined;
  problems: Problems;
}

const ESCAPE = 'To mean the text itself, write $${…} with two dollar signs.';

function list(names: string[], none: string): string {
  return names.length > 0 ? names.sort().join(', ') : none;
}

function fromMetadata(parts: string[], metadata: unknown): string | undefined {
  const value = parts.reduce<unknown>(ownField, metadata);
  return value === undefined || value === null || typeof value === 'object'
    ? undefined
    : String(value);
}

/**
 * Replaces the placeholders of a text.
 *
 * @param path - Where the text stands, for problems.
 * @returns undefined when a placeholder refers to nothing; each such is added to the problems.
 */
export function substitute(
  text: string,
  path: FieldPath,
  options: Substitution,
): Part[] | undefined {
  const { metadata, resourceNames, problems } = options;
  const parts: Part[] = [];
  let complete = true;
  const fail = (piece: string, message: string, mend: string) => {
    complete = false;
    problems.add(path, { piece, message, mend });
  };

  for (const token of tokenize(text)) {
    if (token.kind === 'literal') {
      parts.push(token);
      continue;
    }
    const { raw } = token;
    const [root, ...rest] = token.parts;
    if (root === 'metadata' && rest.length > 0) {
      const value = fromMetadata(rest, metadata);
      if (value === undefined) {
        const known = Object.keys(metadata).filter(
          it => !isObject(metadata[it]),
        );
        fail(
          raw,
          `${raw} refers to nothing: metadata has no text there.`,
          `Choose one of metadata: ${list(
            known,
            'name',
          )}; or an annotation, its dots escaped by backslashes. ${ESCAPE}`,
        );
      } else {
        parts.push({ kind: 'literal', text: value });
      }
    } else if (root === 'resources' && rest.length > 0) {
      addOutput(raw, rest);
    } else {
      fail(
        raw,
        `${raw} is not a placeholder known here.`,
        `Use \${metadata.…} or \${resources.<name>.<output>}. ${ESCAPE}`,
      );
    }
  }
  return complete ? parts : undefined;

  function addOutput(raw: string, [name, ...keys]: string[]): void {
    if (!resourceNames.includes(name)) {
      fail(
        raw,
        `${raw} refers to a resource that is not in resources.`,
        `Add ${name} to resources, or use one that is there: ${list(
          [...resourceNames],
          'none yet',
        )}. ${ESCAPE}`,
      );
      return;
    }
    const resource = options.resource(name);
    if (!resource) {
      complete = false;
      return;
    }
    const outputName = keys.join('.');
    const output = Object.hasOwn(resource.outputs, outputName)
      ? resource.outputs[outputName]
      : undefined;
    if (!output) {
      const known = list(Object.keys(resource.outputs), 'none');
      fail(
        raw,
        outputName === ''
          ? `${raw} names a whole resource where one of its outputs is needed.`
          : `${raw} refers to an output that the resource does not have.`,
        `Outputs of ${name}: ${known}. ${ESCAPE}`,
      );
      return;
    }
    parts.push(
      output.kind === 'text'
        ? { kind: 'literal', text: output.value }
        : {
            kind: 'secret',
            resource: name,
            output: outputName,
            secretName: output.secretName,
            key: output.key,
          },
    );
  }
}

/** The text of parts without a secret among them; undefined with one. */
export function plainText(parts: readonly Part[]): string | undefined {
  return parts.some(it => it.kind === 'secret')
    ? undefined
    : parts.map(it => (it.kind === 'literal' ? it.text : '')).join('');
}

/** Replaces the placeholders of a text that may hold no secret. */
export function substitutePlain(
  text: string,
  path: FieldPath,
  options: Substitution,
): string | undefined {
  const parts = substitute(text, path, options);
  const plain = parts && plainText(parts);
  if (parts && plain === undefined) {
    const secret = parts.find(it => it.kind === 'secret');
    options.problems.add(path, {
      ...(secret?.kind === 'secret' && {
        piece: `\${resources.${secret.resource}.${secret.output}}`,
      }),
      message: 'This would write a secret where everybody can read it.',
      mend: "Take the secret from an environment variable: only a container's variables can refer to one.",
    });
  }
  return plain;
}

/**
 * Replaces the placeholders of every text in a value that may hold no secret.
 *
 * @returns undefined for a text that cannot be had, which is among the problems then.
 */
export function substituteDeep(
  value: unknown,
  path: FieldPath,
  options: Substitution,
): unknown {
  if (typeof value === 'string') {
    return substitutePlain(value, path, options);
  }
  if (Array.isArray(value)) {
    return value.map((it, index) =>
      substituteDeep(it, [...path, index], options),
    );
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [
          key,
          substituteDeep(inner, [...path, key], options),
        ]),
      )
    : value;
}
