import type { UserCredentials } from '../types';

/** A signed-in person, as the catalog knows it now. @public */
export interface Person {
  /** For example `user:default/ada`. */
  userRef: string;
  /** For example `group:default/payments`; sorted, each verified. */
  groupRefs: string[];
}

/**
 * Who a signed-in person is and which groups it belongs to.
 *
 * @public
 */
export interface PersonService {
  /**
   * Groups that the sign-in named and that the catalog confirms: the group exists, and the person
   * is a member now. Kept for at most 30 seconds.
   *
   * @throws ServiceUnavailableError when the catalog cannot be asked: then nobody is anybody.
   */
  getPerson(credentials: UserCredentials): Promise<Person>;
}
