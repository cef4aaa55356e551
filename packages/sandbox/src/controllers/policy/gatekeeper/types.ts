import type { LabelSelector, PolicySource } from '../../../cel';
import type { Json, JsonObject, ObjectMeta } from '../../runtime';

export const templatesApiVersion = 'templates.gatekeeper.sh/v1';
export const constraintsGroup = 'constraints.gatekeeper.sh';
export const constraintsApiVersion = `${constraintsGroup}/v1beta1`;
/** The engine this stand-in has: CEL, as the API server's own policies use it. */
export const celEngine = 'K8sNativeValidation';

/** A rule in CEL, as a template carries it. */
export type CelSource = PolicySource & { failurePolicy?: 'Fail' | 'Ignore' };

/** A ConstraintTemplate. */
export interface ConstraintTemplate {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec?: {
    crd?: {
      spec?: {
        names?: { kind?: string; shortNames?: string[] };
        validation?: { legacySchema?: boolean; openAPIV3Schema?: JsonObject };
      };
    };
    targets?: {
      target?: string;
      rego?: string;
      code?: { engine: string; source?: CelSource }[];
    }[];
  };
  status?: JsonObject;
}

/** `spec.match` of a constraint. */
export interface ConstraintMatch {
  kinds?: { apiGroups?: string[]; kinds?: string[] }[];
  scope?: '*' | 'Cluster' | 'Namespaced';
  namespaces?: string[];
  excludedNamespaces?: string[];
  labelSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  name?: string;
}

/** A constraint of any kind. */
export interface Constraint {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec?: {
    enforcementAction?: string;
    match?: ConstraintMatch;
    parameters?: Json;
  };
  status?: JsonObject;
}

/** What a constraint does with violations; deny unless it says otherwise. */
export function actionOf({ spec }: Constraint): string {
  return spec?.enforcementAction || 'deny';
}
