import type { MatchResources, PolicySource } from '../../../cel';
import type { JsonObject, ObjectMeta } from '../../runtime';

/** Group and version of the policies. */
export const policiesApiVersion = 'policies.kyverno.io/v1';

/** What a policy does with a violation on admission. */
export type ValidationAction = 'Deny' | 'Warn' | 'Audit';

/** `spec` of a ValidatingPolicy. */
export interface ValidatingPolicySpec extends PolicySource {
  matchConstraints?: MatchResources & { matchPolicy?: string };
  validationActions?: ValidationAction[];
  failurePolicy?: 'Fail' | 'Ignore';
  webhookConfiguration?: { timeoutSeconds?: number };
  evaluation?: {
    mode?: 'Kubernetes' | 'JSON';
    admission?: { enabled?: boolean };
    background?: { enabled?: boolean };
  };
  autogen?: {
    podControllers?: { controllers?: string[] };
    validatingAdmissionPolicy?: { enabled?: boolean };
  };
}

/** A ValidatingPolicy or, with a namespace, a NamespacedValidatingPolicy. */
export type ValidatingPolicy = {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec?: ValidatingPolicySpec;
  status?: JsonObject;
};

/** Spares objects from policies. */
export type PolicyException = {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec?: {
    policyRefs?: { name: string; kind: string }[];
    matchConditions?: { name: string; expression: string }[];
    /** RFC 3339. */
    expiresAt?: string;
    reportResult?: 'skip' | 'pass';
    images?: string[];
    allowedValues?: string[];
  };
};

/** Outcome of a policy for one subject. */
export type ResultStatus = 'pass' | 'fail' | 'warn' | 'error' | 'skip';

/** One entry of `results` in a report. */
export type ReportResult = {
  source: string;
  /** `name`, or `namespace/name`. */
  policy: string;
  rule?: string;
  result: ResultStatus;
  message?: string;
  severity?: string;
  category?: string;
  scored?: boolean;
  properties: Record<string, string>;
  timestamp: { seconds: number; nanos: number };
};
