import type { KubernetesObject } from '@cairn/plugin-platform-common';

/** Where something is in a file; both count from 1. @public */
export interface Position {
  line: number;
  column: number;
}

/** The way to a field, from the root of a document. @public */
export type FieldPath = readonly (string | number)[];

/**
 * Something wrong with a workload file or what comes with it. An error stops rendering, a warning does
 * not.
 *
 * @public
 */
export interface ScoreProblem extends Position {
  severity: 'error' | 'warning';
  /** The file the position is in, for example `score.yaml` or `overrides/prod.yaml`. */
  file: string;
  /** Dotted, for example `containers.web.image`; empty for the file as a whole. */
  field: string;
  /** What is wrong, as one sentence. */
  message: string;
  /** How to mend it, as one sentence. */
  mend: string;
}

/** Where a workload goes, and what differs there. @public */
export interface ScoreEnvironment {
  /** For example `dev`. */
  name: string;
  namespace: string;
  /** Whether what the platform refuses in production is an error here. */
  production: boolean;
  /** Hosts of `dns` resources are made below it. */
  domain: string;
  /** How many pods; a HorizontalPodAutoscaler is rendered where `max` is more than `min`. */
  replicas: { min: number; max: number };
  logLevel: string;
  telemetry: {
    /** Where traces, metrics and logs are sent by OTLP over HTTP. */
    endpoint: string;
    /** Part of the traces that are kept, from 0 to 1. */
    sampleRatio: number;
  };
  ingress: {
    className: string;
    /** The namespace the ingress controller runs in; it may reach what has a route. */
    namespace: string;
    /** A cert-manager ClusterIssuer; without one, routes have no TLS of their own. */
    clusterIssuer?: string;
  };
  /** The namespace metrics are collected from. */
  monitoringNamespace: string;
}

/** What an output of a resource is: text, or a key of a connection Secret. Never a secret's value. @public */
export type Output =
  | { kind: 'text'; value: string }
  | { kind: 'secret'; secretName: string; key: string };

/**
 * Something the platform can provide for a `resources` entry of one type and class.
 *
 * @public
 */
export interface Provisioner {
  type: string;
  /** `default` where the workload file names no class. */
  class: string;
  title: string;
  description?: string;
  /** How it is provided: by a request to Crossplane, or by what rendering itself makes. */
  by: ClaimSource | { kind: 'built-in' };
  /** Names of its outputs, sorted. */
  outputs: string[];
}

/** The definition a request is made against. @public */
export interface ClaimSource {
  kind: 'claim';
  /** Name of the XRD. */
  offering: string;
  apiVersion: string;
  claimKind: string;
  /** openAPIV3Schema of `spec`. */
  specSchema: Record<string, unknown>;
  /** What the type and class mean in the request's `spec`; parameters of the workload come on top. */
  spec: Record<string, unknown>;
  /** The key of the connection Secret for each output. */
  connectionKeys: Record<string, string>;
  /** Standard environment variables; `${output}` stands for an output. */
  variables: Record<string, string>;
}

/** The result of rendering. @public */
export interface Rendering {
  /** In the order they are to be applied; empty when there are errors. */
  manifests: KubernetesObject[];
  /** The manifests as one YAML stream, byte for byte the same for the same input. */
  yaml: string;
  problems: ScoreProblem[];
}
