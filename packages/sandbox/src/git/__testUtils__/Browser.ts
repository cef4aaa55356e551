/** A browser as far as the pages need one: keeps cookies, follows by hand. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  /** Opens a page, or sends a form to it, and follows where that leads. */
  async open(url: string, form?: Record<string, string>) {
    let at = url;
    let body = form && new URLSearchParams(form);
    for (;;) {
      const response = await fetch(at, {
        redirect: 'manual',
        method: body ? 'POST' : 'GET',
        body,
        headers: {
          cookie: [...this.cookies].map(pair => pair.join('=')).join('; '),
        },
      });
      for (const line of response.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split(
          /=(.*)/s,
        );
        this.cookies.set(name, value);
      }
      const location = response.headers.get('location');
      if (!location) {
        return { at, response, text: await response.text() };
      }
      at = new URL(location, at).href;
      body = undefined;
    }
  }
}

/** The value of a hidden field of a page's form. */
export function hidden(text: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
}
