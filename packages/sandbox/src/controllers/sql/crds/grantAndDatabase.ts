import { flag, names, object, reference, text } from './schemas';

/** `spec.forProvider` of a Database. */
export const databaseForProvider = {
  ...object('What the database is to be.', {
    allowConnections: flag('Whether anybody may connect.'),
    connectionLimit: {
      type: 'integer',
      description: 'How many connections at once; -1 means no limit.',
    },
    encoding: text('Character set; that of the template if left out.'),
    isTemplate: flag('Whether any role with CREATEDB may clone it.'),
    lcCType: text('LC_CTYPE; that of the template if left out.'),
    lcCollate: text('LC_COLLATE; that of the template if left out.'),
    ...reference('owner', 'Role that owns the database.'),
    strategy: text('How it is copied from the template; on creation only.', {
      enum: ['WAL_LOG', 'FILE_COPY'],
    }),
    tablespace: text('Tablespace; that of the template if left out.'),
    template: text('Database to copy; template1 if left out.'),
  }),
  'x-kubernetes-validations': [
    {
      message: 'strategy field is immutable after creation',
      optionalOldSelf: true,
      rule:
        '!oldSelf.hasValue() || ((!has(self.strategy) && !has(oldSelf.value().strategy)) || ' +
        '(has(self.strategy) && has(oldSelf.value().strategy) && self.strategy == oldSelf.value().strategy))',
    },
  ],
};

/** `spec.forProvider` of a Schema. */
export const schemaForProvider = object('What the schema is to be.', {
  ...reference('database', 'Database the schema is in.'),
  ...reference('role', 'Role that owns the schema.'),
  revokePublicOnSchema: flag(
    'Take the schema public away from PUBLIC when the schema is made.',
  ),
});

/** `spec.forProvider` of a Grant. */
export const grantForProvider = {
  ...object('Who is granted what.', {
    columns: names('Columns the privileges are for.'),
    ...reference('database', 'Database the grant is for.'),
    foreignDataWrappers: names('Foreign data wrappers the privileges are for.'),
    foreignServers: names('Foreign servers the privileges are for.'),
    ...reference('memberOf', 'Role that the role becomes a member of.'),
    privileges: {
      type: 'array',
      minItems: 1,
      description: 'Privileges, such as CONNECT or ALL.',
      items: { type: 'string', pattern: '^[A-Z]+( [A-Z]+)*$' },
    },
    revokePublicOnDb: flag('Take the database away from PUBLIC as well.'),
    ...reference('role', 'Role the grant is for.'),
    routines: {
      type: 'array',
      description: 'Functions and procedures the privileges are for.',
      items: object('One of them.', {
        args: names('Types of its arguments.'),
        name: {
          type: 'string',
          pattern: '^[a-zA-Z_][a-zA-Z0-9_$]*$',
          description: 'Its name.',
        },
      }),
    },
    ...reference('schema', 'Schema the grant is for.'),
    sequences: names('Sequences the privileges are for.'),
    tables: names('Tables the privileges are for.'),
    withInherit: flag(
      'Whether the member has the rights of the role by itself; with memberOf only.',
    ),
    withOption: text('ADMIN for memberships, GRANT for privileges.', {
      enum: ['ADMIN', 'GRANT'],
    }),
  }),
  'x-kubernetes-validations': [
    {
      message: 'withInherit may only be set on memberOf grants',
      rule: '!has(self.withInherit) || has(self.memberOf) || has(self.memberOfRef) || has(self.memberOfSelector)',
    },
  ],
};
