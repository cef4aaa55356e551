import { InputError } from '@backstage/errors';
import type { UserCredentials } from '@cairn/plugin-platform-node';
import { z } from 'zod';
import type { PortalClient } from '../clients/PortalClient';
import type { ResourceClaim } from './wantedResources';

const PLUGIN = 'claims';

const targetsSchema = z.object({
  items: z.array(
    z.object({
      cluster: z.string(),
      name: z.string(),
      owner: z.string(),
      environment: z.string().optional(),
    }),
  ),
});
const preflightSchema = z.object({
  ok: z.boolean(),
  checks: z.array(
    z.object({
      title: z.string(),
      verdict: z.enum(['passed', 'failed', 'not-run']),
      message: z.string().optional(),
    }),
  ),
  problems: z.array(z.object({ field: z.string(), message: z.string() })),
  warnings: z.array(z.string()),
});
const claimSchema = z.object({ uid: z.string() });

/** A request with its place. */
export interface PlacedClaim extends ResourceClaim {
  cluster: string;
  namespace: string;
  component: string;
}

/** Requests things from the claims service, as the person. */
export class ClaimsClient {
  readonly #portal: PortalClient;

  static create(options: { portal: PortalClient }): ClaimsClient {
    return new ClaimsClient(options.portal);
  }

  private constructor(portal: PortalClient) {
    this.#portal = portal;
  }

  /**
   * Finds the team's namespace of an environment where the person may request this.
   *
   * @throws InputError when there is none.
   */
  async place(
    claim: ResourceClaim,
    options: {
      owner: string;
      environment: string;
      component: string;
      credentials: UserCredentials;
    },
  ): Promise<PlacedClaim> {
    const { owner, environment, component, credentials } = options;
    const query = new URLSearchParams({ offering: claim.offering });
    const { items } = await this.#portal.ask(
      { plugin: PLUGIN, path: `/targets?${query}`, credentials },
      targetsSchema,
    );
    const found = items.find(
      it =>
        it.owner === `group:default/${owner}` && it.environment === environment,
    );
    if (!found) {
      throw new InputError(
        `You may not request a ${claim.kind} in ${environment} for ${owner}: the team has no namespace there that you may use. Ask the platform team.`,
      );
    }
    const { cluster, name: namespace } = found;
    return { ...claim, cluster, namespace, component };
  }

  /** What is wrong with a request, asked of the cluster as the person; nothing is made. */
  async check(
    claim: PlacedClaim,
    credentials: UserCredentials,
  ): Promise<{ problems: string[]; warnings: string[] }> {
    const { ok, checks, problems, warnings } = await this.#portal.ask(
      { plugin: PLUGIN, path: '/preflight', body: bodyOf(claim), credentials },
      preflightSchema,
    );
    if (ok) {
      return { problems: [], warnings };
    }
    const failed = checks
      .filter(({ verdict }) => verdict !== 'passed')
      .map(({ title, message }) => message ?? `Not sure: ${title}.`);
    return {
      problems: [
        ...new Set([...problems.map(({ message }) => message), ...failed]),
      ],
      warnings,
    };
  }

  /** Requests it; asked again with the same, it is the same request. */
  async request(
    claim: PlacedClaim,
    credentials: UserCredentials,
  ): Promise<void> {
    await this.#portal.ask(
      { plugin: PLUGIN, path: '/claims', body: bodyOf(claim), credentials },
      claimSchema,
    );
  }
}

function bodyOf(claim: PlacedClaim) {
  const { cluster, offering, namespace, name, component, spec } = claim;
  return { cluster, offering, namespace, name, component, spec };
}
