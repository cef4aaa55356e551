import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject, SchemaNode, StatusCause } from '../types';
import { compileSchema } from './compileSchema';

interface Recorded {
  spec: unknown;
  old?: unknown;
  causes?: StatusCause[];
  result?: unknown;
  warnings?: string[];
}

/** What kube-apiserver 1.36.3 answered: schemas, objects, causes or results. */
const recording = JSON.parse(
  readFileSync(join(__dirname, 'recordings', 'validation.json'), 'utf8'),
) as { name: string; schema: SchemaNode; cases: Recorded[] }[];

const rows = recording.flatMap(group =>
  group.cases.map(
    one =>
      [
        `${group.name}: ${JSON.stringify([one.old, one.spec])}`,
        group.schema,
        one,
      ] as const,
  ),
);

function object(spec: unknown): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'T',
    metadata: { name: 'x' },
    spec: structuredClone(spec),
  };
}

/** The real server walks maps in random order, so order does not count. */
function inOrder(causes: StatusCause[]): string[] {
  return causes
    .map(({ field, reason, message }) => `${field} | ${reason} | ${message}`)
    .sort();
}

describe('compileSchema, as kube-apiserver 1.36.3 answered', () => {
  it.each(rows)('%s', (_title, schema, recorded) => {
    const compiled = compileSchema(schema);
    const now = object(recorded.spec);
    const unknown = compiled.prune(now);
    compiled.applyDefaults(now);
    const before =
      recorded.old === undefined ? undefined : object(recorded.old);
    if (before) compiled.applyDefaults(before);
    expect(inOrder(compiled.validate(now, before))).toEqual(
      inOrder(recorded.causes ?? []),
    );
    expect(unknown.map(path => `unknown field "${path}"`)).toEqual(
      [...(recorded.warnings ?? [])].sort(),
    );
    expect(now.spec).toEqual(recorded.result ?? now.spec);
  });
});
