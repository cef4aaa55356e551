import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { KubernetesObject } from '@cairn/plugin-platform-common';

const FOLDER = resolve(__dirname, '../../__fixtures__/recorded');

/** Kind, namespace (empty for cluster scope) and name. */
export type RecordedKey = [kind: string, namespace: string, name: string];

/** One write of the recorded cluster, `t` seconds after its step began. */
export type RecordedWrite =
  | { t: number; put: KubernetesObject }
  /** `with` is a JSON merge patch (RFC 7396). */
  | { t: number; patch: RecordedKey; with: Record<string, unknown> }
  | { t: number; gone: RecordedKey };

/** What was done, and what the cluster wrote because of it. */
export interface RecordedStep {
  step: string;
  title: string;
  /** RFC 3339 with milliseconds. */
  start: string;
  /** How long the step was watched. */
  seconds: number;
  writes: RecordedWrite[];
}

/** The life of resources, from one folder of the recordings. */
export interface Recording {
  definitions: KubernetesObject[];
  steps: RecordedStep[];
}

type Line =
  | { definitions: KubernetesObject[] }
  | Omit<RecordedStep, 'writes'>
  | RecordedWrite;

/** Reads a condensed recording; see the README beside the files for their form. */
export function readRecording(name: string): Recording {
  const recording: Recording = { definitions: [], steps: [] };
  const text = readFileSync(resolve(FOLDER, `${name}.jsonl`), 'utf8');
  for (const line of text.trim().split('\n')) {
    const entry = JSON.parse(line) as Line;
    if ('definitions' in entry) {
      recording.definitions.push(...entry.definitions);
    } else if ('step' in entry) {
      recording.steps.push({ ...entry, writes: [] });
    } else {
      recording.steps[recording.steps.length - 1].writes.push(entry);
    }
  }
  return recording;
}

/** Applies a JSON merge patch (RFC 7396); neither argument is changed. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    return patch;
  }
  const isObject =
    typeof target === 'object' && target !== null && !Array.isArray(target);
  const merged: Record<string, unknown> = isObject ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete merged[key];
    } else {
      merged[key] = mergePatch(merged[key], value);
    }
  }
  return merged;
}
