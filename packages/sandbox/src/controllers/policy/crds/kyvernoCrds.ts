import type { JsonObject, KubernetesObject } from '../../runtime';
import {
  anything,
  column,
  crd,
  flag,
  labelSelector,
  list,
  namedExpressions,
  object,
  objectFields,
  text,
  texts,
} from './schemas';

const group = 'policies.kyverno.io';

const resourceRules = (description: string) =>
  list(
    description,
    object('Kinds and operations.', {
      apiGroups: texts('Groups, or *.'),
      apiVersions: texts('Versions, or *.'),
      operations: texts('CREATE, UPDATE, DELETE, CONNECT or *.'),
      resources: texts('Plurals; pods/status for a subresource, * for all.'),
      resourceNames: texts('Only objects of these names.'),
      scope: text('Cluster, Namespaced or *.'),
    }),
  );

const matchConstraints = object('The objects that are checked.', {
  resourceRules: resourceRules('What is checked.'),
  excludeResourceRules: resourceRules('What is not checked all the same.'),
  namespaceSelector: labelSelector('Only objects in namespaces so labelled.'),
  objectSelector: labelSelector('Only objects so labelled.'),
  matchPolicy: text('Exact or Equivalent.', { enum: ['Exact', 'Equivalent'] }),
});

const enabled = (description: string) =>
  object(description, { enabled: flag('Whether it is on.') });

const specFields: JsonObject = {
  matchConstraints,
  matchConditions: namedExpressions('Finer conditions; all must hold.'),
  variables: namedExpressions('Values for the other expressions.'),
  validations: list(
    'What must hold.',
    object(
      'One expectation.',
      {
        expression: text('Must come to true.'),
        message: text('What is said otherwise.'),
        messageExpression: text('Makes what is said otherwise.'),
        reason: text('A reason as the API has them.'),
      },
      ['expression'],
    ),
  ),
  auditAnnotations: list(
    'What is noted with each result.',
    object(
      'One note.',
      {
        key: text('Its name.'),
        valueExpression: text('Makes its text.'),
      },
      ['key', 'valueExpression'],
    ),
  ),
  validationActions: list('What happens on admission.', {
    type: 'string',
    enum: ['Deny', 'Audit', 'Warn'],
  }),
  failurePolicy: text('What happens when the policy cannot be asked.', {
    enum: ['Ignore', 'Fail'],
  }),
  webhookConfiguration: object('How the policy is asked.', {
    timeoutSeconds: {
      type: 'integer',
      format: 'int32',
      description: 'How long an answer may take.',
    },
  }),
  evaluation: object('When the policy is evaluated.', {
    mode: text('Kubernetes or JSON.'),
    admission: enabled('On admission.'),
    background: enabled('In background scans.'),
  }),
  autogen: object('What is made of the policy.', {
    podControllers: object('Policies for kinds that make pods.', {
      controllers: texts('Plurals of these kinds.'),
    }),
    validatingAdmissionPolicy: enabled('A policy of Kubernetes itself.'),
  }),
};

const status = object('What became of the policy.', {
  conditionStatus: object('Whether the policy works.', {
    ready: flag('Whether it works.'),
    message: text('More about it.'),
    conditions: list(
      'The parts of it.',
      object(
        'One part.',
        {
          type: text('Which part.'),
          status: text('True, False or Unknown.'),
          reason: text('Why, in a word.'),
          message: text('Why, in a sentence.'),
          observedGeneration: { type: 'integer', format: 'int64' },
          lastTransitionTime: { type: 'string', format: 'date-time' },
        },
        ['type', 'status', 'reason', 'message', 'lastTransitionTime'],
      ),
    ),
  }),
  autogen: object('Policies for kinds that make pods.', {
    configs: {
      type: 'object',
      additionalProperties: anything('One of them, and the kinds it is for.'),
    },
  }),
  generated: flag('Whether a policy of Kubernetes itself was made of it.'),
});

function policyCrd(kind: string, plural: string, short: string) {
  return crd({
    group,
    version: 'v1',
    kind,
    plural,
    shortNames: [short],
    categories: ['kyverno'],
    namespaced: kind.startsWith('Namespaced'),
    columns: [
      column('Age', '.metadata.creationTimestamp', 'date'),
      column('Ready', '.status.conditionStatus.ready'),
    ],
    withStatus: true,
    schema: object(
      'Checks objects by expressions.',
      {
        ...objectFields,
        spec: object('What is checked, and how.', specFields, ['validations']),
        status,
      },
      ['spec'],
    ),
  });
}

/** The kinds of Kyverno that the sandbox knows. */
export const kyvernoCrds: KubernetesObject[] = [
  policyCrd('ValidatingPolicy', 'validatingpolicies', 'vpol'),
  policyCrd(
    'NamespacedValidatingPolicy',
    'namespacedvalidatingpolicies',
    'nvpol',
  ),
  crd({
    group,
    version: 'v1',
    kind: 'PolicyException',
    plural: 'policyexceptions',
    shortNames: ['polex'],
    categories: ['kyverno'],
    namespaced: true,
    schema: object(
      'Spares objects from policies.',
      {
        ...objectFields,
        spec: object(
          'What is spared from what.',
          {
            policyRefs: list(
              'The policies.',
              object(
                'One policy.',
                { name: text('Its name.'), kind: text('Its kind.') },
                ['name', 'kind'],
              ),
            ),
            matchConditions: namedExpressions('The objects; all must hold.'),
            expiresAt: text('Until when.', { format: 'date-time' }),
            reportResult: text('What reports say.', { enum: ['skip', 'pass'] }),
            images: texts('Images that the policies are to allow.'),
            allowedValues: texts('Values that the policies are to allow.'),
          },
          ['policyRefs'],
        ),
      },
      ['spec'],
    ),
  }),
];
