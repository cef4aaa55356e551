/** Score's type of each capability a path can ask for. */
export const capabilityTypes: Record<string, string> = {
  database: 'postgres',
  cache: 'redis',
};
