import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { KubernetesObject } from '../../runtime';
import { nameInRecording } from './comparableManaged';

const loginSchema = z.object({
  secretKeys: z.array(z.string()),
  passwordLength: z.number(),
  loginWithTheSecret: z.string(),
});
const eventSchema = z.object({
  object: z.string(),
  type: z.string(),
  reason: z.string(),
  message: z.string(),
});
const stateSchema = z.object({
  databases: z.array(z.string()),
  roles: z.array(z.string()),
  memberships: z.array(z.string()),
});
const stepSchema = z.object({
  step: z.string(),
  title: z.string(),
  actions: z.array(
    z.object({
      command: z.string(),
      manifest: z.string().optional(),
      output: loginSchema.optional(),
      objects: z.array(z.string()).optional(),
      event: z.string().optional(),
    }),
  ),
  events: z.array(eventSchema),
  sqlState: stateSchema.optional(),
  changed: z.array(z.custom<KubernetesObject>()),
  gone: z.array(z.string()).default([]),
});
const notReplayedSchema = z.array(
  z.strictObject({
    steps: z.array(z.string()).min(1),
    left: z.array(z.string()).min(1),
    reason: z.string().min(20),
  }),
);

/** What was done in a step, and what came of it: everything there is afterwards, not only what changed. */
export type RecordedStep = Omit<
  z.infer<typeof stepSchema>,
  'changed' | 'gone' | 'sqlState'
> & {
  objects: Map<string, KubernetesObject>;
  sqlState: SqlState;
  /** Objects ("Kind name"), events and parts of the server's state that this step is not compared by. */
  left: Set<string>;
};
/** One thing that was done. */
export type RecordedAction = RecordedStep['actions'][number];
/** Databases and roles of a server, as lines. */
export type SqlState = z.infer<typeof stateSchema>;

/** Reads the recording of provider-sql, and the list of what is not compared. */
export function readRecordedProvider(folder: string): RecordedStep[] {
  const read = (file: string): unknown =>
    parse(readFileSync(join(folder, file), 'utf8'));
  const { steps } = z
    .object({ steps: z.array(stepSchema) })
    .parse(read('provider-sql.yaml'));
  const notReplayed = notReplayedSchema.parse(read('notReplayed.yaml'));
  let objects = new Map<string, KubernetesObject>();
  let sqlState: SqlState = { databases: [], roles: [], memberships: [] };
  return steps.map(({ changed, gone, ...step }) => {
    objects = new Map(objects);
    for (const name of gone) objects.delete(name);
    for (const object of changed) objects.set(nameInRecording(object), object);
    sqlState = step.sqlState ?? sqlState;
    const left = notReplayed
      .filter(it => it.steps.includes('*') || it.steps.includes(step.step))
      .flatMap(it => it.left);
    return { ...step, objects, sqlState, left: new Set(left) };
  });
}
