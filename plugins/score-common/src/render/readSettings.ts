import { sortedEntries } from '../json';
import type { Problems } from '../parse/Problems';
import type { ScoreWorkload } from '../parse/workloadSchema';
import type { ScoreEnvironment } from '../types';

/** Which Kubernetes kind a workload becomes. @public */
export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'CronJob';

/** What the annotations of a workload ask for. */
export interface WorkloadSettings {
  kind: WorkloadKind;
  /** Five fields of cron, in UTC; for a CronJob. */
  schedule?: string;
  replicas: { min: number; max: number };
}

const PREFIX = 'score.cairn.dev/';
const KIND = `${PREFIX}kind`;
const SCHEDULE = `${PREFIX}schedule`;
const MIN = `${PREFIX}min-replicas`;
const MAX = `${PREFIX}max-replicas`;
/** The annotation of the reference implementation for Kubernetes, understood as well. */
const OTHER_KIND = 'k8s.score.dev/kind';

const KINDS: readonly WorkloadKind[] = ['Deployment', 'StatefulSet', 'CronJob'];
const CRON =
  /^(@(hourly|daily|weekly|monthly|yearly)|[\d*/,-]+ [\d*/,-]+ [\d*/,?-]+ [\dA-Za-z*/,-]+ [\dA-Za-z*/,?-]+)$/;
const MAX_REPLICAS = 100;

/** Whether an annotation is an instruction to the renderer. */
export function isInstruction(annotation: string): boolean {
  return annotation.startsWith(PREFIX) || annotation === OTHER_KIND;
}

/** Reads the annotations by which a workload says what the specification has no field for. */
export function readSettings(options: {
  workload: ScoreWorkload;
  environment: ScoreEnvironment;
  problems: Problems;
}): WorkloadSettings {
  const { workload, environment, problems } = options;
  const annotations = workload.metadata.annotations ?? {};
  const fail = (name: string, message: string, mend: string) =>
    problems.add(['metadata', 'annotations', name], { message, mend });

  const known = [KIND, SCHEDULE, MIN, MAX];
  for (const [name] of sortedEntries(annotations)) {
    if (name.startsWith(PREFIX) && !known.includes(name)) {
      problems.add(['metadata', 'annotations', name], {
        at: 'key',
        message: 'There is no such annotation.',
        mend: `Known here: ${known.join(', ')}.`,
      });
    }
  }
  const kind = readKind();
  const schedule = readSchedule();
  const min = readNumber(MIN, environment.replicas.min);
  const max = readNumber(MAX, Math.max(environment.replicas.max, min));
  if (max < min) {
    fail(MAX, `${max} is less than ${MIN}, ${min}.`, 'Raise it.');
  }
  return { kind, ...(schedule && { schedule }), replicas: { min, max } };

  function readKind(): WorkloadKind {
    const name = annotations[KIND] === undefined ? OTHER_KIND : KIND;
    const wanted = annotations[name] ?? 'Deployment';
    const found = KINDS.find(it => it === wanted);
    if (!found) {
      fail(
        name,
        `${JSON.stringify(wanted)} is not known here.`,
        `Choose one of: ${KINDS.join(', ')}.`,
      );
    }
    return found ?? 'Deployment';
  }

  function readSchedule(): string | undefined {
    const text = annotations[SCHEDULE];
    if (kind !== 'CronJob') {
      if (text !== undefined) {
        fail(
          SCHEDULE,
          `A ${kind} has no schedule.`,
          `Set ${KIND} to CronJob, or remove the schedule.`,
        );
      }
      return undefined;
    }
    if (text === undefined) {
      fail(
        KIND,
        'A CronJob needs a schedule.',
        `Add the annotation ${SCHEDULE}, for example "15 3 * * *".`,
      );
    } else if (!CRON.test(text)) {
      fail(
        SCHEDULE,
        `${JSON.stringify(text)} is not a schedule.`,
        'Write the five fields of cron, for example "15 3 * * *" for a quarter past three each night, in UTC.',
      );
    }
    return text;
  }

  function readNumber(name: string, standard: number): number {
    const text = annotations[name];
    if (text === undefined) {
      return standard;
    }
    const value = /^\d{1,3}$/.test(text) ? Number(text) : 0;
    if (value < 1 || value > MAX_REPLICAS) {
      fail(
        name,
        `${JSON.stringify(text)} is not a number of pods.`,
        `Write a whole number from 1 to ${MAX_REPLICAS}, in quotes.`,
      );
      return standard;
    }
    return value;
  }
}
