import { z } from 'zod';

const evidence = z.enum(['primary', 'secondary', 'unconfirmed', 'house']);
const level = z.enum(['elite', 'high', 'medium', 'low']);

const bounds = {
  /** Deployments per day, excluded. */
  abovePerDay: z.number().optional(),
  /** Excluded. */
  belowHours: z.number().optional(),
  /** A share, included. */
  atMost: z.number().optional(),
};

const rows = z.array(
  z.object({
    level,
    ...bounds,
    /** The range as it was published. */
    published: z.string(),
    evidence,
  }),
);

/** Levels of one year, or of the house. Rows are tried in order; one without a bound fits all. @public */
export const levelProfileSchema = z.object({
  version: z.string(),
  kind: z.literal('levels'),
  source: z.string(),
  /** How ranges that the source leaves open are closed. */
  gaps: z.string(),
  levels: z.object({
    deploymentFrequency: rows,
    changeLeadTime: rows,
    failedDeploymentRecoveryTime: rows,
    changeFailRate: rows,
  }),
});

const shares = z.array(
  z.object({ answer: z.string(), ...bounds, percent: z.number(), evidence }),
);

/** How the answers of a year are spread. @public */
export const distributionSchema = z.object({
  version: z.string(),
  kind: z.literal('distribution'),
  source: z.string(),
  /** On DORA's scale of 0 to 10; rates as 0 to 10 for 0 to 100 %. */
  scores: z.record(
    z.string(),
    z.object({ mean: z.number(), sd: z.number(), evidence }),
  ),
  shares: z.object({
    deploymentFrequency: shares,
    changeLeadTime: shares,
    failedDeploymentRecoveryTime: shares,
  }),
});

/** @public */
export type Level = z.output<typeof level>;
/** @public */
export type LevelProfile = z.output<typeof levelProfileSchema>;
/** @public */
export type Distribution = z.output<typeof distributionSchema>;
/** The metrics that have levels. @public */
export type LevelledMetric = keyof LevelProfile['levels'];
