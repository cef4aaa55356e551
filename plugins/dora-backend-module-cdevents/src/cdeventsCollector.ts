import {
  readPayload,
  verifyAny,
  verifyHmac,
  verifyToken,
  type WebhookCollector,
} from '@cairn/plugin-dora-node';
import { batchSchema, bodySchema } from './schemas';
import { translateCdEvent } from './translateCdEvent';

const BATCH = 'application/cloudevents-batch+json';

/** Reads CDEvents over the HTTP binding of CloudEvents: binary, structured and in batches. */
export const cdeventsCollector: WebhookCollector = {
  id: 'cdevents',
  title: 'CDEvents',
  // CloudEvents know no signature: a token, or whoever sends them signs.
  verify: verifyAny(
    verifyToken({ header: 'authorization', scheme: 'Bearer ' }),
    verifyHmac({ header: 'x-hub-signature-256', prefix: 'sha256=' }),
  ),
  deliveryId({ headers }) {
    const id = headers['ce-id'];
    return id && `${headers['ce-source'] ?? ''}#${id}`;
  },
  async translate(delivery, context) {
    const isBatch = delivery.headers['content-type']?.startsWith(BATCH);
    const events = isBatch
      ? readPayload(delivery, batchSchema)
      : [readPayload(delivery, bodySchema)];
    const told = events.map(event => translateCdEvent(event, context));
    const facts = told.flatMap(one => one.facts);
    const unmatched = told.flatMap(one => one.unmatched ?? []);
    const ignored = told.find(one => one.ignored)?.ignored;
    return {
      facts,
      ...(unmatched.length > 0 && { unmatched }),
      ...(facts.length + unmatched.length === 0 && {
        ignored: ignored ?? 'The batch is empty.',
      }),
    };
  },
};
