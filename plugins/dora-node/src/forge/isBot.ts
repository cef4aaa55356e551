const ACCOUNTS =
  /^(?:renovate|dependabot|github-actions|greenkeeper|snyk|mergify|weblate|pre-commit-ci|semantic-release)(?:-bot)?$/;

/**
 * Whether an author is a program, as far as names tell: `x[bot]`, `x-bot`, `ci@...`, and well-known ones.
 *
 * @public
 */
export function isBot(author: {
  login?: string | null;
  name?: string | null;
  email?: string | null;
}): boolean {
  const names = [author.login, author.name].flatMap(name =>
    name ? [name.trim().toLowerCase()] : [],
  );
  const mailbox = (author.email ?? '').toLowerCase().split('@')[0];
  return (
    names.some(
      name =>
        name.endsWith('[bot]') || name.endsWith('-bot') || ACCOUNTS.test(name),
    ) ||
    mailbox.includes('[bot]') ||
    /(?:^|[.+_-])(?:bot|ci)$/.test(mailbox) ||
    ACCOUNTS.test(mailbox)
  );
}
