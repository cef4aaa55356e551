/** Something wrong with one field of the input. */
export class FieldError extends Error {
  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
    this.name = 'FieldError';
  }
}

/** The field must be given. */
export function required(field: string, detail: string): FieldError {
  return new FieldError(field, `Required value: ${detail}`);
}

/** The field's value is not one of those allowed. */
export function invalid(
  field: string,
  value: string,
  detail: string,
): FieldError {
  return new FieldError(
    field,
    `Invalid value: ${JSON.stringify(value)}: ${detail}`,
  );
}
