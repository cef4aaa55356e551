import { asUser, type ActionTools } from './ActionTools';

/** What can be requested. */
export function registerListOfferings({
  registry,
  claims,
  auth,
}: ActionTools): void {
  registry.register({
    name: 'list-offerings',
    title: 'List what can be requested',
    description:
      'Lists what the platform offers for self-service, databases for example, with the schema of its settings and the namespaces where the signed-in person may request it. Use it before request-claim.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z => z.object({}),
      output: z =>
        z.object({
          offerings: z.array(
            z.object({
              id: z.string().describe('Names the offering in other actions.'),
              cluster: z.string(),
              title: z.string(),
              description: z.string().optional(),
              available: z.boolean(),
              reason: z
                .string()
                .optional()
                .describe('Why it cannot be requested at the moment.'),
              specSchema: z
                .record(z.unknown())
                .describe('JSON schema of the settings (spec) of a request.'),
              namespaces: z
                .array(z.string())
                .describe('Where the person may request it.'),
            }),
          ),
        }),
    },
    async action({ credentials }) {
      const user = asUser(auth, credentials);
      const { items } = await claims.listOfferings(user);
      const offerings = await Promise.all(
        items.map(async offering => {
          const targets = await claims.listTargets(
            { offering: offering.id },
            user,
          );
          return {
            id: offering.id,
            cluster: offering.cluster,
            title: offering.title,
            description: offering.description,
            available: offering.available,
            reason: offering.reason,
            specSchema: offering.specSchema,
            namespaces: targets.items
              .filter(({ cluster }) => cluster === offering.cluster)
              .map(({ name }) => name),
          };
        }),
      );
      return { output: { offerings } };
    },
  });
}
