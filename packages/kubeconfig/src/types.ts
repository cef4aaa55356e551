/** A program that hands out credentials (`exec` of a kubeconfig). */
export interface ExecPlugin {
  apiVersion: string;
  command: string;
  args: string[];
  env: { name: string; value: string }[];
  installHint?: string;
  provideClusterInfo: boolean;
}

/** What one context of a kubeconfig says. Holds secrets. */
export interface KubeconfigContext {
  /** Name of the context. */
  name: string;
  /** Names of its entries. */
  cluster: string;
  user: string;
  namespace?: string;
  /** URL of the API server, without a trailing slash. */
  server: string;
  /** PEM; without it the authorities that Node knows are trusted. */
  ca?: string;
  skipTlsVerify: boolean;
  tlsServerName?: string;
  /** PEM. */
  certificate?: string;
  key?: string;
  token?: string;
  /** Absolute path. */
  tokenFile?: string;
  exec?: ExecPlugin;
}

/** What to prove oneself with, at this moment. */
export interface Credentials {
  token?: string;
  /** PEM. */
  certificate?: string;
  key?: string;
}
