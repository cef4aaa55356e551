import type { JsonObject } from '../../runtime';

/** A text with its meaning. */
export function text(description: string, more: JsonObject = {}): JsonObject {
  return { type: 'string', description, ...more };
}

/** A yes or no with its meaning. */
export function flag(description: string): JsonObject {
  return { type: 'boolean', description };
}

/** An object with its fields and which of them must be there. */
export function object(
  description: string,
  properties: JsonObject,
  required?: string[],
): JsonObject {
  return {
    type: 'object',
    description,
    properties,
    ...(required && { required }),
  };
}

/** SQL names that are put into a statement one by one. */
export function names(description: string): JsonObject {
  return {
    type: 'array',
    description,
    items: { type: 'string', pattern: '^[a-zA-Z_][a-zA-Z0-9_$]*$' },
  };
}

const policy = object('When and whether the reference must be resolved.', {
  resolution: text(
    'Whether a reference that cannot be resolved is an error (Required) or left alone (Optional).',
    { default: 'Required', enum: ['Required', 'Optional'] },
  ),
  resolve: text(
    'Resolve on every pass (Always) or only while the field is empty (IfNotPresent).',
    { enum: ['Always', 'IfNotPresent'] },
  ),
});

/** `<field>`, `<field>Ref` and `<field>Selector`, as every reference has them. */
export function reference(field: string, description: string): JsonObject {
  return {
    [field]: text(description),
    [`${field}Ref`]: object(
      `Names the object that ${field} is taken from.`,
      {
        name: text('Name of the object.'),
        namespace: text('Namespace of the object.'),
        policy,
      },
      ['name'],
    ),
    [`${field}Selector`]: object(
      `Selects the object that ${field} is taken from.`,
      {
        matchControllerRef: flag(
          'Only objects with the same controller as this one.',
        ),
        matchLabels: {
          type: 'object',
          description: 'Only objects with these labels.',
          additionalProperties: { type: 'string' },
        },
        namespace: text('Namespace of the object.'),
        policy,
      },
    ),
  };
}

const conditions: JsonObject = {
  type: 'array',
  description: 'Conditions of the resource.',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['type'],
  items: object(
    'One condition.',
    {
      type: text('Which condition.'),
      status: text('True, False or Unknown.'),
      reason: text('Why, in one word.'),
      message: text('Why, in words.'),
      lastTransitionTime: text('Since when.', { format: 'date-time' }),
      observedGeneration: {
        type: 'integer',
        format: 'int64',
        description: 'Generation of the object the condition speaks of.',
      },
    },
    ['lastTransitionTime', 'reason', 'status', 'type'],
  ),
};

/** `status` of any kind, with what is particular to it. */
export function status(more: JsonObject = {}): JsonObject {
  return object('What was seen.', {
    ...more,
    conditions,
    observedGeneration: {
      type: 'integer',
      format: 'int64',
      description: 'Generation of the object that was acted on last.',
    },
  });
}

/** Spec and status of a kind that stands for something on the server. */
export function managed(options: {
  description: string;
  forProvider: JsonObject;
  atProvider?: JsonObject;
}): JsonObject {
  return {
    ...object(
      options.description,
      {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { type: 'object' },
        spec: object(
          'What is wanted.',
          {
            forProvider: options.forProvider,
            managementPolicies: {
              type: 'array',
              default: ['*'],
              description:
                'What the provider may do; without Delete the thing on the server outlives this object.',
              items: {
                type: 'string',
                enum: [
                  'Observe',
                  'Create',
                  'Update',
                  'Delete',
                  'LateInitialize',
                  '*',
                ],
              },
            },
            providerConfigRef: {
              ...object(
                'How to reach the server.',
                {
                  kind: text('ProviderConfig or ClusterProviderConfig.'),
                  name: text('Name of the configuration.'),
                },
                ['kind', 'name'],
              ),
              default: { kind: 'ClusterProviderConfig', name: 'default' },
            },
            writeConnectionSecretToRef: object(
              'The Secret in the same namespace that receives how to log in.',
              { name: text('Name of the Secret.') },
              ['name'],
            ),
          },
          ['forProvider'],
        ),
        status: status(
          options.atProvider && { atProvider: options.atProvider },
        ),
      },
      ['spec'],
    ),
  };
}
