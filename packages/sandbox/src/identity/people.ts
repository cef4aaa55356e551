/** Somebody who can sign in at the demo issuer. */
export interface Person {
  /** Subject and preferred user name; also the name of the catalog User. */
  id: string;
  name: string;
  email: string;
  /** What they do, in words. */
  role: string;
  /** Name of the team in words. */
  team: string;
  /** Names of the catalog groups they belong to. */
  groups: string[];
  /** One sentence for the sign-in page. */
  sees: string;
}

/** The demo organisation's people, in the order of the sign-in page. */
export const people: readonly Person[] = [
  {
    id: 'ada',
    name: 'Ada Okafor',
    email: 'ada@cairn.example',
    role: 'Developer',
    team: 'Payments',
    groups: ['payments'],
    sees: 'Sees and requests the databases of payments.',
  },
  {
    id: 'ben',
    name: 'Ben Lindqvist',
    email: 'ben@cairn.example',
    role: 'Developer',
    team: 'Logistics',
    groups: ['logistics'],
    sees: 'Sees and requests the databases of logistics; nothing of payments.',
  },
  {
    id: 'carla',
    name: 'Carla Mendes',
    email: 'carla@cairn.example',
    role: 'Team lead',
    team: 'Payments',
    groups: ['payments'],
    sees: 'Sees the services and requests of the whole payments team.',
  },
  {
    id: 'dev',
    name: 'Dev Raman',
    email: 'dev@cairn.example',
    role: 'Platform engineer',
    team: 'Platform',
    groups: ['platform'],
    sees: 'Sees every team and runs the platform.',
  },
  {
    id: 'erin',
    name: 'Erin Walsh',
    email: 'erin@cairn.example',
    role: 'Auditor',
    team: 'Audit',
    groups: ['audit'],
    sees: 'Reads everything but credentials; changes nothing.',
  },
];

/** Finds a person by id. */
export function findPerson(id: string): Person | undefined {
  return people.find(person => person.id === id);
}
