/** Markup that is safe to be put into a page as it is. */
export class Html {
  constructor(readonly text: string) {}
}

/** Builds markup; every value that is not {@link Html} itself is escaped. */
export function html(
  parts: TemplateStringsArray,
  ...values: (string | Html | Html[] | undefined)[]
): Html {
  return new Html(
    parts.reduce((text, part, index) => {
      const value = values[index - 1];
      return `${text}${render(value)}${part}`;
    }),
  );
}

function render(value: string | Html | Html[] | undefined): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(each => each.text).join('');
  return value.replace(
    /[&<>"']/g,
    character => `&#${character.charCodeAt(0)};`,
  );
}
