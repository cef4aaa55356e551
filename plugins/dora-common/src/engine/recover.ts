import type { Draft } from './attribute';
import { shareEnvironment } from './collectDeployments';
import type { IncidentLinks } from './incidentLinks';
import type { Recovery, ReworkEvidence } from './types';

const MENDING_RULES = ['rollback', 'revert', 'static_rule'];

interface Ending {
  at: number;
  fact: string;
}

/** Everything that may have mended a failed deployment. */
function mendings(
  failed: Draft,
  drafts: readonly Draft[],
  incidents: IncidentLinks,
): Ending[] {
  const index = drafts.indexOf(failed);
  const attached = incidents.of(failed.id);
  const evidence = new Set(
    failed.evidence
      .filter(({ rule }) => MENDING_RULES.includes(rule))
      .map(({ fact }) => fact),
  );
  const positions = new Map(drafts.map((draft, at) => [draft.id, at]));
  const nextSuccess =
    failed.result === 'failed'
      ? drafts.find(
          (draft, at) =>
            at > index &&
            draft.result === 'succeeded' &&
            shareEnvironment(draft, failed),
        )
      : undefined;
  return drafts
    .filter((draft, at) => {
      if (draft.result !== 'succeeded' || draft === failed) return false;
      if (draft === nextSuccess || evidence.has(draft.id)) return true;
      if (draft.remediates.some(id => failed.targets.includes(id))) return true;
      if (
        draft.restores !== undefined &&
        at > index &&
        (positions.get(draft.restores) ?? index) < index &&
        shareEnvironment(draft, failed)
      ) {
        return true;
      }
      return attached.some(
        incident =>
          draft.fixes.includes(incident.key) ||
          incident.fixedBy?.some(id => draft.targets.includes(id)),
      );
    })
    .map(({ finishedAt, id }) => ({ at: finishedAt, fact: id }));
}

/** The end of all incidents together, when all have ended. */
function lastResolution(
  failed: Draft,
  incidents: IncidentLinks,
): Ending | undefined {
  let last: Ending | undefined;
  for (const { endedAt, key } of incidents.of(failed.id)) {
    if (endedAt === undefined) return undefined;
    if (
      !last ||
      endedAt > last.at ||
      (endedAt === last.at && key < last.fact)
    ) {
      last = { at: endedAt, fact: key };
    }
  }
  return last;
}

/**
 * How a failure ended: by what mended it or by the end of its incidents, whichever came first. A
 * later ordinary deployment ends nothing.
 */
export function recover(
  failed: Draft,
  drafts: readonly Draft[],
  incidents: IncidentLinks,
): Recovery {
  const endings = mendings(failed, drafts, incidents);
  const resolution = lastResolution(failed, incidents);
  if (resolution) endings.push(resolution);
  if (!endings.length) return { state: 'open' };
  const first = endings.reduce((a, b) =>
    b.at < a.at || (b.at === a.at && b.fact < a.fact) ? b : a,
  );
  const duration = first.at - failed.finishedAt;
  return duration < 0
    ? { state: 'clock_skew', endedBy: first.fact }
    : { state: 'recovered', duration, endedBy: first.fact };
}

/** Why a deployment is rework: it rolls back or forward, or fixes something and was not planned. */
export function reworkOf(
  draft: Draft,
  incidents: IncidentLinks,
): ReworkEvidence[] {
  const evidence: ReworkEvidence[] = [];
  if (draft.kind === 'rollback' || draft.kind === 'rollforward') {
    evidence.push({ rule: draft.kind, fact: draft.id });
  }
  if (draft.planned !== true) {
    const facts = new Set([
      ...incidents.fixedBy(draft.targets).map(({ key }) => key),
      ...draft.fixes.filter(key => incidents.isKnown(key)),
      ...draft.remediates,
    ]);
    for (const fact of [...facts].sort()) {
      evidence.push({ rule: 'fix_link', fact });
    }
  }
  return evidence;
}
