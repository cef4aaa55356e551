import type { ComponentDefinition } from '../engine';
import { naturalKey, type Fact } from '../facts';

/** The component that a deployment's natural key names. */
function componentOf(deployment: string): string[] {
  const part = deployment.split('/')[2];
  return part === undefined ? [] : [decodeURIComponent(part)];
}

/** Keeps facts by the components whose numbers they can change, each statement once. */
export class FactShelf {
  readonly #byComponent = new Map<string, Map<string, Fact>>();
  readonly #byRepository = new Map<string, string[]>();
  /** For incidents, which may move: every statement, and every component that any concerned. */
  readonly #incidents = new Map<
    string,
    { facts: Fact[]; components: Set<string> }
  >();

  constructor(components: readonly ComponentDefinition[]) {
    for (const { uid, repository } of components) {
      this.#byComponent.set(uid, new Map());
      if (repository === undefined) continue;
      const others = this.#byRepository.get(repository) ?? [];
      this.#byRepository.set(repository, [...others, uid]);
    }
  }

  /** @returns the components that may have changed: none for a statement that is known. */
  add(fact: Fact): string[] {
    if (fact.type === 'incident') {
      const incident = this.#incident(naturalKey(fact));
      incident.facts.push(fact);
      this.#concerned(fact).forEach(uid => incident.components.add(uid));
      return this.#put(incident.components, incident.facts);
    }
    const changed = this.#put(this.#concerned(fact), [fact]);
    if (fact.type !== 'deployment') return changed;
    for (const key of fact.fixes ?? []) {
      const incident = this.#incident(key);
      incident.components.add(fact.component);
      changed.push(...this.#put([fact.component], incident.facts));
    }
    return changed;
  }

  factsOf(component: string): Iterable<Fact> {
    return this.#byComponent.get(component)?.values() ?? [];
  }

  #concerned(fact: Fact): string[] {
    switch (fact.type) {
      case 'deployment':
        return [fact.component];
      case 'verdict':
        return componentOf(fact.deployment);
      case 'commit':
      case 'pull_request':
        return this.#byRepository.get(fact.repository) ?? [];
      case 'build':
        return fact.repository === undefined
          ? [...this.#byComponent.keys()]
          : this.#byRepository.get(fact.repository) ?? [];
      case 'incident':
        return [
          ...(fact.component === undefined ? [] : [fact.component]),
          ...(fact.causedBy ?? []).flatMap(componentOf),
          ...(fact.fixedBy ?? []).flatMap(componentOf),
        ];
      default:
        return fact satisfies never;
    }
  }

  #incident(key: string) {
    const known = this.#incidents.get(key) ?? {
      facts: [],
      components: new Set<string>(),
    };
    this.#incidents.set(key, known);
    return known;
  }

  #put(components: Iterable<string>, facts: readonly Fact[]): string[] {
    return [...new Set(components)].filter(uid => {
      const shelf = this.#byComponent.get(uid);
      if (!shelf) return false;
      const before = shelf.size;
      for (const fact of facts) shelf.set(JSON.stringify(fact), fact);
      return shelf.size > before;
    });
  }
}
