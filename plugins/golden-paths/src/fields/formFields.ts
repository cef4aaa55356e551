import {
  FormFieldBlueprint,
  createFormField,
} from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { validateName } from './validateName';

const nameField = FormFieldBlueprint.make({
  name: 'cairn-name',
  params: {
    field: async () => {
      const { CairnName } = await import('./CairnName');
      return createFormField({
        name: 'CairnName',
        component: CairnName,
        validation: validateName,
        schema: makeFieldSchema({ output: z => z.string() }),
      });
    },
  },
});

const ownerField = FormFieldBlueprint.make({
  name: 'cairn-owner',
  params: {
    field: async () => {
      const { CairnOwner } = await import('./CairnOwner');
      return createFormField({
        name: 'CairnOwner',
        component: CairnOwner,
        schema: makeFieldSchema({ output: z => z.string() }),
      });
    },
  },
});

const capabilityField = FormFieldBlueprint.make({
  name: 'cairn-capability',
  params: {
    field: async () => {
      const { CairnCapability } = await import('./CairnCapability');
      return createFormField({
        name: 'CairnCapability',
        component: CairnCapability,
        schema: makeFieldSchema({
          output: z => z.string(),
          uiOptions: z =>
            z.object({
              capability: z
                .string()
                .optional()
                .describe('What is asked for: database or cache.'),
            }),
        }),
      });
    },
  },
});

const repositoryField = FormFieldBlueprint.make({
  name: 'cairn-repository',
  params: {
    field: async () => {
      const { CairnRepository } = await import('./CairnRepository');
      return createFormField({
        name: 'CairnRepository',
        component: CairnRepository,
        schema: makeFieldSchema({
          output: z =>
            z.object({
              host: z.string().optional(),
              owner: z.string().optional(),
            }),
        }),
      });
    },
  },
});

/** The fields golden paths ask with. */
export const formFields = [
  nameField,
  ownerField,
  capabilityField,
  repositoryField,
];
