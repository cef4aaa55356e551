import { required } from '../../causes';
import { key } from '../../fieldPath';
import type { KindRules } from '../compileBuiltin';
import { fieldsOf, textOf } from './common';

/** Keys a Secret of a type must have; of those in one list, any will do. */
const KEYS: Record<string, string[]> = {
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

const ACCOUNT = 'kubernetes.io/service-account.name';

/** Rules of the types of Secrets that Kubernetes itself knows. */
export const secretRules: KindRules = object => {
  const type = textOf(object, 'type');
  const data = fieldsOf(object, 'data');
  if (type === 'kubernetes.io/service-account-token') {
    return object.metadata.annotations?.[ACCOUNT]
      ? []
      : [required(key('metadata.annotations', ACCOUNT))];
  }
  if (type === 'kubernetes.io/basic-auth') {
    return 'username' in data || 'password' in data
      ? []
      : ['username', 'password'].map(name => required(key('data', name)));
  }
  return (Object.hasOwn(KEYS, type) ? KEYS[type] : [])
    .filter(name => !(name in data))
    .map(name => required(key('data', name)));
};
