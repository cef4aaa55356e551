import type { Generator, Parameters } from '../types';

/** What generators read of git. */
export type GitReader = {
  /** @throws Error with Argo CD's words */
  resolveRevision(
    repoURL: string,
    revision: string,
    options?: { fresh?: boolean },
  ): Promise<string>;
  /** Paths of all files of a commit. */
  listFiles(repoURL: string, sha: string): Promise<string[]>;
  readFile(repoURL: string, sha: string, path: string): Promise<string>;
};

/** What a generator may use. */
export type GeneratorContext = {
  git: GitReader;
  /** Namespace of the set; Secrets of tokens are read there. */
  namespace: string;
  goTemplate: boolean;
  goTemplateOptions: string[];
  readSecret(name: string, key: string): Promise<string>;
  signal: AbortSignal;
};

/** Gives the parameter sets of a generator. @throws Error with Argo CD's words */
export type Generate<G> = (
  generator: G,
  context: GeneratorContext,
) => Promise<Parameters[]>;

/** Which of the kinds a generator is. */
export type GeneratorKind = keyof Generator & string;
