import type { JsonObject } from '@backstage/types';

/** A file of a repository that a golden path makes. @public */
export interface RenderedFile {
  /** From the repository's root, parts separated by `/`. */
  path: string;
  content: Buffer;
  executable: boolean;
}

/** What a skeleton is filled in with; plain data, kept in the repository. @public */
export type SkeletonValues = JsonObject;
