import type { JsonObject, KubernetesObject } from '../../runtime';
import {
  anything,
  labelSelector,
  list,
  object,
  objectFields,
  text,
  texts,
} from '../crds/schemas';
import {
  constraintsGroup,
  type ConstraintTemplate,
  templatesApiVersion,
} from './types';

const match = object('The objects the constraint is about.', {
  kinds: list(
    'Kinds; any of them.',
    object('Groups and kinds.', {
      apiGroups: texts('Groups, or *.'),
      kinds: texts('Kinds, or *.'),
    }),
  ),
  scope: text('Cluster, Namespaced or *.', {
    enum: ['*', 'Cluster', 'Namespaced'],
  }),
  namespaces: texts(
    'Only in these namespaces; * stands for the rest of a name.',
  ),
  excludedNamespaces: texts('Not in these namespaces.'),
  labelSelector: labelSelector('Only objects so labelled.'),
  namespaceSelector: labelSelector('Only in namespaces so labelled.'),
  name: text('Only objects of this name; * stands for the rest of it.'),
  source: text('All, Generated or Original.', {
    enum: ['All', 'Generated', 'Original'],
  }),
});

/** The definition of the constraints a template makes, as Gatekeeper makes it. */
export function constraintCrd(template: ConstraintTemplate): KubernetesObject {
  const { names, validation } = template.spec?.crd?.spec ?? {};
  const kind = names?.kind ?? '';
  const plural = kind.toLowerCase();
  const schema = object('Puts a rule to use.', {
    ...objectFields,
    metadata: {
      type: 'object',
      properties: { name: { type: 'string', maxLength: 63 } },
    },
    spec: object('What for, and with which parameters.', {
      enforcementAction: text(
        'What happens on a violation: deny, warn or dryrun.',
      ),
      match,
      parameters: parametersSchema(
        validation?.openAPIV3Schema,
        validation?.legacySchema,
      ),
    }),
    status: anything('What became of the constraint, and what it found.'),
  });
  const version = (name: string, storage: boolean): JsonObject => ({
    name,
    served: true,
    storage,
    schema: { openAPIV3Schema: schema },
    subresources: { status: {} },
    additionalPrinterColumns: [
      {
        name: 'enforcement-action',
        type: 'string',
        description: 'Type of enforcement action',
        jsonPath: '.spec.enforcementAction',
      },
      {
        name: 'total-violations',
        type: 'integer',
        description: 'Total number of violations',
        jsonPath: '.status.totalViolations',
      },
    ],
  });
  const { name = '', uid = '' } = template.metadata;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${constraintsGroup}`,
      labels: { 'gatekeeper.sh/constraint': 'yes' },
      ownerReferences: [
        {
          apiVersion: templatesApiVersion,
          kind: 'ConstraintTemplate',
          name,
          uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      group: constraintsGroup,
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: plural,
        categories: ['constraint', 'constraints'],
        ...(names?.shortNames && { shortNames: names.shortNames }),
      },
      scope: 'Cluster',
      versions: [version('v1beta1', true), version('v1alpha1', false)],
    },
  };
}

/** Schemas of old templates say less than definitions must. */
function parametersSchema(
  schema: JsonObject | undefined,
  legacy: boolean | undefined,
): JsonObject {
  if (!schema || legacy || schema.type === undefined) {
    return { ...anything('Parameters of the rule.'), type: 'object' };
  }
  return schema;
}
