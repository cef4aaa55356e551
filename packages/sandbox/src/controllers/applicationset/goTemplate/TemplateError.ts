/** A template that cannot be read or carried out; the message is the one Go's text/template gives. */
export class TemplateError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TemplateError';
  }
}
