import { ServiceUnavailableError } from '@backstage/errors';

/** Codes of a server that is away, starting, stopping or full; classes 08, 53 and 57 of SQLSTATE. */
const AWAY =
  /^(08...|53...|57P0[1-5]|ECONN(REFUSED|RESET)|ETIMEDOUT|EPIPE|ENOTFOUND)$/;
const AWAY_MESSAGE =
  /acquiring a connection|Unable to acquire|Connection terminated|Client has encountered a connection error/;

function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as Error & { code?: unknown }).code;
  return (
    (typeof code === 'string' && AWAY.test(code)) ||
    AWAY_MESSAGE.test(error.message)
  );
}

/** Says 503 when the database is away, and nothing of what it said. */
export async function translateDatabaseErrors<T>(
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isAway(error)) throw error;
    throw new ServiceUnavailableError(
      'The database of the delivery metrics does not answer. Nothing is lost; try again in a moment.',
    );
  }
}
