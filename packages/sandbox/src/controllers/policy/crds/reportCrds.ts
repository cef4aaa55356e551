import type { JsonObject, KubernetesObject } from '../../runtime';
import {
  column,
  crd,
  flag,
  labelSelector,
  list,
  object,
  objectFields,
  text,
  textMap,
} from './schemas';

const statuses = ['pass', 'fail', 'warn', 'error', 'skip'];
const severities = ['critical', 'high', 'medium', 'low', 'info'];

const reference: JsonObject = {
  ...object('An object of the cluster.', {
    apiVersion: text('API version of the object.'),
    fieldPath: text('The part of the object that is meant.'),
    kind: text('Kind of the object.'),
    name: text('Name of the object.'),
    namespace: text('Namespace of the object.'),
    resourceVersion: text('The version of the object that was looked at.'),
    uid: text('UID of the object.'),
  }),
  'x-kubernetes-map-type': 'atomic',
};

const result = object(
  'What one policy says.',
  {
    category: text('Category of the policy.'),
    message: text('A short text for people.'),
    policy: text('Name of the policy.'),
    properties: textMap('More that the engine has to say.'),
    resourceSelector: labelSelector(
      'The objects that were checked, by labels.',
    ),
    resources: list('The objects that were checked.', reference),
    result: text('Outcome of the check.', { enum: statuses }),
    rule: text('Name of the rule within the policy.'),
    scored: flag('Whether the result counts.'),
    severity: text('How bad a failure is.', { enum: severities }),
    source: text('The engine that found it.'),
    timestamp: object(
      'When it was found.',
      {
        nanos: { type: 'integer', format: 'int32' },
        seconds: { type: 'integer', format: 'int64' },
      },
      ['nanos', 'seconds'],
    ),
  },
  ['policy'],
);

const count = (what: string): JsonObject => ({
  type: 'integer',
  description: `How many results are ${what}.`,
});

const summary = object('How many results there are of each outcome.', {
  error: count('error'),
  fail: count('fail'),
  pass: count('pass'),
  skip: count('skip'),
  warn: count('warn'),
});

const reportFields: JsonObject = {
  ...objectFields,
  results: list('The results.', result),
  scope: { ...reference, description: 'The object all results are about.' },
  scopeSelector: labelSelector('The objects all results are about, by labels.'),
  summary,
};

const columns = (priority: number): JsonObject[] => [
  { ...column('Kind', '.scope.kind'), ...(priority && { priority }) },
  { ...column('Name', '.scope.name'), ...(priority && { priority }) },
  ...['Pass', 'Fail', 'Warn', 'Error', 'Skip'].map(name =>
    column(name, `.summary.${name.toLowerCase()}`, 'integer'),
  ),
  column('Age', '.metadata.creationTimestamp', 'date'),
];

const configuration = object(
  'What makers and readers of the report agreed on.',
  {
    limits: object('How much a report holds.', {
      maxResults: { type: 'integer', description: 'The most results.' },
      statusFilter: list('Only results of these outcomes.', {
        type: 'string',
        enum: statuses,
      }),
    }),
  },
  ['limits'],
);

/** PolicyReport and ClusterPolicyReport of the policy working group. */
export const wgpolicyCrds: KubernetesObject[] = [
  { kind: 'PolicyReport', plural: 'policyreports', short: 'polr' },
  {
    kind: 'ClusterPolicyReport',
    plural: 'clusterpolicyreports',
    short: 'cpolr',
  },
].map(({ kind, plural, short }) =>
  crd({
    group: 'wgpolicyk8s.io',
    version: 'v1alpha2',
    kind,
    plural,
    shortNames: [short],
    namespaced: kind === 'PolicyReport',
    columns: columns(0),
    schema: object('What policies say of an object.', reportFields),
  }),
);

/** Report and ClusterReport of OpenReports. */
export const openreportsCrds: KubernetesObject[] = [
  { kind: 'Report', plural: 'reports', short: 'reps' },
  { kind: 'ClusterReport', plural: 'clusterreports', short: 'creps' },
].map(({ kind, plural, short }) =>
  crd({
    group: 'openreports.io',
    version: 'v1alpha1',
    kind,
    plural,
    shortNames: [short],
    namespaced: kind === 'Report',
    columns: columns(1),
    schema: object('What policies say of an object.', {
      ...reportFields,
      configuration,
      source: text('The engine that made the report.'),
    }),
  }),
);
