/** An engine as people choose it; versions newest first. */
export interface EngineFacts {
  value: string;
  title: string;
  use: string;
  versions: string[];
}

/** The engines of the offering, with the versions its schema allows for each. */
export const engines: EngineFacts[] = [
  {
    value: 'postgres',
    title: 'PostgreSQL',
    use: 'Relational. The right choice for most services.',
    versions: ['18', '17'],
  },
  {
    value: 'mysql',
    title: 'MySQL',
    use: 'Relational. For software that asks for it.',
    versions: ['8.4'],
  },
  {
    value: 'mongodb',
    title: 'MongoDB',
    use: 'Documents.',
    versions: ['8.0'],
  },
];

/** A size as people choose it; what it means is what the offering's schema promises. */
export interface SizeFacts {
  value: string;
  title: string;
  use: string;
  connections: number;
  /** Storage a database of this size gets unless another is asked for. */
  storageGB: number;
}

export const sizes: SizeFacts[] = [
  {
    value: 'small',
    title: 'Small',
    use: 'Development and light services',
    connections: 20,
    storageGB: 20,
  },
  {
    value: 'medium',
    title: 'Medium',
    use: 'Most services in production',
    connections: 60,
    storageGB: 100,
  },
  {
    value: 'large',
    title: 'Large',
    use: 'Busy services in production',
    connections: 200,
    storageGB: 500,
  },
];
