import type { PermissionsService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import type { ConditionTransformer } from '@backstage/plugin-permission-node';
import {
  catalogValidatePermission,
  goldenPathReadPermission,
  nameCheckPermission,
  serviceUpdatePermission,
  type UpdateStatus,
} from '@cairn/plugin-golden-paths-common';
import {
  ownerScope,
  type NamespaceOwnerQuery,
  type PersonService,
} from '@cairn/plugin-platform-node';
import type { ServiceOrigin } from '../update/UpdateReader';
import type { DefaultGoldenPathService } from './DefaultGoldenPathService';
import type {
  AsUser,
  GoldenPathService,
  NameQuery,
  ServiceQuery,
} from './GoldenPathService';

interface Options {
  paths: DefaultGoldenPathService;
  permissions: PermissionsService;
  transformConditions: ConditionTransformer<NamespaceOwnerQuery>;
  person: PersonService;
  platformGroups: ReadonlySet<string>;
}

/**
 * Decides, for the signed-in person, before anything is done.
 *
 * @remarks A pull request is opened with the portal's own account, so no cluster decides again. Two
 * checks stand in for it, and each holds with the other switched off: the policy, and the membership in
 * the owning team that the catalog confirms.
 */
export class AuthorizedGoldenPathService implements GoldenPathService {
  readonly #options: Options;

  static create(options: Options): AuthorizedGoldenPathService {
    return new AuthorizedGoldenPathService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async listPaths(user: AsUser) {
    await this.#require(goldenPathReadPermission, user);
    return this.#options.paths.listPaths(user);
  }

  async listServices(query: ServiceQuery, user: AsUser) {
    await this.#require(goldenPathReadPermission, user);
    return this.#options.paths.listServices(query, user);
  }

  async checkName(query: NameQuery, user: AsUser) {
    await this.#require(nameCheckPermission, user);
    return this.#options.paths.checkName(query, user);
  }

  async listProvisioners(user: AsUser) {
    await this.#require(goldenPathReadPermission, user);
    return this.#options.paths.listProvisioners();
  }

  async validateCatalogInfo(
    request: { text: string; file?: string },
    user: AsUser,
  ) {
    await this.#require(catalogValidatePermission, user);
    return this.#options.paths.validateCatalogInfo(request, user);
  }

  async getUpdate(entityRef: string, user: AsUser): Promise<UpdateStatus> {
    await this.#require(goldenPathReadPermission, user);
    const origin = await this.#options.paths.getOrigin(entityRef, user);
    const mayUpdate = await this.#mayUpdate(origin, user);
    return { ...origin.status, mayUpdate };
  }

  async previewUpdate(entityRef: string, user: AsUser) {
    const origin = await this.#owned(entityRef, user);
    return this.#options.paths.previewUpdate(origin);
  }

  async openUpdate(
    request: { entityRef: string; version: string },
    user: AsUser,
  ) {
    const origin = await this.#owned(request.entityRef, user);
    return this.#options.paths.openUpdate(origin, {
      version: request.version,
      requestedBy: user.credentials.principal.userEntityRef,
    });
  }

  /** What the catalog does not show the person is not found; what it shows but others own is refused. */
  async #owned(entityRef: string, user: AsUser): Promise<ServiceOrigin> {
    const origin = await this.#options.paths.getOrigin(entityRef, user);
    if (!(await this.#mayUpdate(origin, user))) {
      throw new NotAllowedError(
        `Only the team that owns ${origin.ref} can have it updated${
          origin.owner ? `: ask ${origin.owner}` : ''
        }.`,
      );
    }
    return origin;
  }

  async #mayUpdate({ owner }: ServiceOrigin, user: AsUser): Promise<boolean> {
    const { permissions, transformConditions, person } = this.#options;
    const [decision] = await permissions.authorizeConditional(
      [{ permission: serviceUpdatePermission }],
      user,
    );
    const scope = decision && ownerScope(decision, transformConditions);
    if (!owner || !scope?.(owner)) {
      return false;
    }
    const { groupRefs } = await person.getPerson(user.credentials);
    return groupRefs.some(
      ref => ref === owner || this.#options.platformGroups.has(ref),
    );
  }

  async #require(permission: BasicPermission, user: AsUser): Promise<void> {
    const [decision] = await this.#options.permissions.authorize(
      [{ permission }],
      user,
    );
    if (decision?.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        'You may not use this part of the golden paths. Ask the platform team.',
      );
    }
  }
}
