import type { JsonObject } from './types';

// Parts of the schemas of CustomResourceDefinitions, without descriptions.

export const text: JsonObject = { type: 'string' };
export const truth: JsonObject = { type: 'boolean' };

/** An object of any content. */
export const anything: JsonObject = {
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
};

/** A map of texts. */
export const textMap: JsonObject = {
  type: 'object',
  additionalProperties: text,
};

/** An object with these properties. */
export function object(
  properties: JsonObject,
  ...required: string[]
): JsonObject {
  return {
    type: 'object',
    ...(required.length > 0 && { required }),
    properties,
  };
}

/** A list of these. */
export function listOf(items: JsonObject): JsonObject {
  return { type: 'array', items };
}
