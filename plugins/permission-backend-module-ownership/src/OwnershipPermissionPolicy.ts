import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { describeActor } from './describeActor';
import { permissionTable } from './permissionTable';
import type { OwnershipOptions } from './readOwnershipOptions';
import { acting, platformTeam } from './rules';

/** What no one has thought about is for the platform team only. */
const unknownPermission = acting(platformTeam);

/**
 * Reading the catalog is for all; acting is for what one's groups own; the platform team may do
 * everything; auditors see everything and change nothing.
 *
 * @remarks A cluster decides again, by impersonation, on every write and on every read that does not
 * come from a shared cache.
 *
 * @public
 */
export class OwnershipPermissionPolicy implements PermissionPolicy {
  readonly #options: OwnershipOptions;

  static create(options: OwnershipOptions): OwnershipPermissionPolicy {
    return new OwnershipPermissionPolicy(options);
  }

  private constructor(options: OwnershipOptions) {
    this.#options = options;
  }

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const actor = user && describeActor(user.info, this.#options);
    if (!actor) {
      return { result: AuthorizeResult.DENY };
    }
    const rule =
      permissionTable.get(request.permission.name) ?? unknownPermission;
    return rule(actor, request.permission);
  }
}
