/** Everything is as it should be. */
export const FINE = 0;
/** Something is wrong with what was checked. */
export const FOUND = 1;
/** The command was used wrongly, or a file cannot be read or written. */
export const UNUSABLE = 2;
/** The portal could not be asked, or refused. */
export const NO_ANSWER = 3;

/** Ends a command with a sentence and an exit code. */
export class CommandFailure extends Error {
  constructor(message: string, readonly exitCode: number = UNUSABLE) {
    super(message);
  }
}
