import { Answers } from '../support/Answers';
import type { Asked } from '../support/CallRunner';
import type { Answer, Body, Sent } from '../support/connection';
import { comparable } from './comparable';
import { prepareGitea } from './prepareGitea';
import { TestHost } from '../../src/git/__testUtils__/TestHost';

/** Headers that tell of pages, places and files. */
const HEADERS = [
  'content-type',
  'x-total-count',
  'link',
  'location',
  'www-authenticate',
  'content-disposition',
  'x-hasmore',
  'x-page',
  'x-pagecount',
  'x-perpage',
  'x-total',
];

/** Which host this run is about: that of `CAIRN_CONTRACT_GITEA`, or the sandbox's. */
export const gitTarget = process.env.CAIRN_CONTRACT_GITEA
  ? ('real' as const)
  : ('sandbox' as const);

/** The git host that is held to the contract: a real Gitea, or the sandbox's own. */
export class GitTarget implements Asked {
  readonly answers: Answers;

  private constructor(
    readonly url: string,
    readonly tokens: Record<string, string>,
    readonly stop: () => Promise<void>,
  ) {
    this.answers = new Answers(
      'git',
      value => comparable(value, { [new URL(url).host]: '<host>' }),
      HEADERS,
    );
  }

  static async start(): Promise<GitTarget> {
    const file = process.env.CAIRN_CONTRACT_GITEA;
    if (file) {
      const { url, tokens } = await prepareGitea(file);
      return new GitTarget(url, tokens, async () => undefined);
    }
    const host = await TestHost.start();
    return new GitTarget(host.url, host.tokens, () => host.stop());
  }

  async ask(
    method: string,
    path: string,
    sent: Sent,
    as?: string,
  ): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(as && { Authorization: `token ${this.tokens[as]}` }),
        ...(sent.body !== undefined && { 'Content-Type': 'application/json' }),
        ...(sent.headers as Record<string, string> | undefined),
      },
      body: sent.body as string | undefined,
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text,
      body: parsed(text),
    };
  }

  /** A repository's address with somebody's token in it. */
  remote(person: string, repository: string): string {
    const url = new URL(`${this.url}/${repository}.git`);
    url.username = person;
    url.password = this.tokens[person];
    return url.href;
  }
}

function parsed(text: string): Body {
  try {
    const value = JSON.parse(text) as Body | null;
    return value !== null && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}
