import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject, SchemaNode, StatusCause } from '../../types';
import { defaultCrd } from './defaultCrd';
import { validateCrd } from './validateCrd';

interface Recorded {
  title: string;
  crd: KubeObject;
  old?: KubeObject;
  causes?: StatusCause[];
  spec?: unknown;
}

/** What kube-apiserver 1.36.3 answered to CRDs. */
const rows = (
  JSON.parse(
    readFileSync(join(__dirname, '..', 'recordings', 'crds.json'), 'utf8'),
  ) as Recorded[]
).map(row => [row.title, row] as const);

function inOrder(causes: StatusCause[]): string[] {
  return causes
    .map(({ field, reason, message }) => `${field} | ${reason} | ${message}`)
    .sort();
}

describe('validateCrd, as kube-apiserver 1.36.3 answered', () => {
  it.each(rows)('%s', (_title, { crd, old, causes = [], spec }) => {
    const now = structuredClone(crd);
    defaultCrd(now);
    expect(inOrder(validateCrd(now, old))).toEqual(inOrder(causes));
    expect(now.spec).toEqual(spec ?? now.spec);
  });

  it('tells a rule that is no CEL apart, in its own words', () => {
    const crd = structuredClone(rows[0][1].crd);
    const spec = crd.spec as {
      versions: { schema: { openAPIV3Schema: SchemaNode } }[];
    };
    spec.versions[0].schema.openAPIV3Schema['x-kubernetes-validations'] = [
      { rule: 'self.kind ==' },
    ];
    defaultCrd(crd);
    expect(validateCrd(crd)).toEqual([
      {
        reason: 'FieldValueInvalid',
        field:
          'spec.validation.openAPIV3Schema.x-kubernetes-validations[0].rule',
        message: expect.stringContaining(
          'compilation failed: ERROR: <input>:1:13: Syntax error: ',
        ),
      },
    ]);
  });
});
