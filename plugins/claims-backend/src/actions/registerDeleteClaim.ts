import { audited } from '@cairn/plugin-platform-node';
import { asUser, type ActionTools } from './ActionTools';
import { refOf, refSchema } from './claimSchemas';

/** Gives something back. */
export function registerDeleteClaim(tools: ActionTools): void {
  const { registry, claims, auth } = tools;
  registry.register({
    name: 'delete-claim',
    title: 'Delete a requested resource',
    description:
      'Deletes what was requested, with all it holds: the data of a database are gone for good. Ask the person first. It takes the uid that get-claim gives, so that what was made anew in the meantime stays.',
    attributes: { readOnly: false, destructive: true, idempotent: true },
    schema: {
      input: z => refSchema(z).extend({ uid: z.string().min(1).max(253) }),
      output: z => z.object({ deleting: z.boolean() }),
    },
    async action({ input, credentials }) {
      const user = asUser(auth, credentials);
      const ref = refOf(input);
      const { uid } = input;
      await audited(
        tools,
        {
          eventId: 'claim-mutate',
          severityLevel: 'medium',
          meta: { actionType: 'delete', door: 'action', uid, ...ref },
        },
        async () => ({
          result: await claims.deleteClaim({ ...ref, uid }, user),
        }),
      );
      return { output: { deleting: true } };
    },
  });
}
