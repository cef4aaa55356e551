import { verifyHmac, type WebhookCollector } from '@cairn/plugin-dora-node';
import { translateDeployment } from './translate/translateDeployment';
import {
  translatePullRequest,
  translateReview,
} from './translate/translatePullRequest';
import { translatePush } from './translate/translatePush';
import {
  translateRelease,
  translateWorkflowRun,
} from './translate/translateWorkflowRun';
import { SOURCE, type GithubOptions } from './translate/types';

/** Reads what GitHub's webhooks tell of delivery. */
export function createGithubCollector(
  options: GithubOptions,
): WebhookCollector {
  return {
    id: SOURCE,
    title: 'GitHub',
    verify: verifyHmac({ header: 'x-hub-signature-256', prefix: 'sha256=' }),
    deliveryId: ({ headers }) => headers['x-github-delivery'],
    async translate(delivery, context) {
      const event = delivery.headers['x-github-event'] ?? '';
      switch (event) {
        case 'push':
          return translatePush(delivery, context);
        case 'pull_request':
          return translatePullRequest(delivery, context);
        case 'pull_request_review':
          return translateReview(delivery, context);
        case 'deployment':
        case 'deployment_status':
          return translateDeployment(delivery, context, options);
        case 'workflow_run':
          return translateWorkflowRun(delivery, context);
        case 'release':
          return translateRelease(delivery, context);
        default:
          return {
            facts: [],
            ignored: event
              ? 'Events of this kind say nothing about delivery.'
              : 'The header X-GitHub-Event is missing.',
          };
      }
    },
  };
}
