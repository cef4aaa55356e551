import { bucketAt, type ComponentDefinition } from '@cairn/plugin-dora-common';
import type { Knex } from 'knex';
import type { ScopeFacts } from '../database/SnapshotWriter';

/** A component, as far as its numbers go. */
export interface RosterComponent {
  uid: string;
  entity_ref: string;
  title: string;
  owner: string | null;
  zone: string;
  definition: ComponentDefinition;
  removed: boolean;
}

/** From a local day on, before another, a component counted for a scope. */
export interface Membership {
  component: string;
  scope: string;
  from_date: string;
  until_date: string;
}

/** Who is who and whose, as of one state of the tables. */
export class Roster {
  readonly components: ReadonlyMap<string, RosterComponent>;
  readonly #byRepository = new Map<string, string[]>();
  readonly #memberships = new Map<string, Membership[]>();
  readonly #zones: ReadonlyMap<string, string>;
  readonly #withIncidents = new Set<string>();
  readonly #todays = new Map<string, string>();
  readonly #zone: string;
  readonly #now: number;

  static async load(
    db: Knex,
    options: { zone: string; zones: ReadonlyMap<string, string>; now: number },
  ): Promise<Roster> {
    const [components, memberships] = await Promise.all([
      db<RosterComponent>('components').select(),
      db<Membership>('memberships').select(),
    ]);
    return new Roster(components, memberships, options);
  }

  private constructor(
    components: readonly RosterComponent[],
    memberships: readonly Membership[],
    options: { zone: string; zones: ReadonlyMap<string, string>; now: number },
  ) {
    this.components = new Map(components.map(one => [one.uid, one]));
    this.#zone = options.zone;
    this.#zones = options.zones;
    this.#now = options.now;
    for (const { uid, definition } of components) {
      if (definition.incidentSources.length) this.#withIncidents.add(uid);
      if (definition.repository === undefined) continue;
      const others = this.#byRepository.get(definition.repository);
      if (others) others.push(uid);
      else this.#byRepository.set(definition.repository, [uid]);
    }
    for (const membership of memberships) {
      const { component, scope } = membership;
      const others = this.#memberships.get(component);
      if (others) others.push(membership);
      else this.#memberships.set(component, [membership]);
      if (this.#withIncidents.has(component)) this.#withIncidents.add(scope);
    }
  }

  componentsOfRepository(repository: string): readonly string[] {
    return this.#byRepository.get(repository) ?? [];
  }

  /** The scopes that a day of a component counts for, beside itself. */
  scopesOf(component: string, date: string): string[] {
    return (this.#memberships.get(component) ?? []).flatMap(
      ({ scope, from_date, until_date }) =>
        date >= from_date && date < until_date ? scope : [],
    );
  }

  /** What a snapshot of a scope must know. */
  factsOf(scope: string): ScopeFacts {
    return {
      hasIncidentSource: this.#withIncidents.has(scope),
      today: this.#todayIn(
        this.components.get(scope)?.zone ??
          this.#zones.get(scope) ??
          this.#zone,
      ),
    };
  }

  #todayIn(zone: string): string {
    const known = this.#todays.get(zone);
    if (known !== undefined) return known;
    const { date } = bucketAt(this.#now, 'day', zone);
    this.#todays.set(zone, date);
    return date;
  }
}
