/** Where a command writes, and where it stands. */
export interface Terminal {
  /** Relative paths begin here. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** What was asked for. */
  out(text: string): void;
  /** What is to be said about it. */
  err(text: string): void;
  fetch: typeof fetch;
}
