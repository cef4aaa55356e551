import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer } from './connection';

/** Documents of this size are compared by the checks that read them, not whole. */
const LONGEST = 60_000;

/** An answer as it is compared. */
export interface Recorded {
  request: string;
  status: number;
  headers: Record<string, unknown>;
  body: unknown;
}

/**
 * What a server answered to each check. If `CAIRN_CONTRACT_ANSWERS` names a
 * folder, it is written there, so that the answers of two servers to the same
 * checks can be compared.
 */
export class Answers {
  private readonly folder = process.env.CAIRN_CONTRACT_ANSWERS;
  private readonly byCheck: Record<string, unknown[]> = {};

  /**
   * @param part - Which checks these are; the file is named after it
   * @param comparable - What two servers must have in common of a value
   * @param headers - Which headers are compared
   */
  constructor(
    private readonly part: string,
    private readonly comparable: (value: unknown) => unknown,
    private readonly headers = ['content-type', 'warning'],
  ) {}

  /** Keeps a place for an answer that is asked for now; call it with the answer. */
  place(check: string, request: string): (answer: Answer) => void {
    if (!this.folder) return () => undefined;
    const entries = (this.byCheck[check] ??= []);
    const index = entries.push({ request, status: 0 }) - 1;
    return answer => {
      entries[index] = this.describe(request, answer);
    };
  }

  /** Records any value. */
  record(check: string, value: unknown): void {
    (this.byCheck[check] ??= []).push(this.comparable(value));
  }

  /** Writes what was recorded, if it is wanted. */
  async write(): Promise<void> {
    if (!this.folder) return;
    await mkdir(this.folder, { recursive: true });
    await writeFile(
      join(this.folder, `${this.part}.json`),
      JSON.stringify(this.byCheck, null, 1),
    );
  }

  private describe(request: string, answer: Answer): unknown {
    const { status, headers, text, body } = answer;
    const empty = Object.keys(body).length === 0 && !text.startsWith('[');
    const parsed = empty ? text : body;
    return this.comparable({
      request,
      status,
      headers: Object.fromEntries(
        this.headers
          .filter(name => headers[name] !== undefined)
          .map(name => [name, headers[name]]),
      ),
      body: text.length > LONGEST ? '<a long document>' : parsed,
    } satisfies Recorded);
  }
}
