import type { Answer, Body } from './connection';

/** What is read of an object's metadata. */
export interface Metadata {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  generation?: number;
  continue?: string;
  remainingItemCount?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: unknown[];
  creationTimestamp?: string;
  deletionTimestamp?: string;
  managedFields?: ManagedFields[];
}

/** An entry of `metadata.managedFields`. */
export interface ManagedFields {
  manager: string;
  operation: string;
  apiVersion: string;
  subresource?: string;
  fieldsV1: Body;
}

/** `metadata` of an answer. */
export function metadataOf(answer: Answer | Body): Metadata {
  const body = 'body' in answer ? (answer.body as Body) : (answer as Body);
  return (body.metadata ?? {}) as unknown as Metadata;
}

/** Names of a list's items, in its order. */
export function namesOf(answer: Answer): string[] {
  return ((answer.body.items ?? []) as Body[]).map(
    item => metadataOf(item).name,
  );
}

/** Items of a list. */
export function itemsOf(answer: Answer): Body[] {
  return (answer.body.items ?? []) as Body[];
}

/** Status, reason and message of a refusal. */
export function refusal(answer: Answer): unknown[] {
  return [answer.status, answer.body.reason, answer.body.message];
}

/** Fields of the causes of a refusal, in order. */
export function causesOf(answer: Answer): { field: string; reason: string }[] {
  const details = (answer.body.details ?? {}) as {
    causes?: { field: string; reason: string; message: string }[];
  };
  return details.causes ?? [];
}

/** Manager, operation and fields of each entry, in order of the managers' names. */
export function managersOf(answer: Answer): [string, string, Body][] {
  return (metadataOf(answer).managedFields ?? [])
    .map(({ manager, operation, fieldsV1 }): [string, string, Body] => [
      manager,
      operation,
      fieldsV1,
    ])
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
}

/** Texts of the `Warning` headers, which HTTP joins into one. */
export function warningsOf(answer: Answer): string[] {
  const header = answer.headers.warning;
  const text = Array.isArray(header) ? header.join(', ') : header ?? '';
  return [...text.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(match =>
    match[1].replace(/\\(.)/g, '$1'),
  );
}

/** Headers to act as somebody else. */
export function as(
  user: string,
  ...groups: string[]
): Record<string, string | string[]> {
  return {
    'Impersonate-User': user,
    ...(groups.length > 0 && { 'Impersonate-Group': groups }),
  };
}
