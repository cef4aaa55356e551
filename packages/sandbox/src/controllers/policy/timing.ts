/** How long the engines wait before they act, in milliseconds. */
export interface PolicyTiming {
  /** From a change of an object, or a new exception, to its evaluation. */
  enqueueDelayMs: number;
  /** From an evaluation, or a change of a policy, to the report. */
  aggregationDelayMs: number;
  /** Between two scans of everything. */
  scanIntervalMs: number;
  /** Between two audits of Gatekeeper's constraints. */
  auditIntervalMs: number;
}

/** What Kyverno 1.19 and Gatekeeper 3.23 wait by default. */
export const recordedTiming: PolicyTiming = {
  enqueueDelayMs: 30_000,
  aggregationDelayMs: 10_000,
  scanIntervalMs: 3_600_000,
  auditIntervalMs: 60_000,
};

/**
 * What the sandbox waits: as short as lets a rollout settle into one report, so
 * that who tries a policy sees what it does at once.
 */
export const sandboxTiming: PolicyTiming = {
  ...recordedTiming,
  enqueueDelayMs: 1_000,
  aggregationDelayMs: 500,
  auditIntervalMs: 30_000,
};
