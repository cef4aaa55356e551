import { audited } from '@cairn/plugin-platform-node';
import { asUser, type ActionTools } from './ActionTools';
import { refOf, refSchema, summaryOf, summarySchema } from './claimSchemas';

/** One claim. */
export function registerGetClaim(tools: ActionTools): void {
  const { registry, claims, auth } = tools;
  registry.register({
    name: 'get-claim',
    title: 'Look at a requested resource',
    description:
      'Says how a request stands: its state in words, what it waits for, and the name of the Secret with the credentials. The credentials themselves are never given.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: refSchema,
      output: z =>
        z.object({
          claim: summarySchema(z),
          steps: z.array(
            z.object({
              title: z.string(),
              status: z.string(),
              detail: z.string().optional(),
            }),
          ),
          connection: z
            .object({
              secretName: z.string(),
              namespace: z.string(),
              keys: z.array(z.string()),
              ready: z.boolean(),
            })
            .optional(),
        }),
    },
    async action({ input, credentials }) {
      const user = asUser(auth, credentials);
      const ref = refOf(input);
      const claim = await audited(
        tools,
        {
          eventId: 'claim-fetch',
          meta: { queryType: 'by-name', door: 'action', ...ref },
        },
        async () => ({ result: await claims.getClaim(ref, user) }),
      );
      return {
        output: {
          claim: summaryOf(claim),
          steps: claim.timeline.map(({ title, status, detail }) => {
            return { title, status, detail };
          }),
          connection: claim.connection,
        },
      };
    },
  });
}
