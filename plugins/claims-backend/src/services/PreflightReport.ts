import type {
  FieldProblem,
  Preflight,
  PreflightCheck,
} from '@cairn/plugin-claims-common';
import type { KubernetesObject } from '@cairn/plugin-platform-common';

const TITLES: Record<PreflightCheck['id'], string> = {
  name: 'The name is free',
  schema: 'The settings fit the offering',
  access: 'You may request it there',
  'dry-run': 'The cluster accepts it',
};

const ORDER: PreflightCheck['id'][] = ['name', 'schema', 'access', 'dry-run'];

/** Collects the verdicts of a preflight; what nobody has decided was not run. */
export class PreflightReport {
  readonly #manifest: string;
  readonly #checks = new Map<PreflightCheck['id'], PreflightCheck>();
  readonly #problems: FieldProblem[] = [];

  static create(manifest: string): PreflightReport {
    return new PreflightReport(manifest);
  }

  private constructor(manifest: string) {
    this.#manifest = manifest;
  }

  /** Whether nothing has failed so far. */
  get isOk(): boolean {
    return [...this.#checks.values()].every(
      ({ verdict }) => verdict !== 'failed',
    );
  }

  /** Passes a check without problems, fails it with any. */
  add(id: PreflightCheck['id'], problems: FieldProblem[]): void {
    this.#problems.push(...problems);
    if (problems.length === 0) {
      this.pass(id);
    } else {
      this.#set(id, 'failed', problems[0].message);
    }
  }

  pass(id: PreflightCheck['id']): void {
    this.#set(id, 'passed');
  }

  fail(id: PreflightCheck['id'], message: string): void {
    this.#set(id, 'failed', message);
  }

  skip(id: PreflightCheck['id'], message: string): void {
    this.#set(id, 'not-run', message);
  }

  /** The answer; fine only when every check has passed. */
  finish(
    result: { object?: KubernetesObject; warnings?: string[] } = {},
  ): Preflight {
    const checks = ORDER.map(
      (id): PreflightCheck =>
        this.#checks.get(id) ?? { id, title: TITLES[id], verdict: 'not-run' },
    );
    return {
      ok: checks.every(({ verdict }) => verdict === 'passed'),
      manifest: this.#manifest,
      ...(result.object && { object: result.object }),
      checks,
      problems: this.#problems,
      warnings: result.warnings ?? [],
    };
  }

  #set(
    id: PreflightCheck['id'],
    verdict: PreflightCheck['verdict'],
    message?: string,
  ): void {
    this.#checks.set(id, {
      id,
      title: TITLES[id],
      verdict,
      ...(message && { message }),
    });
  }
}
