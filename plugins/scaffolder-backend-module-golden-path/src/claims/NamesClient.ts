import { isError } from '@backstage/errors';
import type { UserCredentials } from '@cairn/plugin-platform-node';
import { z } from 'zod';
import type { PortalClient } from '../clients/PortalClient';

const verdict = z.enum(['free', 'taken', 'invalid', 'unknown']);
const reportSchema = z.object({
  verdict,
  checks: z.array(z.object({ verdict, message: z.string() })),
});

/** Asks whether a name is free in the catalog, at the forge and on the clusters. */
export class NamesClient {
  readonly #portal: PortalClient;

  static create(options: { portal: PortalClient }): NamesClient {
    return new NamesClient(options.portal);
  }

  private constructor(portal: PortalClient) {
    this.#portal = portal;
  }

  /**
   * What speaks against a name, and what could not be asked. The latter stops nobody: each step refuses
   * what is taken once more.
   */
  async check(options: {
    name: string;
    owner: string;
    repository?: { host: string; owner: string };
    credentials: UserCredentials;
  }): Promise<{ problems: string[]; warnings: string[] }> {
    const { name, owner, repository, credentials } = options;
    const query = new URLSearchParams({
      owner,
      ...(repository && {
        repoHost: repository.host,
        repoOwner: repository.owner,
      }),
    });
    try {
      const { checks } = await this.#portal.ask(
        {
          plugin: 'golden-paths',
          path: `/names/${encodeURIComponent(name)}?${query}`,
          credentials,
        },
        reportSchema,
      );
      const messages = (...wanted: string[]) =>
        checks
          .filter(it => wanted.includes(it.verdict))
          .map(({ message }) => message);
      return {
        problems: messages('taken', 'invalid'),
        warnings: messages('unknown'),
      };
    } catch (error) {
      if (isError(error) && error.name === 'NotAllowedError') {
        throw error;
      }
      return {
        problems: [],
        warnings: ['Whether the name is free could not be asked just now.'],
      };
    }
  }
}
