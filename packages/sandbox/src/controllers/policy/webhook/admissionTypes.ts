import type { MatchSubject } from '../../../cel';
import type { KubernetesObject } from '../../runtime';

/** A request as the API server asks about it (`admission.k8s.io/v1`). */
export interface AdmissionRequest {
  uid: string;
  kind: { group: string; version: string; kind: string };
  resource: { group: string; version: string; resource: string };
  subResource?: string;
  name?: string;
  namespace?: string;
  operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  userInfo?: { username?: string; groups?: string[] };
  object?: KubernetesObject | null;
  oldObject?: KubernetesObject | null;
  dryRun?: boolean;
}

/** The answer, without the request's uid. */
export interface AdmissionResponse {
  allowed: boolean;
  status?: { code?: number; reason?: string; message?: string };
  warnings?: string[];
}

/** What is posted to a webhook. */
export interface AdmissionReview {
  apiVersion: string;
  kind: string;
  request?: AdmissionRequest;
}

/** How policies find out whether a request is meant. */
export function matchSubjectOfRequest(
  request: AdmissionRequest,
  namespaceObject: KubernetesObject | undefined,
): MatchSubject {
  const { kind, resource, subResource, operation, object, oldObject } = request;
  const labels = [object, oldObject].flatMap(it =>
    it ? [it.metadata?.labels ?? {}] : [],
  );
  const isNamespace = kind.group === '' && kind.kind === 'Namespace';
  return {
    ...resource,
    ...(subResource && { subresource: subResource }),
    operation,
    name: request.name || object?.metadata?.name,
    ...(request.namespace && !isNamespace && { namespace: request.namespace }),
    labels: labels.length > 0 ? labels : [{}],
    namespaceLabels: isNamespace
      ? labels[0]
      : namespaceObject && (namespaceObject.metadata.labels ?? {}),
  };
}
