import { audited } from '@cairn/plugin-platform-node';
import { parseClaimRequest } from '../http/parseClaimRequest';
import { asUser, type ActionTools } from './ActionTools';
import { refOf, refSchema, summaryOf, summarySchema } from './claimSchemas';

/** Asks for something new. */
export function registerRequestClaim(tools: ActionTools): void {
  const { registry, claims, auth } = tools;
  registry.register({
    name: 'request-claim',
    title: 'Request a resource',
    description:
      'Requests something the platform offers, a database for example, in a namespace of one of the teams of the signed-in person. The same request sent twice makes one. It becomes ready after a while: see get-claim.',
    attributes: { readOnly: false, destructive: false, idempotent: true },
    schema: {
      input: z =>
        refSchema(z).extend({
          component: z
            .string()
            .max(63)
            .optional()
            .describe('The component of the catalog it is for.'),
          spec: z
            .record(z.unknown())
            .describe('Settings, as the schema of the offering says.'),
        }),
      output: z =>
        z.object({
          created: z
            .boolean()
            .describe('False when this very request was made before.'),
          claim: summarySchema(z),
        }),
    },
    async action({ input, credentials }) {
      const user = asUser(auth, credentials);
      const request = parseClaimRequest(input);
      const { created, claim } = await audited(
        tools,
        {
          eventId: 'claim-mutate',
          severityLevel: 'medium',
          meta: { actionType: 'create', door: 'action', ...refOf(request) },
        },
        async () => {
          const result = await claims.createClaim(request, user);
          return {
            result,
            meta: { created: result.created, uid: result.claim.uid },
          };
        },
      );
      return { output: { created, claim: summaryOf(claim) } };
    },
  });
}
