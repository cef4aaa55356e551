import { randomUUID } from 'node:crypto';
import {
  type ReviewAnswer,
  type ReviewRequest,
  ReviewError,
  UnknownAnswer,
  readReview,
  reviewVersion,
} from './admissionReview';
import { CallError, postReview } from './postReview';
import type { Webhook } from './Webhook';

/** A webhook's answer, or why there is none. */
export type CallResult =
  | { answer: ReviewAnswer }
  | { failure: string; answer?: undefined };

/** Asks a webhook; never rejects. */
export async function callWebhook(
  webhook: Webhook,
  request: ReviewRequest,
): Promise<CallResult> {
  const { clientConfig, timeoutSeconds, mutating } = webhook;
  const version = reviewVersion(webhook.reviewVersions);
  if (!version) {
    return {
      failure:
        'could not create admission objects: webhook does not accept known AdmissionReview versions (v1, v1beta1)',
    };
  }
  const uid = randomUUID();
  try {
    const body = await postReview({
      client: clientConfig,
      timeoutSeconds,
      review: {
        kind: 'AdmissionReview',
        apiVersion: `admission.k8s.io/${version}`,
        request: { uid, ...request },
      },
    });
    return { answer: readReview({ body, uid, version, mutating }) };
  } catch (error) {
    if (error instanceof CallError) return { failure: error.message };
    if (error instanceof UnknownAnswer) {
      return { failure: `failed to call webhook: ${error.message}` };
    }
    if (error instanceof ReviewError) {
      return { failure: `received invalid webhook response: ${error.message}` };
    }
    return { failure: `failed to call webhook: ${String(error)}` };
  }
}
