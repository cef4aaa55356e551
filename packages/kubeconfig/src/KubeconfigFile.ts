import { statSync } from 'node:fs';
import { CredentialSource } from './CredentialSource';
import { readKubeconfig } from './readKubeconfig';
import type { Credentials, KubeconfigContext } from './types';

const CHECK_MS = 5_000;

/** Where a cluster is, and what to prove oneself with. */
export interface ClusterAccess {
  context: KubeconfigContext;
  credentials: Credentials;
}

/** One context of a file that may be replaced while the program runs. */
export class KubeconfigFile {
  #context: KubeconfigContext;
  #source: CredentialSource;
  #stamp: string;
  #checkedAt = Date.now();

  /** @throws KubeconfigError when it cannot be used */
  static open(file: string, context?: string): KubeconfigFile {
    return new KubeconfigFile(file, context);
  }

  private constructor(
    private readonly file: string,
    private readonly wanted?: string,
  ) {
    this.#stamp = stampOf(file) ?? '';
    this.#context = readKubeconfig(file, wanted);
    this.#source = CredentialSource.create(this.#context);
  }

  /** What it says now. @throws KubeconfigError when a plugin or a token file fails */
  async current(): Promise<ClusterAccess> {
    if (Date.now() - this.#checkedAt >= CHECK_MS) this.#look();
    return {
      context: this.#context,
      credentials: await this.#source.current(),
    };
  }

  /** The server has refused the login (401): everything is read again, the files beside it too. */
  refused(): void {
    this.#source.refused();
    this.#stamp = '';
    this.#checkedAt = -Infinity;
  }

  #look(): void {
    this.#checkedAt = Date.now();
    const stamp = stampOf(this.file);
    if (stamp === undefined || stamp === this.#stamp) return;
    try {
      const context = readKubeconfig(this.file, this.wanted);
      this.#context = context;
      this.#source = CredentialSource.create(context);
      this.#stamp = stamp;
    } catch {
      // Half written: the old content is the best there is, and it is looked at again.
    }
  }
}

function stampOf(file: string): string | undefined {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs}/${size}/${ino}`;
  } catch {
    return undefined;
  }
}
