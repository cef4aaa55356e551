import { Html, html } from './html';
import { page } from './page';

/** What is shown instead of a failed step of signing in. */
export function errorPage(options: {
  title: string;
  sentence: string;
  /** Name and value pairs for whoever looks into it; never a stack trace. */
  details?: Record<string, string>;
}): string {
  const details = Object.entries(options.details ?? {});
  return page({
    title: options.title,
    body: html`
      <h1>${options.title}</h1>
      <p>${options.sentence}</p>
      ${details.length > 0
        ? html`<dl>
            ${details.map(
              ([name, value]) =>
                html`<dt>${name}</dt>
                  <dd>${value}</dd>`,
            )}
          </dl>`
        : undefined}
    `,
  });
}

/**
 * Asks whether to sign out.
 *
 * @param form - The form of the provider, with its own protection against forgery.
 */
export function signOutPage(form: string): string {
  return page({
    title: 'Sign out',
    body: html`
      <h1>Sign out of the demo sign-in?</h1>
      <p class="second">You can choose another person afterwards.</p>
      ${new Html(form)}
      <div class="actions">
        <button
          class="main"
          type="submit"
          form="op.logoutForm"
          name="logout"
          value="yes"
        >
          Sign out
        </button>
        <button class="plain" type="submit" form="op.logoutForm">
          Stay signed in
        </button>
      </div>
    `,
  });
}

/** Shown after signing out when there is nowhere to return to. */
export function signedOutPage(portalUrl: string): string {
  return page({
    title: 'Signed out',
    body: html`
      <h1>You are signed out</h1>
      <p><a href="${portalUrl}">Go to Cairn</a> to sign in again.</p>
    `,
  });
}
