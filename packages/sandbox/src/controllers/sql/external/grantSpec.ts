import { z } from 'zod';
import type { ManagedResource } from '../managedResource';

const identifier = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_$]*$/);

const specSchema = z.object({
  role: z.string().optional(),
  database: z.string().optional(),
  memberOf: z.string().optional(),
  schema: z.string().optional(),
  tables: z.array(z.string()).default([]),
  columns: z.array(z.string()).default([]),
  sequences: z.array(z.string()).default([]),
  routines: z
    .array(
      z.object({ name: z.string(), args: z.array(identifier).default([]) }),
    )
    .default([]),
  foreignDataWrappers: z.array(z.string()).default([]),
  foreignServers: z.array(z.string()).default([]),
  privileges: z
    .array(z.string().regex(/^[A-Z]+( [A-Z]+)*$/))
    .default([])
    .transform(list => [...new Set(list)]),
  withOption: z.enum(['ADMIN', 'GRANT']).optional(),
  withInherit: z.boolean().optional(),
  revokePublicOnDb: z.boolean().optional(),
});

type Spec = z.infer<typeof specSchema>;

/** `spec.forProvider` of a Grant, references resolved; what is left out is empty. */
export type GrantSpec = Omit<
  Spec,
  'role' | 'database' | 'schema' | 'memberOf'
> & {
  form: GrantForm;
  role: string;
  /** Empty for a membership. */
  database: string;
  /** Empty where the form has none. */
  schema: string;
  /** Empty unless the form is `member`. */
  memberOf: string;
};

/** What a form of grant names, and nothing else; the table of provider-sql. */
const fieldsOfForm = {
  member: ['memberOf'],
  database: ['database'],
  schema: ['database', 'schema'],
  table: ['database', 'schema', 'tables'],
  column: ['database', 'schema', 'tables', 'columns'],
  sequence: ['database', 'schema', 'sequences'],
  routine: ['database', 'schema', 'routines'],
  foreignDataWrapper: ['database', 'foreignDataWrappers'],
  foreignServer: ['database', 'foreignServers'],
} satisfies Record<string, (keyof Spec)[]>;

/** What a grant is for: a membership, or privileges on a kind of thing. */
export type GrantForm = keyof typeof fieldsOfForm;

const forms = Object.keys(fieldsOfForm) as GrantForm[];
const identifyingFields = [
  ...new Set<keyof Spec>(forms.flatMap(form => fieldsOfForm[form])),
];

/**
 * Reads what a Grant asks for, and which form of grant that is.
 *
 * @throws Error with the text of provider-sql when the fields fit no form
 */
export function readGrantSpec(resource: ManagedResource): GrantSpec {
  const spec = specSchema.parse(resource.spec.forProvider);
  if (spec.role === undefined) {
    throw new Error('role not passed or could not be resolved');
  }
  const form = formOf(spec);
  return {
    ...spec,
    form,
    role: spec.role,
    database: spec.database ?? '',
    schema: spec.schema ?? '',
    memberOf: spec.memberOf ?? '',
  };
}

function formOf(spec: Spec): GrantForm {
  const hasPrivileges = spec.privileges.length > 0;
  if (spec.memberOf !== undefined) {
    if (spec.database !== undefined || hasPrivileges) {
      throw new Error(
        'cannot set privileges or database in the same grant as memberOf',
      );
    }
  } else if (spec.withInherit !== undefined) {
    throw new Error('withInherit is only valid for memberOf grants');
  }
  const given = identifyingFields.filter(field => {
    const value = spec[field];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  });
  const form = forms.find(candidate => {
    const fields: (keyof Spec)[] = fieldsOfForm[candidate];
    return (
      fields.length === given.length &&
      given.every(field => fields.includes(field))
    );
  });
  if (!form) {
    throw new Error('cannot identify grant type based on passed params');
  }
  if (form !== 'member' && !hasPrivileges) {
    throw new Error('privileges not passed');
  }
  return form;
}
