import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoValue } from '../../composition/go/goTypeName';
import { renderGoTemplate } from './renderGoTemplate';

type Recording = {
  data: GoValue;
  cases: {
    template: string;
    options?: string[];
    output?: string;
    error?: string;
  }[];
};

const { data, cases } = JSON.parse(
  readFileSync(join(__dirname, '../__fixtures__/goTemplates.json'), 'utf8'),
) as Recording;

function outcome(template: string, options?: string[]) {
  try {
    return {
      output: renderGoTemplate(template, structuredClone(data), options),
    };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

describe('Go templates', () => {
  it.each(cases)('$template', ({ template, options, output, error }) => {
    expect(outcome(template, options)).toEqual(
      error === undefined ? { output } : { error },
    );
  });

  it('refuses options it does not know', () => {
    expect(() => renderGoTemplate('{{.x}}', {}, ['missingkey=never'])).toThrow(
      'unrecognized option: missingkey=never',
    );
  });

  it('stops a template that calls itself or grows without end', () => {
    const endless = '{{define "a"}}{{template "a" .}}{{end}}{{template "a" .}}';
    expect(() => renderGoTemplate(endless, {})).toThrow(
      'exceeded maximum template depth',
    );
    const large = `{{range until 9999}}${'x'.repeat(999)}{{end}}`;
    expect(() => renderGoTemplate(large, {})).toThrow('too large');
  });
});
