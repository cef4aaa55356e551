import type {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import type { ConditionTransformer } from '@backstage/plugin-permission-node';
import type { DoraComponentResourceType } from '@cairn/plugin-dora-common';
import {
  ownerScope,
  type NamespaceOwnerQuery,
  type OwnerScope,
} from '@cairn/plugin-platform-node';

/** On whose behalf something is done. */
export interface As {
  credentials: BackstageCredentials<
    BackstageUserPrincipal | BackstageServicePrincipal
  >;
}

/** Asks the policy, for whoever asks. */
export class DoraAccess {
  readonly #permissions: PermissionsService;
  readonly #transform: ConditionTransformer<NamespaceOwnerQuery>;

  constructor(options: {
    permissions: PermissionsService;
    transformConditions: ConditionTransformer<NamespaceOwnerQuery>;
  }) {
    this.#permissions = options.permissions;
    this.#transform = options.transformConditions;
  }

  /** @throws NotAllowedError with a sentence that says what is needed. */
  async require(
    permission: BasicPermission,
    { credentials }: As,
    sentence: string,
  ): Promise<void> {
    const [{ result }] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    if (result !== AuthorizeResult.ALLOW) throw new NotAllowedError(sentence);
  }

  /** Of which owners' components something may be done. */
  async owners(
    permission: ResourcePermission<DoraComponentResourceType>,
    { credentials }: As,
  ): Promise<OwnerScope> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    return ownerScope(decision, this.#transform);
  }
}
