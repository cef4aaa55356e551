import { readFileSync, statSync } from 'node:fs';
import { KubeconfigFile } from '@cairn/kubeconfig';
import type { ClusterOptions } from '../config/readClusterOptions';
import type { LoginSource } from './ClusterRequestError';

const FILE_CHECK_INTERVAL = 10_000;

/** Where a cluster is, whom to trust there, and what to prove oneself with, at this moment. */
export interface Access {
  /** Without a trailing slash. */
  url: string;
  /** PEM. */
  ca?: string;
  skipTLSVerify: boolean;
  tlsServerName?: string;
  token?: string;
  /** PEM. */
  certificate?: string;
  key?: string;
}

/** Hands out the access to one cluster; what it is read from may be replaced while the portal runs. */
export interface AccessSource {
  /** Where the login comes from, for those who are to mend it. */
  readonly login: LoginSource;
  /** @throws KubeconfigError when there are no credentials to be had */
  current(): Promise<Access>;
  /** The cluster has refused the login (401): everything is read again. */
  refused(): void;
}

/** Content of a file that may be replaced while the portal runs; looked at again every ten seconds. */
class WatchedFile {
  #content: string | undefined;
  #changedAt = -1;
  #checkedAt = -Infinity;

  constructor(private readonly file: string) {}

  read(): string | undefined {
    if (Date.now() - this.#checkedAt >= FILE_CHECK_INTERVAL) {
      this.#checkedAt = Date.now();
      try {
        const { mtimeMs } = statSync(this.file);
        if (mtimeMs !== this.#changedAt) {
          this.#content = readFileSync(this.file, 'utf8');
          this.#changedAt = mtimeMs;
        }
      } catch {
        // In the middle of a rotation the old content is the best there is.
      }
    }
    return this.#content;
  }

  /** The next read looks again, whatever the clock of the file says. */
  doubt(): void {
    this.#checkedAt = -Infinity;
    this.#changedAt = -1;
  }
}

/** What the `kubernetes:` configuration says, with the files it names. */
class ConfiguredAccess implements AccessSource {
  readonly login: LoginSource;
  readonly #caFile?: WatchedFile;
  readonly #tokenFile?: WatchedFile;

  constructor(private readonly options: ClusterOptions) {
    const { caFile, tokenFile } = options;
    this.login = tokenFile ? 'token-file' : 'configuration';
    this.#caFile = caFile ? new WatchedFile(caFile) : undefined;
    this.#tokenFile = tokenFile ? new WatchedFile(tokenFile) : undefined;
  }

  async current(): Promise<Access> {
    const { url, ca, skipTLSVerify, token } = this.options;
    return {
      url,
      ca: this.#caFile?.read() ?? ca,
      skipTLSVerify,
      token: this.#tokenFile?.read()?.trim() ?? token,
    };
  }

  refused(): void {
    this.#tokenFile?.doubt();
  }
}

/** One context of a kubeconfig. */
class KubeconfigAccess implements AccessSource {
  readonly login = 'kubeconfig';

  constructor(private readonly file: KubeconfigFile) {}

  async current(): Promise<Access> {
    const { context, credentials } = await this.file.current();
    return {
      url: context.server,
      ca: context.ca,
      skipTLSVerify: context.skipTlsVerify,
      tlsServerName: context.tlsServerName,
      ...credentials,
    };
  }

  refused(): void {
    this.file.refused();
  }
}

/** @throws KubeconfigError when the kubeconfig it names cannot be used */
export function createAccessSource(options: ClusterOptions): AccessSource {
  const { kubeconfig } = options;
  return kubeconfig
    ? new KubeconfigAccess(
        KubeconfigFile.open(kubeconfig.file, kubeconfig.context),
      )
    : new ConfiguredAccess(options);
}
