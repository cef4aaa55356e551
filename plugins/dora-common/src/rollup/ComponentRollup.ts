import {
  analyse,
  type AnalysedDeployment,
  type ComponentDefinition,
  type ComponentHistory,
} from '../engine';
import { commitKey, type Fact } from '../facts';
import { leadTimeSamples, type LeadTimeSample } from '../metrics';
import { dayCells, DayFinder, type DayCell } from './DayCell';

/** A day that facts changed, with what it was before. @public */
export interface DayChange {
  date: string;
  before: DayCell | undefined;
  after: DayCell | undefined;
}

/** A deployment with its local day and the ways of its changes. @public */
export interface DatedDeployment {
  date: string;
  deployment: AnalysedDeployment;
  samples: LeadTimeSample[];
}

/** What facts changed about a component. @public */
export interface ComponentChange {
  days: DayChange[];
  /** New or different. */
  deployments: DatedDeployment[];
  /** Ids of those that are no more. */
  removed: string[];
}

/**
 * The days and deployments of one component, kept up to date as facts arrive. Whatever the order and
 * number of the facts, they are those of all facts at once.
 *
 * @public
 */
export class ComponentRollup {
  readonly #component: ComponentDefinition;
  readonly #days: DayFinder;
  readonly #facts = new Map<string, Fact>();
  #cells = new Map<string, DayCell>();
  #written = new Map<string, string>();
  #history: ComponentHistory | undefined;
  /** Keys of the commits that the last analysis asked for, known or not. */
  #asked = new Set<string>();

  private constructor(component: ComponentDefinition, zone: string) {
    this.#component = component;
    this.#days = new DayFinder(zone);
  }

  /** @param options - `zone`: the IANA zone of the days, UTC by default */
  static create(options: {
    component: ComponentDefinition;
    zone?: string;
  }): ComponentRollup {
    return new ComponentRollup(options.component, options.zone ?? 'UTC');
  }

  /** How many facts it holds. */
  get size(): number {
    return this.#facts.size;
  }

  /** Takes facts in; those that are known already change nothing. */
  apply(facts: Iterable<Fact>): ComponentChange {
    let matters = false;
    for (const fact of facts) {
      const key = JSON.stringify(fact);
      if (this.#facts.has(key)) continue;
      this.#facts.set(key, fact);
      matters ||= this.#matters(fact);
    }
    if (!matters) return { days: [], deployments: [], removed: [] };
    this.#asked = new Set();
    const history = analyse(this.#component, this.#facts.values(), this.#asked);
    this.#history = history;
    return {
      days: this.#changeDays(dayCells(history, this.#days)),
      ...this.#changeDeployments(history),
    };
  }

  /** The days on which something was deployed, in order. */
  cells(): DayCell[] {
    return [...this.#cells.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
  }

  /** The deployments that count, in order. */
  deployments(): DatedDeployment[] {
    const history = this.#history;
    if (!history) return [];
    return history.deployments.flatMap(deployment =>
      deployment.kind === 'redeploy' ? [] : this.#dated(history, deployment),
    );
  }

  /** A commit that nothing has asked for, as most before their deployment, changes nothing. */
  #matters(fact: Fact): boolean {
    return (
      fact.type !== 'commit' ||
      this.#asked.has(commitKey(fact.repository, fact.sha))
    );
  }

  #dated(
    history: ComponentHistory,
    deployment: AnalysedDeployment,
  ): DatedDeployment {
    return {
      date: this.#days.dateOf(deployment.finishedAt),
      deployment,
      samples: leadTimeSamples(history, [deployment]),
    };
  }

  #changeDays(next: Map<string, DayCell>): DayChange[] {
    const last = this.#cells;
    this.#cells = next;
    const dates = [...new Set([...last.keys(), ...next.keys()])].sort();
    return dates.flatMap(date => {
      const [before, after] = [last.get(date), next.get(date)];
      return JSON.stringify(before) === JSON.stringify(after)
        ? []
        : { date, before, after };
    });
  }

  #changeDeployments(
    history: ComponentHistory,
  ): Pick<ComponentChange, 'deployments' | 'removed'> {
    const last = this.#written;
    const next = new Map<string, string>();
    const deployments: ComponentChange['deployments'] = [];
    for (const deployment of history.deployments) {
      if (deployment.kind === 'redeploy') continue;
      const dated = this.#dated(history, deployment);
      const text = JSON.stringify(dated);
      next.set(deployment.id, text);
      if (last.get(deployment.id) !== text) deployments.push(dated);
    }
    this.#written = next;
    const removed = [...last.keys()].filter(id => !next.has(id));
    return { deployments, removed };
  }
}
