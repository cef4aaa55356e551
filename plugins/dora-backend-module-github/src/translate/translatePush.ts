import {
  factsOfPush,
  readPayload,
  resolveRepository,
  type Directory,
  type Translation,
  type WebhookDelivery,
} from '@cairn/plugin-dora-node';
import { pushSchema } from './schemas';

/** The commits of a push, of whatever branch. */
export function translatePush(
  delivery: WebhookDelivery,
  directory: Directory,
): Translation {
  const { ref, before, after, deleted, forced, repository, commits } =
    readPayload(delivery, pushSchema);
  if (!ref.startsWith('refs/heads/')) {
    return { facts: [], ignored: 'Tags bring no commits of their own.' };
  }
  if (deleted || commits.length === 0) {
    return { facts: [], ignored: 'The push brings no commits.' };
  }
  const { problem } = resolveRepository(repository.full_name, directory);
  if (problem) return { facts: [], unmatched: [problem] };
  return {
    facts: factsOfPush({
      repository: repository.full_name.toLowerCase(),
      ref,
      defaultBranch: repository.default_branch,
      before,
      after,
      forced,
      commits: commits.map(
        ({ id, distinct, message, timestamp, author, ...files }) => {
          const { added, removed, modified } = files;
          const lists = [added, removed, modified];
          return {
            sha: id,
            message,
            authoredAt: timestamp,
            author: {
              login: author.username,
              name: author.name,
              email: author.email,
            },
            isNew: distinct,
            ...(lists.some(Boolean) && {
              paths: lists.flatMap(list => list ?? []),
            }),
          };
        },
      ),
    }),
  };
}
