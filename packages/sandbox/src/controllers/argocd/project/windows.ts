import { CronTime } from 'cron';
import { matchesGlob } from '../glob';
import type { Application, AppProject, SyncWindow } from '../types';
import { parseDuration } from '../parseDuration';
import { serverOf } from './permissions';

/** The windows of a project that concern an Application. */
export type WindowState = {
  assigned: SyncWindow[];
  active: SyncWindow[];
  /** Whether a person may synchronise now. */
  canSync: boolean;
};

/** Which windows are an Application's, and which of them are open. */
export function windowsOf(
  app: Application,
  project: AppProject | undefined,
  now = new Date(),
): WindowState {
  const assigned = (project?.spec.syncWindows ?? []).filter(window =>
    concerns(window, app),
  );
  const active = assigned.filter(window => isOpen(window, now));
  return { assigned, active, canSync: mayNow(assigned, active, true) };
}

/** Whether an automated synchronisation may begin now. */
export function mayAutoSync({ assigned, active }: WindowState): boolean {
  return mayNow(assigned, active, false);
}

function mayNow(
  assigned: SyncWindow[],
  active: SyncWindow[],
  manual: boolean,
): boolean {
  const denying = active.filter(it => it.kind === 'deny');
  if (denying.length > 0) {
    return manual && denying.every(it => it.manualSync);
  }
  if (active.some(it => it.kind === 'allow')) return true;
  const closed = assigned.filter(it => it.kind === 'allow');
  if (closed.length === 0) return true;
  return manual && closed.every(it => it.manualSync);
}

function concerns(window: SyncWindow, { metadata, spec }: Application) {
  const { destination } = spec;
  const parts = [
    some(window.applications, metadata.name ?? ''),
    some(window.namespaces, destination.namespace ?? ''),
    some(window.clusters, serverOf(destination)) ??
      some(window.clusters, 'in-cluster'),
  ].filter(part => part !== undefined);
  return window.andOperator
    ? parts.length > 0 && parts.every(Boolean)
    : parts.some(Boolean);
}

function some(patterns: string[] | undefined, text: string) {
  if (!patterns || patterns.length === 0) return undefined;
  return patterns.some(pattern => matchesGlob(pattern, text));
}

/** A window is open when its last start is no longer ago than it lasts. */
function isOpen(
  { schedule, duration, timeZone = 'Etc/UTC' }: SyncWindow,
  now: Date,
): boolean {
  try {
    const begun = new Date(now.getTime() - parseDuration(duration));
    const start = new CronTime(schedule, timeZone)
      .getNextDateFrom(begun, timeZone)
      .toMillis();
    return start <= now.getTime();
  } catch {
    // A schedule that cannot be read opens nothing; the real one refuses such a project.
    return false;
  }
}
