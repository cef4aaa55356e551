import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubernetesObject } from '../../runtime';
import {
  type CompiledTemplate,
  compileTemplate,
  isTemplateError,
} from './compileTemplate';
import { evaluateConstraint } from './evaluateConstraint';
import { matchConstraint } from './matchConstraint';
import type { Constraint, ConstraintTemplate } from './types';

/** One rule in Rego and CEL on twelve manifests, as gator 3.23.1 judged them. */
const recording = parse(
  readFileSync(join(__dirname, '../__fixtures__/rego-vs-cel.yaml'), 'utf8'),
) as {
  files: Record<string, string>;
  verdicts: {
    manifest: string;
    expected: 'allow' | 'deny';
    cel: { verdict: string; messages: string[] };
  }[];
  manifests: Record<string, string>;
};
const template = parse(
  recording.files['cel/template.yaml'],
) as ConstraintTemplate;
const constraint = parse(recording.files['cel/constraint.yaml']) as Constraint;

function compiled(of: ConstraintTemplate): CompiledTemplate {
  const made = compileTemplate(of);
  if (isTemplateError(made)) throw new Error(made.message);
  return made;
}

function errorOf(change: (copy: ConstraintTemplate) => unknown): string {
  const copy = structuredClone(template);
  change(copy);
  const made = compileTemplate(copy);
  return isTemplateError(made) ? made.message : '';
}

describe('constraints in CEL', () => {
  const rule = compiled(template);

  it.each(recording.verdicts)('$manifest: $expected', ({ manifest, cel }) => {
    const object = parse(recording.manifests[manifest]) as KubernetesObject;
    const subject = {
      group: '',
      kind: object.kind,
      name: object.metadata.name,
      namespace: object.metadata.namespace,
      labels: {},
    };
    expect(matchConstraint(constraint.spec?.match ?? {}, subject)).toBe(true);
    const messages = evaluateConstraint(rule, constraint, {
      object,
      request: { operation: 'CREATE' },
    });
    expect(messages).toEqual(cel.messages);
  });

  it('never lets a template pass that it cannot enforce', () => {
    expect(
      [
        errorOf(it =>
          Object.assign(it.spec?.targets?.[0] ?? {}, {
            rego: 'package x',
            code: [],
          }),
        ),
        errorOf(it => (it.metadata.name = 'other')),
        errorOf(it => (it.spec = { ...it.spec, targets: [] })),
        errorOf(it =>
          it.spec?.targets?.[0].code?.[0].source?.validations?.push({
            expression: '1 +',
          }),
        ),
      ].map(it => it.split('\n')[0]),
    ).toEqual([
      'no engine for Rego: only K8sNativeValidation is installed; add spec.targets[0].code with that engine',
      `the ConstraintTemplate's name "other" is not equal to the lowercase of CRD's Kind: "podlimitscel"`,
      'spec.targets must hold exactly one target',
      expect.stringContaining(
        'spec.targets[0].code.source.validations[1].expression: ERROR: <input>:1:4: Syntax error',
      ),
    ]);
  });

  it.each([
    [{ namespaces: ['shop'] }, true],
    [{ namespaces: ['sh*'] }, true],
    [{ namespaces: ['*op', 'x'] }, true],
    [{ namespaces: ['store'] }, false],
    [{ excludedNamespaces: ['shop-*'] }, true],
    [{ excludedNamespaces: ['*ho*'] }, false],
    [{ kinds: [{ apiGroups: ['*'], kinds: ['Pod'] }] }, true],
    [{ kinds: [{ apiGroups: ['apps'], kinds: ['Pod'] }] }, false],
    [{ scope: 'Cluster' as const }, false],
    [{ name: 'web-*' }, true],
    [{ name: 'api' }, false],
    [{ labelSelector: { matchLabels: { app: 'web' } } }, true],
    [{ namespaceSelector: { matchLabels: { env: 'prod' } } }, false],
  ])('matches by %j', (match, expected) => {
    const pod = {
      group: '',
      kind: 'Pod',
      name: 'web-1',
      namespace: 'shop',
      labels: { app: 'web' },
      namespaceLabels: { env: 'dev' },
    };
    expect(matchConstraint(match, pod)).toBe(expected);
  });
});
