import {
  isAlreadyExists,
  isNotFound,
  type JsonObject,
  type KubernetesClient,
  type KubernetesObject,
} from '../../runtime';
import {
  buildReport,
  managedByKyverno,
  reportKind,
  type ReportGroup,
  sameResults,
} from './buildReport';
import type { ReportResult } from './types';

/** A report as it was last written or found. */
interface KnownReport {
  namespace?: string;
  /** `apps/v1 Deployment`, the kind of its subject. */
  subjectKind: string;
  results: ReportResult[];
}

const managedSelector = Object.entries(managedByKyverno)
  .map(([key, value]) => `${key}=${value}`)
  .join(',');

/** Writes reports, and nothing where nothing changed. */
export class ReportStore {
  /** By the UID of the subject, which is the report's name. */
  private readonly known = new Map<string, KnownReport>();

  constructor(
    private readonly client: KubernetesClient,
    private readonly group: ReportGroup,
  ) {}

  /** Takes up the reports of earlier runs. */
  async load(): Promise<void> {
    for (const namespace of ['any', undefined]) {
      const { apiVersion, kind } = reportKind(this.group, namespace);
      const { items } = await this.client.list(apiVersion, kind, {
        labelSelector: managedSelector,
      });
      for (const { metadata, results, scope } of items) {
        if (!metadata.name) continue;
        const of = scope as { apiVersion?: string; kind?: string } | undefined;
        this.known.set(metadata.name, {
          namespace: metadata.namespace,
          subjectKind: `${of?.apiVersion} ${of?.kind}`,
          results: (results ?? []) as unknown as ReportResult[],
        });
      }
    }
  }

  /** What the report of a subject says. */
  resultsOf(uid: string): readonly ReportResult[] {
    return this.known.get(uid)?.results ?? [];
  }

  /**
   * Makes the report of a subject say this; without results there is none.
   *
   * @returns whether anything had to be written
   */
  async write(
    subject: KubernetesObject,
    results: ReportResult[],
  ): Promise<boolean> {
    const { uid = '', namespace } = subject.metadata;
    const known = this.known.get(uid);
    if (known ? sameResults(known.results, results) : results.length === 0) {
      return false;
    }
    if (results.length === 0) {
      await this.remove(uid);
      return true;
    }
    const report = buildReport(this.group, subject, results);
    if (!known || !(await this.patch(report))) await this.create(report);
    this.known.set(uid, {
      namespace,
      subjectKind: `${subject.apiVersion} ${subject.kind}`,
      results,
    });
    return true;
  }

  /** Forgets a subject that is gone; its report goes with it. */
  forget(uid: string): void {
    this.known.delete(uid);
  }

  /** Deletes the reports about kinds that no policy looks at any more. */
  async removeOtherKinds(kinds: ReadonlySet<string>): Promise<void> {
    for (const [uid, { subjectKind }] of [...this.known]) {
      if (!kinds.has(subjectKind)) await this.remove(uid);
    }
  }

  private async remove(uid: string): Promise<void> {
    const namespace = this.known.get(uid)?.namespace;
    try {
      await this.client.delete({
        ...reportKind(this.group, namespace),
        ...(namespace && { namespace }),
        name: uid,
      });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    this.known.delete(uid);
  }

  private async create(report: KubernetesObject): Promise<void> {
    try {
      await this.client.create(report);
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      await this.patch(report);
    }
  }

  /** @returns whether there was a report to change */
  private async patch(report: KubernetesObject): Promise<boolean> {
    const { apiVersion, kind, metadata, scope, summary, results } = report;
    const { name = '', namespace } = metadata;
    const change = { scope, summary, results } as JsonObject;
    try {
      await this.client.patch({ apiVersion, kind, name, namespace }, change);
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }
}
