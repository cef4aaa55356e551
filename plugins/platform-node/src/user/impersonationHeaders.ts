import { NotAllowedError } from '@backstage/errors';
import {
  groupRefToImpersonationName,
  userRefToImpersonationName,
} from '@cairn/plugin-platform-common';
import type { Person } from '../person/PersonService';

/**
 * The headers by which a cluster takes the portal's request for the person's.
 *
 * @remarks Every name carries the prefix, so none can ever be `system:masters`. A group with odd
 * characters is left out (fewer rights); a person with odd characters is refused.
 *
 * @throws NotAllowedError when the person has no name a cluster could know.
 */
export function impersonationHeaders(
  person: Person,
  prefix: string,
): { 'impersonate-user': string; 'impersonate-group': string[] } {
  const user = userRefToImpersonationName(person.userRef, prefix);
  if (user === undefined) {
    throw new NotAllowedError(
      'Your user name holds characters that clusters do not accept. The platform team can give you another one.',
    );
  }
  return {
    'impersonate-user': user,
    'impersonate-group': person.groupRefs
      .map(ref => groupRefToImpersonationName(ref, prefix))
      .filter(name => name !== undefined),
  };
}
