// What the launcher says on the terminal: quiet lines, each with the time the step took.
const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) =>
  colour ? `\u001b[${code}m${text}\u001b[0m` : text;

export const bold = text => paint(1, text);
export const dim = text => paint(2, text);
export const green = text => paint(32, text);
export const red = text => paint(31, text);

/** A failure a person can act on: printed as one sentence, without a stack. */
export class Failure extends Error {
  /**
   * @param {string} message one sentence: what failed and what to do
   * @param {{ detail?: string, cause?: unknown }} [options] `detail`: lines that help, shown below
   */
  constructor(message, options = {}) {
    super(message, { cause: options.cause });
    this.name = 'Failure';
    this.detail = options.detail;
  }
}

/** @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Prints one line. */
export function line(text = '') {
  process.stdout.write(`${text}\n`);
}

/**
 * Runs a step and prints its name with the time it took.
 *
 * @template T
 * @param {string} name as shown
 * @param {(progress: (text: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const started = Date.now();
  let shown = '';
  const progress = text => {
    if (process.stdout.isTTY) {
      shown = `  ${dim(`… ${name}: ${text}`)}`.slice(
        0,
        process.stdout.columns ?? 100,
      );
      process.stdout.write(`\r\u001b[K${shown}`);
    } else if (text !== shown) {
      shown = text;
      line(`  … ${name}: ${text}`);
    }
  };
  if (process.stdout.isTTY) progress('');
  try {
    const result = await work(progress);
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
    line(`  ${green('✓')} ${name} ${dim(duration(Date.now() - started))}`);
    return result;
  } catch (error) {
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
    line(`  ${red('✗')} ${name} ${dim(duration(Date.now() - started))}`);
    throw error;
  }
}

/** Prints a failure: the sentence, then what helps; a stack only when it is a bug of ours. */
export function reportFailure(error) {
  process.stderr.write('\n');
  if (error instanceof Failure) {
    process.stderr.write(`${red('Cairn cannot go on:')} ${error.message}\n`);
    if (error.detail)
      process.stderr.write(`\n${dim(error.detail.trimEnd())}\n`);
  } else {
    process.stderr.write(
      `${red('Cairn stopped on a mistake of its own:')} ${
        error?.stack ?? error
      }\n`,
    );
  }
}

/**
 * The sentence for a system error on a file or folder.
 *
 * @param {NodeJS.ErrnoException} error
 * @param {string} where the file or folder that was meant
 */
export function explainFileError(error, where) {
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new Failure(
        `there is no space left on the disk that holds ${where}; free some and start again.`,
        { cause: error },
      );
    case 'EROFS':
      return new Failure(
        `${where} is on a read-only file system; choose another folder with --data-dir.`,
        { cause: error },
      );
    case 'EACCES':
    case 'EPERM':
      return new Failure(
        `this user may not write to ${where}; choose another folder with --data-dir or mend its owner.`,
        { cause: error },
      );
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENAMETOOLONG':
      return new Failure(
        `the folder ${where} cannot be made there; choose another with --data-dir.`,
        { cause: error },
      );
    default:
      return error;
  }
}
