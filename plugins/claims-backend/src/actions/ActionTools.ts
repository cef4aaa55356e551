import type {
  AuditorService,
  AuthService,
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { NotAllowedError } from '@backstage/errors';
import type { AsUser, ClaimService } from '../services/ClaimService';

/** What every action works with. */
export interface ActionTools {
  registry: ActionsRegistryService;
  claims: ClaimService;
  auth: AuthService;
  auditor: AuditorService;
  logger: LoggerService;
}

/**
 * Claims belong to people and their teams, so an action is always somebody's.
 *
 * @throws NotAllowedError for a service that acts for nobody.
 */
export function asUser(
  auth: AuthService,
  credentials: BackstageCredentials,
): AsUser {
  if (!auth.isPrincipal(credentials, 'user')) {
    throw new NotAllowedError(
      'Only a signed-in person can do this: what may be seen and requested depends on their teams.',
    );
  }
  return { credentials };
}
