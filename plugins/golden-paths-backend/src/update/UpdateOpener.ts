import type { Entity } from '@backstage/catalog-model';
import {
  readGoldenPath,
  VENDOR_BRANCH,
  type UpdatePreview,
  type UpdatePullRequest,
  type UpdateResult,
} from '@cairn/plugin-golden-paths-common';
import {
  GitRemote,
  type CommitDetails,
  type ForgePull,
  type GitClone,
  type GitPerson,
} from '@cairn/plugin-golden-paths-node';
import { KeptAnswers } from '../services/KeptAnswers';
import { pullBody, pullTitle, saysConflicts } from './describePull';
import type { LocatedRepository } from './locateRepository';
import {
  MAIN_BRANCH,
  type UpdatePlan,
  type UpdatePlanner,
} from './UpdatePlanner';

/** A preview costs a clone; those who look at the same within a moment share it. */
const PREVIEW_TTL = 30_000;

/** A service that is behind. */
export interface Outdated {
  ref: string;
  template: Entity;
  repository: LocatedRepository;
}

function branchOf(newest: string): string {
  return `${VENDOR_BRANCH}-update-${newest}`;
}

function conflictsOf({ files }: Pick<UpdatePlan, 'files'>): number {
  return files.filter(({ outcome }) => outcome === 'conflict').length;
}

/** Shows and opens the pull requests that bring newer versions. */
export class UpdateOpener {
  readonly #planner: UpdatePlanner;
  readonly #author: GitPerson;
  readonly #previews = KeptAnswers.create<UpdatePreview>({ ttl: PREVIEW_TTL });
  readonly #queues = new Map<string, Promise<unknown>>();

  static create(options: {
    planner: UpdatePlanner;
    author: GitPerson;
  }): UpdateOpener {
    return new UpdateOpener(options);
  }

  private constructor(options: { planner: UpdatePlanner; author: GitPerson }) {
    this.#planner = options.planner;
    this.#author = options.author;
  }

  async preview(service: Outdated): Promise<UpdatePreview> {
    return this.#previews.get(keyOf(service), async () => {
      const pull = await findPull(service);
      const { version, newest, files } = await this.#withClone(service, clone =>
        this.#planner.plan(clone, service.template),
      );
      return {
        ref: service.ref,
        version,
        newest,
        files,
        conflicts: conflictsOf({ files }),
        ...(pull && { pullRequest: pull }),
      };
    });
  }

  /** Opens the pull request, or finds the one that is open. */
  async open(
    service: Outdated,
    options: { requestedBy: string },
  ): Promise<UpdateResult> {
    // One at a time for a repository; across processes the host refuses a second one.
    return this.#queued(service.repository.ref.url, async () => {
      this.#previews.forget(keyOf(service));
      const known = await findPull(service);
      const result = await this.#withClone(service, async clone => {
        const plan = await this.#planner.plan(clone, service.template);
        const { files } = plan;
        const conflicts = conflictsOf(plan);
        const pullRequest =
          known ?? (await this.#push(clone, service, plan, options));
        return { created: !known, pullRequest, files, conflicts };
      });
      this.#previews.forget(keyOf(service));
      return result;
    });
  }

  async #push(
    clone: GitClone,
    service: Outdated,
    plan: UpdatePlan,
    { requestedBy }: { requestedBy: string },
  ): Promise<UpdatePullRequest> {
    const { forge, ref: repository } = service.repository;
    const { newest, version, files } = plan;
    const path = readGoldenPath(service.template).title;
    const branch = branchOf(newest);
    const title = pullTitle({ path, newest, conflicts: conflictsOf(plan) });
    const details: CommitDetails = {
      message: `${title}\n\nRequested-by: ${requestedBy}`,
      author: this.#author,
      committer: this.#author,
      date: new Date(),
    };
    // What the path itself makes, on its own branch: the base of the update after this one.
    const vendor = await clone.commit({
      parent: plan.vendor,
      changes: plan.vendorEdits,
      details: { ...details, message: `${path} ${newest}` },
    });
    if (vendor !== plan.vendor) {
      await clone.push(vendor, VENDOR_BRANCH);
    }
    // A branch without a pull request is left of one that was closed, or of a try that was cut off.
    const branches = await (await this.#remote(service)).listBranches();
    const commit = await clone.commit({
      parent: plan.main,
      merged: [
        vendor,
        ...(branches.has(branch) ? [await clone.fetch(branch)] : []),
      ],
      changes: plan.edits,
      details,
    });
    await clone.push(commit, branch);
    const pull = await forge.openPull(repository, {
      head: branch,
      base: MAIN_BRANCH,
      title,
      body: pullBody({ path, version, newest, files, requestedBy }),
    });
    return toPullRequest(pull, branch);
  }

  async #remote({ repository }: Outdated): Promise<GitRemote> {
    const { forge, ref } = repository;
    return GitRemote.create({
      remoteUrl: forge.addressOf(ref).remoteUrl,
      name: `${ref.owner}/${ref.name} at ${ref.host}`,
      credentials: await forge.gitCredentials(ref),
    });
  }

  async #withClone<T>(
    service: Outdated,
    work: (clone: GitClone) => Promise<T>,
  ): Promise<T> {
    return (await this.#remote(service)).withClone(work);
  }

  async #queued<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#queues.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#queues.get(key) === mine) {
        this.#queues.delete(key);
      }
    }
  }
}

async function findPull({
  repository,
  template,
}: Outdated): Promise<UpdatePullRequest | undefined> {
  const branch = branchOf(readGoldenPath(template).version ?? '');
  const pull = await repository.forge.findPull(repository.ref, {
    head: branch,
    base: MAIN_BRANCH,
  });
  return pull && toPullRequest(pull, branch);
}

function keyOf({ ref, template, repository }: Outdated): string {
  return [repository.ref.url, ref, readGoldenPath(template).version].join(' ');
}

function toPullRequest(
  { number, url, title }: ForgePull,
  branch: string,
): UpdatePullRequest {
  return { number, url, title, branch, conflicts: saysConflicts(title) };
}
