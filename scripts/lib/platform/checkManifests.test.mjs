// Tests of how the platform's manifests are checked, as far as no server is needed: node --test scripts
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeOf } from './checkManifests.mjs';
import { judge } from './kyvernoChecks.mjs';
import {
  openApiPath,
  schemaFileName,
  schemaOf,
  strict,
} from './openApiSchemas.mjs';
import { POLICY_CASES, unmatchedCases } from './policyCases.mjs';

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment' };

test('names files and paths as kubeconform and the API server do', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod' };
  assert.equal(schemaFileName(deployment), 'deployment-apps-v1.json');
  assert.equal(schemaFileName(pod), 'pod-v1-v1.json');
  assert.equal(openApiPath('apps/v1'), 'apis/apps/v1');
  assert.equal(openApiPath('v1'), 'api/v1');
});

test('makes a schema that stands alone of the kind that is meant', () => {
  const schemas = {
    'x.Deployment': {
      properties: { spec: { $ref: '#/components/schemas/x.Spec' } },
      'x-kubernetes-group-version-kind': [
        { group: 'apps', version: 'v1', kind: 'Deployment' },
      ],
    },
    'x.Other': {
      'x-kubernetes-group-version-kind': [
        { group: 'other', version: 'v1', kind: 'Deployment' },
      ],
    },
  };
  const schema = schemaOf({ components: { schemas } }, deployment);
  assert.equal(schema.$ref, '#/components/schemas/x.Deployment');
  assert.equal(
    schema.components.schemas['x.Deployment'].additionalProperties,
    false,
  );
  assert.equal(
    schemaOf(
      { components: { schemas } },
      { apiVersion: 'apps/v2', kind: 'Deployment' },
    ),
    undefined,
  );
  assert.equal(schemaOf(undefined, deployment), undefined);
});

test('closes what lists its fields, and nothing else', () => {
  const open = { additionalProperties: { type: 'string' } };
  const kept = {
    properties: {},
    'x-kubernetes-preserve-unknown-fields': true,
  };
  assert.deepEqual(
    strict({
      // A field may have the name of a keyword.
      properties: { properties: { type: 'object' }, open, kept },
    }),
    {
      properties: { properties: { type: 'object' }, open, kept },
      additionalProperties: false,
    },
  );
});

test('every policy has what passes and what fails, and none is left over', () => {
  const names = Object.keys(POLICY_CASES);
  assert.deepEqual(unmatchedCases(names), []);
  for (const [name, { passes, fails }] of Object.entries(POLICY_CASES)) {
    assert.ok(Object.keys(passes).length > 0, name);
    assert.ok(Object.keys(fails).length > 0, name);
  }
  const mistakes = unmatchedCases([...names.slice(1), 'new']);
  assert.deepEqual(
    mistakes.map(({ name, ok }) => [name, ok]),
    [
      ['policy new has no cases', false],
      [`the cases of ${names[0]} have no policy`, false],
    ],
  );
});

test('adds up, and says once why several were skipped', () => {
  const outcome = outcomeOf([
    { name: 'a', ok: true },
    { name: 'b', ok: false, detail: 'because', skipped: 'never' },
    { name: 'c', ok: true, skipped: 'not here' },
    { name: 'd', ok: true, skipped: 'not here' },
    { name: 'e', ok: true, skipped: 'alone' },
  ]);
  assert.deepEqual(outcome, {
    passed: 1,
    failed: 1,
    skipped: 3,
    notes: ['2 skipped: not here', 'e: skipped, alone'],
    detail: 'b\n  because',
  });
});

test("takes Kyverno's word for the policy and the object that are meant", () => {
  const one = {
    policy: 'p',
    what: 'latest',
    says: /Name a version/,
    name: 'a',
  };
  const said = {
    policy: 'p',
    result: 'fail',
    message: 'Name a version.',
    resources: [{ name: 'a' }],
  };
  assert.equal(judge(one, [said]).ok, true);
  assert.equal(judge(one, [{ ...said, result: 'pass' }]).ok, false);
  assert.equal(judge(one, [{ ...said, message: 'Other.' }]).ok, false);
  assert.equal(judge(one, [{ ...said, policy: 'q' }]).ok, false);
  assert.equal(judge(one, [{ ...said, resources: [{ name: 'b' }] }]).ok, false);
  assert.equal(judge({ ...one, says: undefined }, [said]).ok, false);
  assert.match(judge(one, []).detail, /says nothing/);
});
