import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type {
  PersonService,
  UserCredentials,
} from '@cairn/plugin-platform-node';
import type { Organisation } from '../readSettings';

const TEAM = 'group:default/';

/** Decides for which team a person may make something. */
export class TeamGuard {
  readonly #auth: AuthService;
  readonly #people: PersonService;
  readonly #organisations: readonly Organisation[];

  static create(options: {
    auth: AuthService;
    people: PersonService;
    organisations: readonly Organisation[];
  }): TeamGuard {
    return new TeamGuard(options);
  }

  private constructor(options: {
    auth: AuthService;
    people: PersonService;
    organisations: readonly Organisation[];
  }) {
    this.#auth = options.auth;
    this.#people = options.people;
    this.#organisations = options.organisations;
  }

  /**
   * The person, once it is sure that it belongs to the team now.
   *
   * @throws NotAllowedError
   */
  async assertMember(
    credentials: BackstageCredentials,
    owner: string,
  ): Promise<UserCredentials> {
    if (!this.#auth.isPrincipal(credentials, 'user')) {
      throw new NotAllowedError(
        'A golden path is run by a person. Sign in and start it again.',
      );
    }
    const { groupRefs } = await this.#people.getPerson(credentials);
    if (!groupRefs.includes(`${TEAM}${owner}`)) {
      throw new NotAllowedError(
        `You are not in the team ${owner}. Choose one of your teams, or ask ${owner} to take you in.`,
      );
    }
    return credentials;
  }

  /**
   * Like `assertMember`, and that the team's repositories go to this organisation. The portal's own
   * account could write to any.
   *
   * @throws NotAllowedError
   */
  async assertMayPublish(
    credentials: BackstageCredentials,
    options: { owner: string; repository: { host: string; owner: string } },
  ): Promise<UserCredentials> {
    const { owner, repository } = options;
    const person = await this.assertMember(credentials, owner);
    const configured = this.#organisations.filter(
      it => it.host === repository.host && it.owner === repository.owner,
    );
    const allowed =
      configured.length === 0
        ? repository.owner === owner
        : configured.some(
            ({ groups }) => groups.includes('*') || groups.includes(owner),
          );
    if (!allowed) {
      throw new NotAllowedError(
        `Repositories of ${owner} do not go to ${repository.owner} at ${repository.host}. Choose ${owner} as the organisation, or ask the platform team to allow it (goldenPath.organisations).`,
      );
    }
    return person;
  }
}
