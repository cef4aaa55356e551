import { CustomErrorBase } from '@backstage/errors';

/** The repository is not as an update needs it; the message says what to do. */
export class UpdateImpossibleError extends CustomErrorBase {
  override name = 'UpdateImpossibleError' as const;
  /** Not 409: another try with another version would not help. */
  readonly statusCode = 422;
}
