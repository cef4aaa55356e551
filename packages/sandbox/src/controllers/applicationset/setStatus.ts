import type { Application } from '../argocd/types';
import {
  type Condition,
  conditionsOf,
  type Json,
  type JsonObject,
  setConditions,
} from '../runtime';
import { isSame } from './goTemplate/goValues';
import type { ApplicationSet, ErrorReason } from './types';

const GENERATED = 'All applications have been generated successfully';
const PARAMETERS = 'Successfully generated parameters for all Applications';

/** How a pass over a set ended. */
export type Outcome = {
  /** What went wrong; absent when all is well. */
  error?: { reason: ErrorReason; message: string };
  /** Whether the generators gave their parameters. */
  parametersGenerated: boolean;
};

/** The conditions and the health a pass leaves behind, as Argo CD 3.5 writes them. */
export function outcomeStatus(set: ApplicationSet, outcome: Outcome) {
  const { error, parametersGenerated } = outcome;
  const conditions: Condition[] = setConditions(
    conditionsOf(set),
    [
      {
        type: 'ErrorOccurred',
        status: error ? 'True' : 'False',
        reason: error?.reason ?? 'ApplicationSetUpToDate',
        message: error?.message ?? GENERATED,
      },
      parametersGenerated
        ? {
            type: 'ParametersGenerated',
            status: 'True',
            reason: 'ParametersGenerated',
            message: PARAMETERS,
          }
        : {
            type: 'ParametersGenerated',
            status: 'False',
            reason: 'ErrorOccurred',
            message: error?.message ?? '',
          },
      {
        type: 'ResourcesUpToDate',
        status: error ? 'False' : 'True',
        reason: error ? 'ErrorOccurred' : 'ApplicationSetUpToDate',
        message: error?.message ?? GENERATED,
      },
    ],
    { transitionOnReason: true },
  );
  return {
    conditions,
    health: {
      status: error ? 'Degraded' : 'Healthy',
      message: error?.message ?? GENERATED,
    },
  };
}

/** A set's Applications as its status lists them, by name. */
export function resourcesOf(applications: Application[]): JsonObject[] {
  return applications
    .map(({ metadata, status }) => ({
      group: 'argoproj.io',
      version: 'v1alpha1',
      kind: 'Application',
      namespace: metadata.namespace,
      name: metadata.name ?? '',
      ...(status?.sync?.status && { status: status.sync.status }),
      health: {
        ...(status?.health?.status && { status: status.health.status }),
        ...(status?.health?.message && { message: status.health.message }),
      },
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The merge patch of a set's status; undefined when it says all that already. */
export function statusPatch(
  set: ApplicationSet,
  wanted: JsonObject,
): JsonObject | undefined {
  const changed = Object.entries(wanted).filter(
    ([key, value]) => !isSame(set.status?.[key], value),
  );
  if (!changed.length) return undefined;
  return {
    status: Object.fromEntries(
      changed.map(([key, value]) => [key, (value ?? null) as Json]),
    ),
  };
}
