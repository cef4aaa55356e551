import { ApiError } from '../errors';
import type { JsonObject, KubeObject } from '../types';

/** Types of the fields of a review: Go's name, or a struct with its fields. */
type Shape = string | { struct: string; fields: Record<string, Shape> };

const ATTRIBUTES: Record<string, Shape> = {
  resourceAttributes: {
    struct: 'ResourceAttributes',
    fields: {
      namespace: 'string',
      verb: 'string',
      group: 'string',
      version: 'string',
      resource: 'string',
      subresource: 'string',
      name: 'string',
    },
  },
  nonResourceAttributes: {
    struct: 'NonResourceAttributes',
    fields: { path: 'string', verb: 'string' },
  },
};

const SPECS: Record<string, Shape> = {
  SelfSubjectAccessReview: {
    struct: 'SelfSubjectAccessReviewSpec',
    fields: ATTRIBUTES,
  },
  SubjectAccessReview: {
    struct: 'SubjectAccessReviewSpec',
    fields: {
      ...ATTRIBUTES,
      user: 'string',
      uid: 'string',
      groups: '[]string',
      extra: 'map[string]v1.ExtraValue',
    },
  },
  SelfSubjectRulesReview: {
    struct: 'SelfSubjectRulesReviewSpec',
    fields: { namespace: 'string' },
  },
};
SPECS.LocalSubjectAccessReview = SPECS.SubjectAccessReview;

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function problemOf(
  shape: Shape,
  value: unknown,
  path: string[],
  struct: string,
): string | undefined {
  if (value === undefined || value === null) return undefined;
  const found = jsonType(value);
  const mismatch = (type: string) =>
    `json: cannot unmarshal ${found} into Go struct field ${struct}.${path.join(
      '.',
    )} of type ${type}`;
  if (typeof shape === 'string') {
    const wanted = shape.startsWith('[]') ? 'array' : 'object';
    const fits = shape === 'string' ? found === 'string' : found === wanted;
    return fits ? undefined : mismatch(shape);
  }
  if (found !== 'object') return mismatch(`v1.${shape.struct}`);
  for (const [field, child] of Object.entries(shape.fields)) {
    const problem = problemOf(
      child,
      (value as Record<string, unknown>)[field],
      [...path, field],
      shape.struct,
    );
    if (problem) return problem;
  }
  return undefined;
}

/**
 * A review is never stored, so no schema checks it: this does.
 *
 * @throws ApiError 400 for fields of other types than a review has
 */
export function checkReviewShape(review: KubeObject): void {
  const shape = SPECS[review.kind];
  const problem = shape && problemOf(shape, review.spec, ['spec'], review.kind);
  if (problem) {
    throw ApiError.badRequest(
      `${review.kind} in version "v1" cannot be handled as a ${review.kind}: ${problem}`,
    );
  }
}

/** What the sender of a review manages of it: all that was sent. */
export function reviewFields(spec: unknown): JsonObject {
  const fields: JsonObject = {};
  for (const [field, value] of Object.entries(spec ?? {})) {
    const nested = typeof value === 'object' && !Array.isArray(value);
    fields[`f:${field}`] = nested ? { '.': {}, ...reviewFields(value) } : {};
  }
  return fields;
}
