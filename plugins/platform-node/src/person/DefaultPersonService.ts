import type { UserInfoService } from '@backstage/backend-plugin-api';
import {
  parseEntityRef,
  RELATION_MEMBER_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { ServiceUnavailableError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { UserCredentials } from '../types';
import type { Person, PersonService } from './PersonService';

const MAX_KEPT = 10_000;

function normalise(entityRef: string): string {
  return stringifyEntityRef(parseEntityRef(entityRef));
}

function isGroupRef(entityRef: string): boolean {
  return entityRef.startsWith('group:');
}

/**
 * Asks the sign-in who the person is and the catalog whether it is still true.
 *
 * @remarks Ownership references come from the token, which outlives a change of membership by up to
 * an hour. Membership gives rights on clusters, so each group must also be confirmed by the catalog
 * at most `ttl` ago. Both must agree: a group that the catalog has but the sign-in did not name does
 * not count either, because the sign-in resolver may leave groups out on purpose.
 */
export class DefaultPersonService implements PersonService {
  readonly #userInfo: UserInfoService;
  readonly #catalog: CatalogService;
  readonly #ttl: number;
  readonly #kept = new Map<
    string,
    { until: number; person: Promise<Person> }
  >();

  static create(options: {
    userInfo: UserInfoService;
    catalog: CatalogService;
    /** Milliseconds. */
    ttl: number;
  }): DefaultPersonService {
    return new DefaultPersonService(options);
  }

  private constructor(options: {
    userInfo: UserInfoService;
    catalog: CatalogService;
    ttl: number;
  }) {
    this.#userInfo = options.userInfo;
    this.#catalog = options.catalog;
    this.#ttl = options.ttl;
  }

  async getPerson(credentials: UserCredentials): Promise<Person> {
    const key = credentials.principal.userEntityRef;
    const kept = this.#kept.get(key);
    if (kept && kept.until > Date.now()) {
      return kept.person;
    }
    this.#forgetOld();
    const person = this.#load(credentials);
    this.#kept.set(key, { until: Date.now() + this.#ttl, person });
    // A failure is not kept.
    person.catch(() => {
      if (this.#kept.get(key)?.person === person) {
        this.#kept.delete(key);
      }
    });
    return person;
  }

  async #load(credentials: UserCredentials): Promise<Person> {
    const info = await this.#userInfo.getUserInfo(credentials);
    const userRef = normalise(info.userEntityRef);
    const named = [
      ...new Set(info.ownershipEntityRefs.map(normalise).filter(isGroupRef)),
    ].sort();
    const [user, ...groups] = await this.#readEntities(
      [userRef, ...named],
      credentials,
    );
    const memberships = new Set(
      (user?.relations ?? [])
        .filter(({ type }) => type === RELATION_MEMBER_OF)
        .map(({ targetRef }) => normalise(targetRef)),
    );
    return {
      userRef,
      groupRefs: named.filter(
        (ref, index) => groups[index] !== undefined && memberships.has(ref),
      ),
    };
  }

  async #readEntities(
    entityRefs: string[],
    credentials: UserCredentials,
  ): Promise<(Entity | undefined)[]> {
    try {
      const { items } = await this.#catalog.getEntitiesByRefs(
        {
          entityRefs,
          fields: ['kind', 'metadata.name', 'metadata.namespace', 'relations'],
        },
        { credentials },
      );
      return items;
    } catch {
      throw new ServiceUnavailableError(
        'Your group memberships cannot be checked because the catalog does not answer. Try again in a minute.',
      );
    }
  }

  #forgetOld(): void {
    if (this.#kept.size < MAX_KEPT) {
      return;
    }
    const now = Date.now();
    for (const [key, { until }] of this.#kept) {
      if (until <= now || this.#kept.size >= MAX_KEPT) {
        this.#kept.delete(key);
      }
    }
  }
}
