import type { KubernetesObject } from '../../runtime';
import {
  anything,
  crd,
  flag,
  list,
  object,
  objectFields,
  text,
  texts,
} from './schemas';

/** ConstraintTemplate, of which kinds of constraints are made. */
export const constraintTemplateCrd: KubernetesObject = crd({
  group: 'templates.gatekeeper.sh',
  version: 'v1',
  kind: 'ConstraintTemplate',
  plural: 'constrainttemplates',
  namespaced: false,
  withStatus: true,
  schema: object('Makes a kind of constraints.', {
    ...objectFields,
    spec: object('The kind, and how it is enforced.', {
      crd: object('The kind.', {
        spec: object('The kind.', {
          names: object('What it is called.', {
            kind: text('The kind.'),
            shortNames: texts('Short names for kubectl.'),
          }),
          validation: object('What parameters its constraints have.', {
            legacySchema: {
              type: 'boolean',
              default: false,
              description: 'Whether the schema is not structural.',
            },
            openAPIV3Schema: anything('Schema of the parameters.'),
          }),
        }),
      }),
      targets: list(
        'How it is enforced.',
        object('One way.', {
          target: text('What is looked at: admission.k8s.gatekeeper.sh.'),
          rego: text('The rule in Rego.'),
          libs: texts('More Rego.'),
          code: list(
            'The rule for several engines.',
            object(
              'The rule for one engine.',
              {
                engine: text('Rego or K8sNativeValidation.'),
                source: anything('The rule.'),
              },
              ['engine', 'source'],
            ),
          ),
        }),
      ),
    }),
    status: object('What became of the template.', {
      created: flag('Whether the kind was made.'),
      byPod: list('What became of it in each process.', {
        ...object('What became of it in one process.', {
          id: text('Name of the process.'),
          observedGeneration: { type: 'integer', format: 'int64' },
          operations: texts('What the process does.'),
          templateUID: text('UID of the template.'),
          errors: list(
            'Why it does not work.',
            object(
              'One reason.',
              {
                code: text('Kind of error.'),
                location: text('Where.'),
                message: text('What is wrong.'),
              },
              ['code', 'message'],
            ),
          ),
        }),
      }),
    }),
  }),
});
