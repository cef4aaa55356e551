import type { Log } from './controllers/runtime';

const levels = ['debug', 'info', 'warn', 'error'] as const;

/** One of the levels of the log. */
export type LogLevel = (typeof levels)[number];

/**
 * A log of one JSON object a line: time, level, message, then what is particular.
 *
 * @param lowest - Lines below this level are dropped.
 */
export function jsonLog(
  lowest: LogLevel = 'info',
  write: (line: string) => void = line => process.stdout.write(line),
): Log {
  const threshold = levels.indexOf(lowest);
  return (level, message, fields) => {
    if (levels.indexOf(level) < threshold) return;
    const time = new Date().toISOString();
    write(`${JSON.stringify({ time, level, message, ...fields })}\n`);
  };
}

/** The level of that name; `undefined` for any other word. */
export function logLevelOf(word: string | undefined): LogLevel | undefined {
  return levels.find(level => level === word);
}
