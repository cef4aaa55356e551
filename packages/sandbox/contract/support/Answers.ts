import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer } from './connection';
import { normalise } from './normalise';

/** Documents of this size are compared by the checks that read them, not whole. */
const LONGEST = 60_000;

/** An answer as it is compared. */
export interface Recorded {
  request: string;
  status: number;
  type?: unknown;
  warning?: unknown;
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
   * @param names - Names of this run, and what stands for each
   */
  constructor(
    private readonly part: string,
    private readonly names: () => Record<string, string>,
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
    (this.byCheck[check] ??= []).push(normalise(value, this.names()));
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
    const parsed = Object.keys(body).length > 0 ? body : text;
    return normalise(
      {
        request,
        status,
        type: headers['content-type'],
        warning: headers.warning,
        body: text.length > LONGEST ? '<a long document>' : parsed,
      } satisfies Recorded,
      this.names(),
    );
  }
}
