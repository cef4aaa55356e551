import type { SubjectKey } from '../SubjectWatches';
import { isForBackground } from './CompiledPolicy';
import type { ReportResult, ValidatingPolicy } from './types';

export const ADMISSION_PROCESS = 'admission review';
const MAX_SUBJECTS = 2_000;

/**
 * What admission found of policies that no background scan evaluates: it becomes
 * part of the report, and stays there until the next admission.
 */
export class AdmissionResults {
  private readonly fresh = new Map<string, ReportResult[]>();
  private readonly listeners = new Set<(key: SubjectKey) => void>();

  /** Notes what admission found about an object that was let in. */
  add(key: SubjectKey, results: ReportResult[]): void {
    this.fresh.set(nameOf(key), results);
    if (this.fresh.size > MAX_SUBJECTS) {
      const [oldest] = this.fresh.keys();
      this.fresh.delete(oldest);
    }
    for (const listener of this.listeners) listener(key);
  }

  /** Calls back with each subject that has new results. @returns how to take it back */
  onNew(listener: (key: SubjectKey) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The results that belong into the report, given the policies there are. */
  keep(
    key: SubjectKey,
    before: readonly ReportResult[],
    policies: readonly ValidatingPolicy[],
  ): ReportResult[] {
    const fresh = this.fresh.get(nameOf(key));
    const stillThere = new Set(
      policies
        .filter(it => !isForBackground(it))
        .map(({ metadata: { namespace, name } }) =>
          namespace ? `${namespace}/${name}` : name,
        ),
    );
    const found =
      fresh ?? before.filter(it => it.properties.process === ADMISSION_PROCESS);
    return found.filter(it => stillThere.has(it.policy));
  }
}

function nameOf({ apiVersion, kind, namespace = '', name }: SubjectKey) {
  return [apiVersion, kind, namespace, name].join(' ');
}
