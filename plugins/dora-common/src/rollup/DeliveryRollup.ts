import type { ComponentDefinition } from '../engine';
import type { Fact } from '../facts';
import { ComponentRollup } from './ComponentRollup';
import type { DayCell } from './DayCell';
import { FactShelf } from './FactShelf';
import { summariseCells, type RolledMetrics } from './summariseSum';

/** A day that facts changed, with what it was before. @public */
export interface CellChange {
  component: string;
  date: string;
  before: DayCell | undefined;
  after: DayCell | undefined;
}

/**
 * The metrics of many components, kept up to date as facts arrive: only the components that a fact
 * concerns are looked at, and only the days that it changes are replaced. Whatever the order and
 * number of the facts, the days are those of all facts at once.
 *
 * @public
 */
export class DeliveryRollup {
  readonly #components: ReadonlyMap<string, ComponentDefinition>;
  readonly #shelf: FactShelf;
  readonly #rollups: ReadonlyMap<string, ComponentRollup>;

  private constructor(
    components: readonly ComponentDefinition[],
    zone: string,
  ) {
    this.#components = new Map(components.map(c => [c.uid, c]));
    this.#shelf = new FactShelf(components);
    this.#rollups = new Map(
      components.map(component => [
        component.uid,
        ComponentRollup.create({ component, zone }),
      ]),
    );
  }

  /** @param options - `zone`: the IANA zone of the days, UTC by default */
  static create(options: {
    components: readonly ComponentDefinition[];
    zone?: string;
  }): DeliveryRollup {
    return new DeliveryRollup(options.components, options.zone ?? 'UTC');
  }

  /**
   * Takes facts in; those that are known already, and those of unknown components, change nothing.
   *
   * @returns the days that changed, by component and date
   */
  ingest(facts: Iterable<Fact>): CellChange[] {
    const concerned = new Set<string>();
    for (const fact of facts) {
      this.#shelf.add(fact).forEach(uid => concerned.add(uid));
    }
    return [...concerned].sort().flatMap(uid => this.#refresh(uid));
  }

  /** The days of a component on which something was deployed, in order. */
  cells(component: string): DayCell[] {
    return this.#rollups.get(component)?.cells() ?? [];
  }

  /** A component's metrics from one local date on, before another. */
  summarise(component: string, from: string, before: string): RolledMetrics {
    const cells = this.cells(component);
    const sources = this.#components.get(component)?.incidentSources ?? [];
    return summariseCells(
      cells.filter(({ date }) => date >= from && date < before),
      { hasIncidentSource: sources.length > 0 },
    );
  }

  #refresh(uid: string): CellChange[] {
    const change = this.#rollups.get(uid)?.apply(this.#shelf.factsOf(uid));
    return (change?.days ?? []).map(day => ({ component: uid, ...day }));
  }
}
