import {
  verifyStandardWebhook,
  verifyToken,
  type WebhookCollector,
} from '@cairn/plugin-dora-node';
import {
  translateMergeRequest,
  translateNote,
  translatePush,
} from './translateCode';
import {
  translateDeployment,
  translatePipeline,
  translateRelease,
} from './translateDelivery';

const signed = verifyStandardWebhook();
const token = verifyToken({ header: 'x-gitlab-token' });

/** Reads what GitLab's webhooks tell of delivery. */
export const gitlabCollector: WebhookCollector = {
  id: 'gitlab',
  title: 'GitLab',
  verify: (delivery, secrets) =>
    // What is signed has to be signed right: the token does not make up for it.
    (delivery.headers['webhook-signature'] ? signed : token)(delivery, secrets),
  deliveryId: ({ headers }) =>
    headers['webhook-id'] ??
    headers['idempotency-key'] ??
    headers['x-gitlab-event-uuid'],
  async translate(delivery, context) {
    const event = delivery.headers['x-gitlab-event'] ?? '';
    switch (event) {
      case 'Push Hook':
        return translatePush(delivery, context);
      case 'Merge Request Hook':
        return translateMergeRequest(delivery, context);
      case 'Note Hook':
        return translateNote(delivery, context);
      case 'Deployment Hook':
        return translateDeployment(delivery, context);
      case 'Pipeline Hook':
        return translatePipeline(delivery, context);
      case 'Release Hook':
        return translateRelease(delivery, context);
      default:
        return {
          facts: [],
          ignored: event
            ? 'Events of this kind say nothing about delivery.'
            : 'The header X-Gitlab-Event is missing.',
        };
    }
  },
};
