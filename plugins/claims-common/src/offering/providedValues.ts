import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { isObject, objectAt, textAt } from '../json';
import type { FieldProblem, Offering } from '../types';

/** On a Composition: which values of which fields it can provide, `field=value` by commas. */
const PROVIDES_ANNOTATION = 'cairn.dev/provides';

function groupOf(apiVersion: string): string {
  return apiVersion.split('/')[0];
}

/**
 * Which values of a field somebody provides: the union over all Compositions of a composite kind.
 *
 * @returns undefined when no Composition says anything.
 */
export function providedValues(options: {
  compositions: readonly KubernetesObject[];
  group: string;
  /** Kind of the composite, not of its claim. */
  kind: string;
}): Offering['provided'] {
  const values = new Map<string, Set<string>>();
  for (const { metadata, spec } of options.compositions) {
    const type = objectAt(spec, 'compositeTypeRef');
    if (
      type.kind !== options.kind ||
      groupOf(textAt(type, 'apiVersion') ?? '') !== options.group
    ) {
      continue;
    }
    const text = metadata.annotations?.[PROVIDES_ANNOTATION] ?? '';
    for (const entry of text.split(',')) {
      const [field, value] = entry.split('=').map(part => part.trim());
      if (field && value) {
        values.set(field, (values.get(field) ?? new Set()).add(value));
      }
    }
  }
  return values.size === 0
    ? undefined
    : Object.fromEntries(
        [...values].map(([field, known]) => [field, [...known].sort()]),
      );
}

function valueAt(
  spec: unknown,
  schema: Record<string, unknown>,
  path: readonly string[],
): unknown {
  const [field, ...rest] = path;
  const inner = objectAt(objectAt(schema, 'properties'), field);
  const value =
    isObject(spec) && Object.hasOwn(spec, field) ? spec[field] : inner.default;
  return rest.length === 0 ? value : valueAt(value, inner, rest);
}

/**
 * Values of a request that the offering's schema allows but nobody provides on this cluster.
 *
 * @public
 */
export function checkProvided(
  offering: Pick<Offering, 'provided' | 'specSchema'>,
  spec: Record<string, unknown>,
): FieldProblem[] {
  return Object.entries(offering.provided ?? {}).flatMap(([field, known]) => {
    const value = valueAt(spec, offering.specSchema, field.split('.'));
    return value === undefined ||
      isObject(value) ||
      Array.isArray(value) ||
      known.includes(String(value))
      ? []
      : [
          {
            field: `spec.${field}`,
            message: `${value} is not offered on this platform yet; choose ${known.join(
              ' or ',
            )}.`,
          },
        ];
  });
}
