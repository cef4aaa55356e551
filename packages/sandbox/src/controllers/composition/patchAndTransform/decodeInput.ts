import type { Json, JsonObject } from '../../runtime';
import type { ResourcesInput } from './input';

type Shape =
  | { kind: 'string' | 'bool' | 'int64' | 'raw' }
  | { kind: 'list'; of: Shape; go: string }
  | { kind: 'map'; go: string }
  | { kind: 'struct'; go: string; fields: () => Record<string, Shape> };

const text: Shape = { kind: 'string' };
const integer: Shape = { kind: 'int64' };
const raw: Shape = { kind: 'raw' };

const struct = (name: string, fields: () => Record<string, Shape>): Shape => ({
  kind: 'struct',
  go: `v1beta1.${name}`,
  fields,
});
const list = (of: Shape): Shape => ({
  kind: 'list',
  of,
  go: `[]${of.kind === 'struct' ? of.go : of.kind}`,
});

const transform = struct('Transform', () => ({
  type: text,
  math: struct('MathTransform', () => ({
    type: text,
    multiply: integer,
    clampMin: integer,
    clampMax: integer,
  })),
  map: { kind: 'map', go: 'map[string]v1.JSON' },
  match: struct('MatchTransform', () => ({
    patterns: list(
      struct('MatchTransformPattern', () => ({
        type: text,
        literal: text,
        regexp: text,
        result: raw,
      })),
    ),
    fallbackTo: text,
    fallbackValue: raw,
  })),
  string: struct('StringTransform', () => ({
    type: text,
    fmt: text,
    convert: text,
    trim: text,
    regexp: struct('StringTransformRegexp', () => ({
      match: text,
      group: integer,
    })),
    join: struct('StringTransformJoin', () => ({ separator: text })),
    replace: struct('StringTransformReplace', () => ({
      search: text,
      replace: text,
    })),
  })),
  convert: struct('ConvertTransform', () => ({ toType: text, format: text })),
}));

const patchFields = (): Record<string, Shape> => ({
  type: text,
  fromFieldPath: text,
  toFieldPath: text,
  combine: struct('Combine', () => ({
    variables: list(struct('CombineVariable', () => ({ fromFieldPath: text }))),
    strategy: text,
    string: struct('StringCombine', () => ({ fmt: text })),
  })),
  transforms: list(transform),
  policy: struct('PatchPolicy', () => ({
    fromFieldPath: text,
    toFieldPath: text,
  })),
});

const composedPatch = struct('ComposedPatch', () => ({
  ...patchFields(),
  patchSetName: text,
}));

const resources = struct('Resources', () => ({
  apiVersion: text,
  kind: text,
  metadata: raw,
  patchSets: list(
    struct('PatchSet', () => ({
      name: text,
      patches: list(struct('PatchSetPatch', patchFields)),
    })),
  ),
  environment: struct('Environment', () => ({
    patches: list(struct('EnvironmentPatch', patchFields)),
  })),
  resources: list(
    struct('ComposedTemplate', () => ({
      name: text,
      base: raw,
      patches: list(composedPatch),
      connectionDetails: list(
        struct('ConnectionDetail', () => ({
          name: text,
          type: text,
          value: text,
          fromConnectionSecretKey: text,
          fromFieldPath: text,
        })),
      ),
      readinessChecks: list(
        struct('ReadinessCheck', () => ({
          type: text,
          fieldPath: text,
          matchString: text,
          matchInteger: integer,
          matchCondition: struct('MatchConditionReadinessCheck', () => ({
            type: text,
            status: text,
          })),
        })),
      ),
    })),
  ),
  writeConnectionSecretToRef: struct('WriteConnectionSecretToRef', () => ({
    name: text,
    namespace: text,
    patches: list(struct('ConnectionSecretPatch', patchFields)),
  })),
}));

/**
 * Reads the input of a step as strictly as the function does: unknown names and wrong types are refused, absent and null
 * are the same.
 *
 * @throws Error with the function's text
 */
export function decodeInput(input: JsonObject | undefined): ResourcesInput {
  try {
    return decode(input ?? {}, resources) as ResourcesInput;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new Error(
      'cannot get Function input: cannot get function input *v1beta1.Resources from *v1.RunFunctionRequest: ' +
        `cannot unmarshal JSON from *structpb.Struct into *v1beta1.Resources: json: cannot unmarshal ${problem}`,
    );
  }
}

function decode(value: Json, shape: Shape): unknown {
  if (value === null) return undefined;
  switch (shape.kind) {
    case 'raw':
      return value;
    case 'string':
      if (typeof value !== 'string') throw mismatch(value, 'string');
      return value;
    case 'bool':
      if (typeof value !== 'boolean') throw mismatch(value, 'bool');
      return value;
    case 'int64':
      if (typeof value !== 'number') throw mismatch(value, 'int64');
      if (!Number.isInteger(value)) {
        throw new Error(
          `JSON number into Go value of type int64: cannot parse "${value}" as signed integer: invalid syntax`,
        );
      }
      return value;
    case 'list':
      if (!Array.isArray(value)) throw mismatch(value, shape.go);
      return value.map(item => decode(item, shape.of));
    default:
      return decodeMembers(value, shape);
  }
}

function decodeMembers(value: Json, shape: Extract<Shape, { go: string }>) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw mismatch(value, shape.go);
  }
  if (shape.kind !== 'struct') return value;
  const fields = shape.fields();
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(fields, name)) {
      throw new Error(
        `Go value of type ${shape.go}: unknown name ${JSON.stringify(name)}`,
      );
    }
    // A null inside raw JSON is a value; everywhere else it means absent.
    const decoded = decode(member ?? null, fields[name]);
    if (decoded !== undefined) result[name] = decoded;
  }
  return result;
}

function mismatch(value: Json, go: string): Error {
  let kind: string;
  if (Array.isArray(value)) kind = 'array';
  else if (typeof value === 'boolean') kind = 'boolean';
  else kind = typeof value;
  return new Error(`JSON ${kind} into Go value of type ${go}`);
}
