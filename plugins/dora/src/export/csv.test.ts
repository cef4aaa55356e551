import { toCsv } from './csv';

describe('rows as CSV', () => {
  it('quotes what needs it, and leaves nothing known empty', () => {
    expect(
      toCsv(
        ['week', 'value'],
        [
          ['2026-11-16', 1.5],
          ['a, "b"\nc', null],
        ],
      ),
    ).toBe('week,value\r\n2026-11-16,1.5\r\n"a, ""b""\nc",\r\n');
  });

  it('lets no spreadsheet take text for a formula, and keeps negative numbers', () => {
    expect(toCsv(['x'], [['=HYPERLINK("evil")'], ['@x'], [-1]])).toBe(
      'x\r\n"\'=HYPERLINK(""evil"")"\r\n\'@x\r\n-1\r\n',
    );
  });
});
