import type { GoValue } from '../composition/go/goTypeName';
import type { Json, JsonObject, KubernetesObject } from '../runtime';

/** Values that a generator gives for one Application. */
export type Parameters = { [name: string]: GoValue | undefined };

/** Template of the Applications, or a part of one. */
export type ApplicationTemplate = {
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
  };
  spec?: JsonObject;
};

/** Which parameter sets of a generator count. */
export type LabelSelector = {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
};

type Common = {
  template?: ApplicationTemplate;
  values?: Record<string, string>;
};

/** Elements written in the set itself. */
export type ListGenerator = Common & {
  elements?: JsonObject[];
  elementsYaml?: string;
};

/** Directories or files of a repository. */
export type GitGenerator = Common & {
  repoURL: string;
  revision?: string;
  directories?: { path: string; exclude?: boolean }[];
  files?: { path: string; exclude?: boolean }[];
  pathParamPrefix?: string;
  requeueAfterSeconds?: number;
};

/** Open pull requests of a repository. */
export type PullRequestGenerator = Common & {
  gitea?: {
    owner: string;
    repo: string;
    api: string;
    insecure?: boolean;
    labels?: string[];
    tokenRef?: { secretName: string; key: string };
  };
  filters?: {
    branchMatch?: string;
    targetBranchMatch?: string;
    titleMatch?: string;
  }[];
  continueOnRepoNotFoundError?: boolean;
  requeueAfterSeconds?: number;
  [provider: string]: unknown;
};

/** Exactly one of the kinds of generators. */
export type Generator = {
  list?: ListGenerator;
  git?: GitGenerator;
  pullRequest?: PullRequestGenerator;
  matrix?: Common & { generators: Generator[] };
  merge?: Common & { generators: Generator[]; mergeKeys: string[] };
  selector?: LabelSelector;
  [other: string]: unknown;
};

/** What the controller may do with the Applications. */
export type ApplicationsSync =
  | 'create-only'
  | 'create-update'
  | 'create-delete'
  | 'sync';

/** A set of Applications made from a template. */
export type ApplicationSet = KubernetesObject & {
  spec: {
    goTemplate?: boolean;
    goTemplateOptions?: string[];
    generators: Generator[];
    template: ApplicationTemplate;
    templatePatch?: string;
    syncPolicy?: {
      applicationsSync?: ApplicationsSync;
      preserveResourcesOnDeletion?: boolean;
    };
    preservedFields?: { labels?: string[]; annotations?: string[] };
    ignoreApplicationDifferences?: {
      name?: string;
      jsonPointers?: string[];
      jqPathExpressions?: string[];
    }[];
  };
};

/** A generated Application, before it is written. */
export type GeneratedApplication = KubernetesObject & {
  metadata: { name: string; namespace: string };
  spec: JsonObject & { project?: Json };
};

/** Reasons in conditions when it does not go well. */
export type ErrorReason =
  | 'RenderTemplateParamsError'
  | 'ApplicationGenerationFromParamsError'
  | 'ApplicationValidationError'
  | 'CreateApplicationError'
  | 'UpdateApplicationError'
  | 'DeleteApplicationError';

/** Why no Applications could be generated. */
export class GenerationError extends Error {
  constructor(readonly reason: ErrorReason, message: string) {
    super(message);
    this.name = 'GenerationError';
  }
}
