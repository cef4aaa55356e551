import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type { UserCredentials } from '@cairn/plugin-platform-node';
import { z } from 'zod';

const TIMEOUT = 30_000;

const refusalSchema = z.object({
  error: z.object({ name: z.string(), message: z.string() }),
});

/** Asks the portal's own plugins, as the person. */
export class PortalClient {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  static create(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }): PortalClient {
    return new PortalClient(options);
  }

  private constructor(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }) {
    this.#auth = options.auth;
    this.#discovery = options.discovery;
  }

  /**
   * Sends a request to a plugin.
   *
   * @throws Error with the name and the message of the plugin's own error.
   */
  async ask<T>(
    request: {
      plugin: string;
      path: string;
      body?: unknown;
      credentials: UserCredentials;
    },
    schema: z.ZodType<T>,
  ): Promise<T> {
    const { plugin, path, body, credentials } = request;
    const [baseUrl, { token }] = await Promise.all([
      this.#discovery.getBaseUrl(plugin),
      this.#auth.getPluginRequestToken({
        onBehalfOf: credentials,
        targetPluginId: plugin,
      }),
    ]);
    let response: Response;
    try {
      response = await fetch(`${baseUrl}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT),
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new ServiceUnavailableError(
        `The portal's ${plugin} do not answer. Try again in a minute.`,
        error,
      );
    }
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) {
      const refusal = refusalSchema.safeParse(answer).data?.error;
      throw refusal
        ? Object.assign(new Error(refusal.message), { name: refusal.name })
        : new ServiceUnavailableError(
            `The portal's ${plugin} answered with status ${response.status}.`,
          );
    }
    const parsed = schema.safeParse(answer);
    if (!parsed.success) {
      throw new ServiceUnavailableError(
        `The portal's ${plugin} answered something else than expected.`,
      );
    }
    return parsed.data;
  }
}
