import type { JsonObject, KubernetesObject } from '../../runtime';

/** Something that was done to the real one, at so many seconds. */
export type Action = {
  at: number;
  apply?: KubernetesObject;
  commit?: Record<string, string | null>;
  repo?: string;
  patch?: JsonObject | JsonObject[];
  change?: {
    apiVersion: string;
    kind: string;
    name: string;
    patch: JsonObject;
  };
  remove?: 'application' | { apiVersion: string; kind: string; name: string };
  hide?: boolean;
};

/** A recording of the real Argo CD, condensed. */
export type Lifecycle = {
  step: string;
  shows: string;
  /** What the repositories hold at first, a commit each. */
  files?: Record<string, string>;
  /** First commits, when there is more than one: of which repository, and its tag. */
  history?: {
    repo?: string;
    files: Record<string, string | null>;
    tag?: string;
  }[];
  before?: KubernetesObject[];
  actions: Action[];
  operations?: ({ at: number } & JsonObject)[];
  states?: ({ at: number } & JsonObject)[];
  sync?: ({ at: number } & JsonObject)[];
  conditions?: ({ at: number } & JsonObject)[];
  events?: ({ at: number } & JsonObject)[];
  health?: { at: number; health: string }[];
  /** False where other images stand for what other ways made of pods in the recording. */
  images?: boolean;
  /** More of the same follows after the recording's end. */
  goesOn?: boolean;
  status?: JsonObject;
  gone?: boolean;
};
