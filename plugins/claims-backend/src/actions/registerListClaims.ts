import { asUser, type ActionTools } from './ActionTools';
import { summaryOf, summarySchema } from './claimSchemas';

/** As many as one answer carries. */
const LIMIT = 200;

/** The claims the person may see. */
export function registerListClaims({
  registry,
  claims,
  auth,
}: ActionTools): void {
  registry.register({
    name: 'list-claims',
    title: 'List requested resources',
    description: `Lists what the teams of the signed-in person have requested, databases for example, with the state of each. At most ${LIMIT}; narrow it by words that must occur in name, namespace, team or settings.`,
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          offering: z.string().optional().describe('Only of this offering.'),
          words: z.string().max(200).optional(),
        }),
      output: z =>
        z.object({
          claims: z.array(summarySchema(z)),
          totalItems: z.number(),
        }),
    },
    async action({ input, credentials }) {
      const { items, totalItems } = await claims.listClaims(
        {
          ...(input.offering && { offering: [input.offering] }),
          ...(input.words && { q: input.words }),
          limit: LIMIT,
        },
        asUser(auth, credentials),
      );
      return { output: { claims: items.map(summaryOf), totalItems } };
    },
  });
}
