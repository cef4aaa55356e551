import { readFileSync } from 'node:fs';
import { KubeconfigError } from './KubeconfigError';
import { type ExecCredentials, runExecPlugin } from './runExecPlugin';
import type { Credentials, KubeconfigContext } from './types';

/** A plugin's credentials are renewed so long before they end. */
const EARLY_MS = 60_000;
/** A token file is looked at so often, as client-go does at most every minute. */
const FILE_MS = 10_000;

/** Hands out what a context proves itself with; token files and plugins are asked again in time. */
export class CredentialSource {
  #given: ExecCredentials | undefined;
  #asking: Promise<ExecCredentials> | undefined;
  #readAt = -Infinity;
  #fileToken: string | undefined;

  static create(context: KubeconfigContext): CredentialSource {
    return new CredentialSource(context);
  }

  private constructor(private readonly context: KubeconfigContext) {}

  /** @throws KubeconfigError when a token file cannot be read or a plugin fails */
  async current(): Promise<Credentials> {
    const { certificate, key, token, tokenFile, exec } = this.context;
    const own = certificate && key ? { certificate, key } : {};
    if (tokenFile) return { ...own, token: this.#readToken(tokenFile) };
    if (token) return { ...own, token };
    if (exec && !own.certificate) return this.#ask();
    return own;
  }

  /** The server has refused what was handed out (401): the next call begins anew. */
  refused(): void {
    this.#given = undefined;
    this.#readAt = -Infinity;
  }

  #readToken(file: string): string {
    if (Date.now() - this.#readAt < FILE_MS && this.#fileToken) {
      return this.#fileToken;
    }
    try {
      this.#fileToken = readFileSync(file, 'utf8').trim();
    } catch {
      // In the middle of a rotation the old one is the best there is.
    }
    if (!this.#fileToken) {
      throw new KubeconfigError(
        `The token file ${file} of context "${this.context.name}" cannot be read or is empty.`,
      );
    }
    this.#readAt = Date.now();
    return this.#fileToken;
  }

  async #ask(): Promise<Credentials> {
    const { exec } = this.context;
    if (
      this.#given &&
      (this.#given.expiresAt ?? Infinity) - EARLY_MS > Date.now()
    ) {
      return this.#given;
    }
    if (!exec) return {};
    // All who wait wait for the same.
    this.#asking ??= runExecPlugin(exec, this.context).finally(() => {
      this.#asking = undefined;
    });
    this.#given = await this.#asking;
    return this.#given;
  }
}
