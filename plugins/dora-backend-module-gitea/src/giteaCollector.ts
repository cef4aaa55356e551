import {
  verifyAny,
  verifyHmac,
  type WebhookCollector,
} from '@cairn/plugin-dora-node';
import {
  translatePullRequest,
  translatePush,
  translateRelease,
  translateWorkflowRun,
} from './translate';

/** Reads what the webhooks of Gitea, and of Forgejo, tell of delivery. */
export const giteaCollector: WebhookCollector = {
  id: 'gitea',
  title: 'Gitea',
  verify: verifyAny(
    verifyHmac({ header: 'x-gitea-signature' }),
    verifyHmac({ header: 'x-forgejo-signature' }),
  ),
  deliveryId: ({ headers }) =>
    headers['x-gitea-delivery'] ?? headers['x-forgejo-delivery'],
  async translate(delivery, context) {
    const { headers } = delivery;
    const event = headers['x-gitea-event'] ?? headers['x-forgejo-event'] ?? '';
    switch (event) {
      case 'push':
        return translatePush(delivery, context);
      case 'pull_request':
      case 'pull_request_sync':
      case 'pull_request_label':
        return translatePullRequest(delivery, context, false);
      case 'pull_request_approved':
      case 'pull_request_rejected':
      case 'pull_request_comment':
      case 'pull_request_review_approved':
      case 'pull_request_review_rejected':
      case 'pull_request_review_comment':
        return translatePullRequest(delivery, context, true);
      case 'workflow_run':
        return translateWorkflowRun(delivery, context);
      case 'release':
        return translateRelease(delivery, context);
      default:
        return {
          facts: [],
          ignored: event
            ? 'Events of this kind say nothing about delivery.'
            : 'The header X-Gitea-Event is missing.',
        };
    }
  },
};
