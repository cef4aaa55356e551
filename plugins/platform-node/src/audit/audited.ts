import type {
  AuditorService,
  AuditorServiceEvent,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';

type EventOptions = Parameters<AuditorService['createEvent']>[0];

/**
 * Does something under an audit event that is opened before anything is decided, so that refusals are
 * recorded. A sink that fails is logged and changes nothing about the answer.
 *
 * @public
 */
export async function audited<T>(
  tools: { auditor: AuditorService; logger: LoggerService },
  options: EventOptions,
  work: () => Promise<{ result: T; meta?: EventOptions['meta'] }>,
): Promise<T> {
  async function record(
    write: (event: AuditorServiceEvent) => Promise<void>,
    event: AuditorServiceEvent | undefined,
  ) {
    try {
      await (event && write(event));
    } catch (error) {
      tools.logger.warn(
        `The audit event ${options.eventId} could not be written`,
        toError(error),
      );
    }
  }
  let event: AuditorServiceEvent | undefined;
  try {
    event = await tools.auditor.createEvent(options);
  } catch (error) {
    tools.logger.warn(
      `The audit event ${options.eventId} could not be opened`,
      toError(error),
    );
  }
  try {
    const { result, meta } = await work();
    await record(opened => opened.success({ ...(meta && { meta }) }), event);
    return result;
  } catch (error) {
    await record(opened => opened.fail({ error: toError(error) }), event);
    throw error;
  }
}
