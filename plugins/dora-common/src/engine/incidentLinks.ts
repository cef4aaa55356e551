import type { IncidentRow, Ledger } from '../facts';
import type { ComponentDefinition } from './ComponentDefinition';

/** The incidents that concern a component, and which deployments they hang on. */
export class IncidentLinks {
  readonly #attached = new Map<string, Map<string, IncidentRow>>();
  readonly #causes = new Map<string, IncidentRow[]>();
  readonly #fixes = new Map<string, IncidentRow[]>();
  readonly #known: ReadonlySet<string>;
  /** Of the component, with no stated cause. */
  readonly unlinked: IncidentRow[] = [];

  constructor(component: ComponentDefinition, ledger: Ledger) {
    const sources = new Set(component.incidentSources);
    const incidents = [...ledger.incidents.values()].filter(({ source }) =>
      sources.has(source),
    );
    this.#known = new Set(incidents.map(({ key }) => key));
    for (const incident of incidents) {
      for (const id of incident.causedBy ?? [])
        push(this.#causes, id, incident);
      for (const id of incident.fixedBy ?? []) push(this.#fixes, id, incident);
      if (incident.component === component.uid && !incident.causedBy?.length) {
        this.unlinked.push(incident);
      }
    }
  }

  /** Incidents that are said to have been caused by one of these. */
  causedBy(targets: readonly string[]): IncidentRow[] {
    return targets.flatMap(id => this.#causes.get(id) ?? []);
  }

  /** Incidents that are said to have been fixed by one of these. */
  fixedBy(targets: readonly string[]): IncidentRow[] {
    return targets.flatMap(id => this.#fixes.get(id) ?? []);
  }

  isKnown(key: string): boolean {
    return this.#known.has(key);
  }

  attach(incident: IncidentRow, deployment: string): void {
    const all = this.#attached.get(deployment) ?? new Map();
    all.set(incident.key, incident);
    this.#attached.set(deployment, all);
  }

  /** The incidents that hang on a deployment. */
  of(deployment: string): IncidentRow[] {
    return [...(this.#attached.get(deployment)?.values() ?? [])];
  }
}

function push(
  map: Map<string, IncidentRow[]>,
  key: string,
  incident: IncidentRow,
) {
  const known = map.get(key);
  if (known) known.push(incident);
  else map.set(key, [incident]);
}
