import type { Person } from '../people';
import { html } from './html';
import { page } from './page';

/**
 * The page on which a demo person is chosen.
 *
 * @param options.action - Where the choice is posted to.
 * @param options.hint - Id of the person the portal expects; listed first.
 */
export function signInPage(options: {
  people: readonly Person[];
  action: string;
  hint?: string;
}): string {
  const people = [...options.people].sort(
    (one, other) =>
      Number(other.id === options.hint) - Number(one.id === options.hint),
  );
  return page({
    title: 'Sign in',
    body: html`
      <h1>Who are you today?</h1>
      <p class="second">
        Choose a person to sign in to Cairn. Each sees the same organisation
        with other eyes.
      </p>
      <ul class="people">
        ${people.map(
          person => html`<li>
            <form method="post" action="${options.action}">
              <input type="hidden" name="person" value="${person.id}" />
              <button type="submit" class="person">
                <span class="initials" aria-hidden="true"
                  >${initials(person.name)}</span
                >
                <span class="name">${person.name}</span>
                <span class="second">${person.role} · ${person.team}</span>
                <span>${person.sees}</span>
              </button>
            </form>
          </li>`,
        )}
      </ul>
      <footer>
        This is the demo sign-in of the sandbox on this computer. It asks for no
        password; in production, people sign in with your own identity provider.
      </footer>
    `,
  });
}

function initials(name: string): string {
  return name
    .split(' ')
    .map(word => word.charAt(0))
    .join('');
}
