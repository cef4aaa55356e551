import type { Json, JsonObject } from '../../runtime';

/** How a value is turned into another. */
export type Transform = {
  type?: string;
  math?: {
    type?: string;
    multiply?: number;
    clampMin?: number;
    clampMax?: number;
  };
  map?: JsonObject;
  match?: {
    patterns?: {
      type?: string;
      literal?: string;
      regexp?: string;
      result?: Json;
    }[];
    fallbackTo?: string;
    fallbackValue?: Json;
  };
  string?: {
    type?: string;
    fmt?: string;
    convert?: string;
    trim?: string;
    regexp?: { match?: string; group?: number };
    join?: { separator?: string };
    replace?: { search?: string; replace?: string };
  };
  convert?: { toType?: string; format?: string };
};

/** A patch between the composite, a composed resource and the environment. */
export type Patch = {
  type?: string;
  fromFieldPath?: string;
  toFieldPath?: string;
  combine?: {
    variables?: { fromFieldPath?: string }[];
    strategy?: string;
    string?: { fmt?: string };
  };
  transforms?: Transform[];
  policy?: { fromFieldPath?: string; toFieldPath?: string };
  patchSetName?: string;
};

/** When a composed resource counts as ready. */
export type ReadinessCheck = {
  type?: string;
  fieldPath?: string;
  matchString?: string;
  matchInteger?: number;
  matchCondition?: { type?: string; status?: string };
};

/** Where a connection detail comes from. */
export type ConnectionDetail = {
  name?: string;
  type?: string;
  value?: string;
  fromConnectionSecretKey?: string;
  fromFieldPath?: string;
};

/** A composed resource and its patches. */
export type Template = {
  name?: string;
  base?: JsonObject;
  patches?: Patch[];
  connectionDetails?: ConnectionDetail[];
  readinessChecks?: ReadinessCheck[];
};

/** The input of the function: `pt.fn.crossplane.io/v1beta1`, kind Resources. */
export type ResourcesInput = {
  apiVersion?: string;
  kind?: string;
  patchSets?: { name?: string; patches?: Patch[] }[];
  environment?: { patches?: Patch[] };
  resources?: Template[];
  writeConnectionSecretToRef?: {
    name?: string;
    namespace?: string;
    patches?: Patch[];
  };
};
