import { flag, object, text } from './schemas';

const configurationParameters = (description: string) => ({
  type: 'array',
  description,
  items: object('One setting of the role.', {
    name: { type: 'string' },
    value: { type: 'string' },
  }),
});

/** `spec.forProvider` of a Role. */
export const roleForProvider = object('What the role is to be.', {
  configurationParameters: configurationParameters(
    'Settings of the role. When given, all others are reset.',
  ),
  connectionLimit: {
    type: 'integer',
    format: 'int32',
    description: 'How many connections at once; -1 means no limit.',
  },
  passwordRotationTrigger: text(
    'A time after the last change of the password makes a new one; without effect beside passwordSecretRef.',
    { format: 'date-time' },
  ),
  passwordSecretRef: object(
    'The Secret that holds the password; one is made when it is left out.',
    { key: { type: 'string' }, name: text('Name of the Secret.') },
    ['key', 'name'],
  ),
  privileges: object('Attributes of the role.', {
    bypassRls: flag('BYPASSRLS: row security does not bind the role.'),
    createDb: flag('CREATEDB: may create databases.'),
    createRole: flag('CREATEROLE: may create other roles.'),
    inherit: flag('INHERIT: has the rights of the roles it is a member of.'),
    login: flag('LOGIN: may log in.'),
    replication: flag('REPLICATION: may connect for replication.'),
    superUser: flag('SUPERUSER: may do everything.'),
  }),
});

/** `status.atProvider` of a Role. */
export const roleAtProvider = object('What the role is.', {
  configurationParameters: configurationParameters('Settings of the role.'),
  lastPasswordChange: text('When the provider last set the password.', {
    format: 'date-time',
  }),
  privilegesAsClauses: {
    type: 'array',
    description: 'Attributes of the role, as clauses of SQL.',
    items: { type: 'string' },
  },
});
