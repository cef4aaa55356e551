import type { Health } from '../types';

/** Names a resource of the tree. */
export type TreeRef = {
  group?: string;
  version?: string;
  kind: string;
  namespace?: string;
  name: string;
  uid?: string;
};

/** A resource of an Application, or something that came of one. */
export type ResourceNode = TreeRef & {
  parentRefs?: TreeRef[];
  info?: { name: string; value: string }[];
  networkingInfo?: {
    targetLabels?: Record<string, string>;
    targetRefs?: TreeRef[];
    labels?: Record<string, string>;
    ingress?: { hostname?: string; ip?: string }[];
    externalURLs?: string[];
  };
  resourceVersion?: string;
  images?: string[];
  health?: Health;
  createdAt?: string;
};

/** All that belongs to an Application. */
export type ResourceTree = {
  nodes: ResourceNode[];
  orphanedNodes?: ResourceNode[];
  hosts?: { name: string }[];
};
