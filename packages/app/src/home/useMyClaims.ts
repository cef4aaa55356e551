import { useClaimList } from '@cairn/plugin-claims';
import type { Person } from '../layout/usePerson';

/** An owner nobody has; stands in until the person's teams are known, and for people without one. */
const nobody = 'group:default/-';

/** What the person's teams have requested, live. */
export function useMyClaims(person: Person | undefined) {
  const owner = person?.teams.length
    ? person.teams.map(team => team.ref)
    : [nobody];
  const list = useClaimList({ owner, sort: '-createdAt' });
  return { ...list, loading: list.loading || !person };
}
