import type { Catalog, CatalogComponent } from './readCatalog';
import { profileOf, type ServiceProfile } from './profiles';

/** Somebody who makes commits. */
export interface Person {
  /** Account on the git host. */
  name: string;
  fullName: string;
  email: string;
}

/** Updates dependencies, by pull requests. */
export const renovate: Person = {
  name: 'renovate',
  fullName: 'Renovate',
  email: 'renovate@cairn.example',
};

/** Writes the versions to run into `deploy/`. */
export const deployer: Person = {
  name: 'fernhill-ci',
  fullName: 'Fernhill CI',
  email: 'ci@cairn.example',
};

/** Languages of the demo's services, by the tags that tell. */
export type Language =
  | 'go'
  | 'java'
  | 'typescript'
  | 'python'
  | 'kotlin'
  | 'rust';

/** A service with all the demo knows about it. */
export interface Service extends CatalogComponent, ServiceProfile {
  language: Language;
  /** The owning team's people, never empty. */
  people: Person[];
}

/** The demo organisation. */
export interface Organisation {
  services: Service[];
  people: Person[];
}

/** Teams that own repositories; the git host has an organisation for each. */
const TEAMS = ['payments', 'logistics', 'platform'];
const byTag: Record<string, Language> = {
  go: 'go',
  java: 'java',
  nodejs: 'typescript',
  typescript: 'typescript',
  python: 'python',
  kotlin: 'kotlin',
  rust: 'rust',
};

/** Makes the organisation of a catalog: every component of a team is a service. */
export function organisationOf(catalog: Catalog): Organisation {
  const people = catalog.users
    .filter(({ groups }) => groups.some(group => TEAMS.includes(group)))
    .map(user => ({ ...user }));
  const services = catalog.components
    .filter(({ owner }) => TEAMS.includes(owner))
    .map((component): Service => {
      const language = component.tags.map(tag => byTag[tag]).find(Boolean);
      const team = people.filter(({ groups }) =>
        groups.includes(component.owner),
      );
      return {
        ...component,
        ...profileOf(component.name),
        language: language ?? 'typescript',
        people: team.length > 0 ? team : [deployer],
      };
    });
  return { services, people };
}
