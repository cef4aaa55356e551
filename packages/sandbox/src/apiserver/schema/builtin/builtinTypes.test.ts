import { ApiError } from '../../errors';
import type { JsonObject, KubeObject } from '../../types';
import recordings from '../recordings/builtin.json';
import { builtinTypes } from './builtinTypes';

/**
 * Recorded answers of a kube-apiserver 1.36.3 to creates: a valid object of each
 * kind with one field set to something else.
 */
interface Case {
  set: string | null;
  to: unknown;
  status: number;
  message?: string;
  causes?: string[];
  object?: JsonObject;
}

const kinds = Object.entries(recordings) as unknown as [
  string,
  { apiVersion: string; base: JsonObject; cases: Case[] },
][];

function withField(base: JsonObject, { set, to }: Case): JsonObject {
  const object = structuredClone(base);
  if (set === null) return object;
  const path = set.split('.');
  const last = path.pop() ?? '';
  let at: Record<string, unknown> = object;
  for (const part of path) {
    at[part] ??= {};
    at = at[part] as Record<string, unknown>;
  }
  at[last] = structuredClone(to);
  return object;
}

/** Decodes, defaults and checks, and answers as the recording does. */
function answer(kind: string, apiVersion: string, fields: JsonObject) {
  const type = builtinTypes.find(
    one =>
      one.kind === kind &&
      (one.group ? `${one.group}/${one.version}` : one.version) === apiVersion,
  );
  const object: KubeObject = {
    apiVersion,
    kind,
    metadata: { name: 'x' },
    ...fields,
  };
  try {
    type?.schema?.prune(object);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.code, message: error.message };
  }
  type?.schema?.applyDefaults(object);
  const causes = type?.schema?.validate(object) ?? [];
  if (causes.length > 0) {
    return {
      status: 422,
      causes: [
        ...new Set(
          causes.map(
            cause => `${cause.reason} ${cause.field}: ${cause.message}`,
          ),
        ),
      ].sort(),
    };
  }
  const { metadata, status, ...rest } = object;
  return { status: 201, object: rest as JsonObject };
}

describe.each(kinds)('%s', (kind, { apiVersion, base, cases }) => {
  it.each(
    cases.map(one => [
      one.set === null
        ? 'as it should be'
        : `${one.set} ${JSON.stringify(one.to)}`,
      one,
    ]),
  )('%s', (_name, one) => {
    const found = answer(kind, apiVersion, withField(base, one as Case));
    const { set, to, ...wanted } = one as Case;
    expect(found).toMatchObject(wanted);
  });
});
