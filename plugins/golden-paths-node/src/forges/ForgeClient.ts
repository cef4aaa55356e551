import {
  ConflictError,
  ForwardedError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { z } from 'zod';

const TIMEOUT = 20_000;

/** What a forge answered; the body only when it was asked for. */
export interface ForgeAnswer {
  status: number;
  body: unknown;
}

/** Sends requests to one forge's API. Redirects are not followed: they would carry the credentials along. */
export class ForgeClient {
  readonly #host: string;
  readonly #apiUrl: string;
  readonly #headers: () => Promise<Record<string, string>>;

  constructor(options: {
    host: string;
    apiUrl: string;
    headers: () => Promise<Record<string, string>>;
  }) {
    this.#host = options.host;
    this.#apiUrl = options.apiUrl.replace(/\/$/, '');
    this.#headers = options.headers;
  }

  /** Sends a request and answers whatever status came, with the body of a success. */
  async send(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<ForgeAnswer> {
    let response: Response;
    try {
      response = await fetch(`${this.#apiUrl}${path}`, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT),
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(await this.#headers()),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new ServiceUnavailableError(
        `${this.#host} does not answer. Try again in a minute.`,
        error,
      );
    }
    const text = await response.text();
    if (!response.ok || text === '') {
      return { status: response.status, body: undefined };
    }
    try {
      return { status: response.status, body: JSON.parse(text) };
    } catch (error) {
      throw new ForwardedError(`${this.#host} answered no JSON`, error);
    }
  }

  /** Like `send`, for an answer that must be a success of this shape. */
  async ask<T>(
    request: { method: string; path: string; body?: unknown; doing: string },
    schema: z.ZodType<T>,
  ): Promise<T> {
    const { method, path, body, doing } = request;
    const answer = await this.send(method, path, body);
    if (answer.status < 200 || answer.status > 299) {
      throw this.refusal(answer.status, doing);
    }
    const parsed = schema.safeParse(answer.body);
    if (!parsed.success) {
      throw new ServiceUnavailableError(
        `${this.#host} answered something else than expected to: ${doing}.`,
      );
    }
    return parsed.data;
  }

  /** The error for a status that is no success. */
  refusal(status: number, doing: string): Error {
    if (status === 401 || status === 403) {
      return new NotAllowedError(
        `${
          this.#host
        } does not let the portal's account ${doing} (${status}). Ask the platform team.`,
      );
    }
    if (status === 409) {
      return new ConflictError(
        `${this.#host} refused to ${doing}: something of that name is there.`,
      );
    }
    if (status >= 300 && status < 500 && status !== 429) {
      return new ConflictError(
        `${
          this.#host
        } refused to ${doing} (${status}). Check the names, or ask the platform team.`,
      );
    }
    return new ServiceUnavailableError(
      `${
        this.#host
      } could not ${doing} just now (${status}). Try again in a minute.`,
    );
  }
}
