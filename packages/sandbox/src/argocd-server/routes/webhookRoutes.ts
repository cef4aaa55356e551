import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Route } from '../http/Call';
import { readText } from '../http/readJson';
import type { ServerContext } from '../ServerContext';
import { refreshForPullRequest, refreshForPush } from '../webhooks/refreshFor';

const PLAIN = 'text/plain; charset=utf-8';
const repository = z.looseObject({
  html_url: z.string(),
  clone_url: z.string().optional(),
  default_branch: z.string().default(''),
});
const files = z.array(z.string()).nullish();
const push = z.looseObject({
  ref: z.string(),
  commits: z
    .array(z.looseObject({ added: files, removed: files, modified: files }))
    .nullish(),
  repository,
});
const pullRequest = z.looseObject({ repository });

/** The door for the webhooks of forges; who pushes sees the change compared at once. */
export function webhookRoutes(context: ServerContext): Route[] {
  const failure = (text: string) => ({
    status: 400,
    text: `${text}\n`,
    type: PLAIN,
  });
  return [
    {
      method: 'POST',
      pattern: '/api/webhook',
      audience: 'everybody',
      handler: async ({ raw }) => {
        const { headers } = raw;
        // Gitea sends GitHub's headers too, with what is not GitHub's content.
        const forge = headers['x-gogs-event'] ? 'gogs' : 'github';
        const event = headers[`x-${forge}-event`];
        const text = await readText(raw);
        if (typeof event !== 'string') return failure('Unknown webhook event');
        try {
          const { webhookSecrets } = await context.settings.read();
          const secret = webhookSecrets[forge];
          if (secret) {
            const signature =
              forge === 'gogs'
                ? headers['x-gogs-signature']
                : headers['x-hub-signature-256'];
            checkSignature(text, secret, String(signature ?? ''));
          }
          await take(context, event, text);
        } catch (error) {
          context.log('info', 'A webhook could not be taken', {
            event,
            error: error instanceof Error ? error.message : String(error),
          });
          return failure('Webhook processing failed');
        }
        return { text: '', type: PLAIN };
      },
    },
  ];
}

async function take(context: ServerContext, event: string, text: string) {
  const body: unknown = JSON.parse(text);
  switch (event) {
    case 'ping':
      return;
    case 'push': {
      const { ref, commits, repository: repo } = push.parse(body);
      const changed = (commits ?? []).flatMap(
        ({ added, removed, modified }) => [
          ...(added ?? []),
          ...(removed ?? []),
          ...(modified ?? []),
        ],
      );
      await refreshForPush(context, {
        url: repo.html_url,
        ref,
        defaultBranch: repo.default_branch,
        changed,
      });
      return;
    }
    case 'pull_request':
      await refreshForPullRequest(
        context,
        pullRequest.parse(body).repository.html_url,
      );
      return;
    default:
      throw new Error(`the event ${event} is not known`);
  }
}

function checkSignature(text: string, secret: string, given: string) {
  const wanted = createHmac('sha256', secret).update(text).digest();
  const sent = Buffer.from(given.replace(/^sha256=/, ''), 'hex');
  if (sent.length !== wanted.length || !timingSafeEqual(sent, wanted)) {
    throw new Error('the signature does not fit webhook.*.secret');
  }
}
