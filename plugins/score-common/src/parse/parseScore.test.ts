import { said } from '../__testUtils__/platform';
import { parseScore } from './parseScore';

/** A workload whose one container has more lines; the first of them is line 7. */
function withContainer(...lines: string[]): string {
  return [
    'apiVersion: score.dev/v1b1',
    'metadata:',
    '  name: web',
    'containers:',
    '  web:',
    '    image: app:1',
    ...lines,
  ].join('\n');
}

function problemsOf(text: string): string[] {
  return said(parseScore({ text }).problems);
}

const NAME_RULE =
  'Use 2 to 63 small letters, digits and dashes, with a letter or a digit at both ends.';

describe('parseScore', () => {
  it('reads a workload', () => {
    const { workload, problems } = parseScore({ text: withContainer() });
    expect(problems).toEqual([]);
    expect(workload).toEqual({
      apiVersion: 'score.dev/v1b1',
      metadata: { name: 'web' },
      containers: { web: { image: 'app:1' } },
    });
  });

  it.each([
    ['', '1:1 : The file is empty. Describe one workload in each file.'],
    [
      'a: 1\n---\nb: 2',
      '1:1 : The file holds more than one document. Describe one workload in each file.',
    ],
    [
      'a: 1\na: 2',
      '2:1 : The same field is there twice. Remove one of the two.',
    ],
    [
      'a: [1',
      '1:6 : This is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]. Check indentation, quotes and brackets here and in the line above.',
    ],
    [
      'x: &a\n  - *a',
      '2:5 : This alias stands inside what it names. Write the value out instead of the alias.',
    ],
    [
      'x: { __proto__: 1 }',
      '1:6 : __proto__ cannot be the name of anything here. Choose another name.',
    ],
    [
      '? [a]\n: b',
      '1:3 : The name of a field has to be text. Write a word before the colon.',
    ],
    ['- 1', '1:1 : It has to be a map, but is a list. Write a map here.'],
  ])('says of %j what is wrong', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('does not break down under what is too deep, too repetitive or too long', () => {
    const bomb = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? 'a0: &a0 [x, x, x, x, x, x, x, x]'
        : `a${level}: &a${level} [${Array(8)
            .fill(`*a${level - 1}`)
            .join(', ')}]`,
    ).join('\n');
    expect(problemsOf('['.repeat(20_000))[0]).toMatch(/nested too deeply/);
    expect(problemsOf(bomb)).toEqual([
      '2:10 : Aliases repeat too much here. Write values out instead of aliases.',
    ]);
    expect(problemsOf('a'.repeat(600_000))).toEqual([
      '1:1 : The file is longer than 512 KiB. Move large contents into files of their own.',
    ]);
  });

  it('names what is missing where it should be', () => {
    expect(problemsOf('{}')).toEqual([
      '1:1 apiVersion: The field is missing. Add it; it is text.',
      '1:1 metadata: The field is missing. Add it; it is a map.',
      '1:1 containers: The field is missing. Add it; it is a map.',
    ]);
    expect(
      problemsOf('apiVersion: score.dev/v1\nmetadata: {}\ncontainers:\n'),
    ).toEqual([
      '1:13 apiVersion: "score.dev/v1" is not allowed here. Write score.dev/v1b1, the version known here.',
      '2:1 metadata.name: The field is missing. Add it; it is text.',
      '3:12 containers: It has to be a map, but is empty. Fill it in, or leave the field out.',
    ]);
  });

  it.each([
    [
      ['    variables:', '      PORT: 8080'],
      '8:13 containers.web.variables.PORT: It has to be text, but is a number. Put it in quotes: "8080".',
    ],
    [
      ['    variables:', '      A=B: x'],
      '8:7 containers.web.variables["A=B"]: "A=B" is not allowed as a name here. Leave out the equals sign.',
    ],
    [
      ['    imagePullPolicy: Always'],
      '7:5 containers.web.imagePullPolicy: There is no such field. Known here: image, command, args, variables, files, volumes, before, resources, livenessProbe, readinessProbe.',
    ],
    [
      ['    command: run'],
      '7:14 containers.web.command: It has to be a list, but is text. Write a list here.',
    ],
    [
      ['    args: [1]'],
      '7:12 containers.web.args[0]: It has to be text, but is a number. Put it in quotes: "1".',
    ],
    [
      ['    livenessProbe: {}'],
      '7:20 containers.web.livenessProbe: A probe needs httpGet or exec. Add httpGet with path and port, or exec with a command.',
    ],
    [
      ['    readinessProbe:', '      exec: {}'],
      '8:7 containers.web.readinessProbe.exec.command: The field is missing. Add it; it is a list.',
    ],
    [
      ['    readinessProbe: { httpGet: { path: /, port: 70000 } }'],
      '7:49 containers.web.readinessProbe.httpGet.port: It is too large. Use at most 65535.',
    ],
    [
      ['    readinessProbe: { httpGet: { path: /, port: 80, scheme: http } }'],
      '7:61 containers.web.readinessProbe.httpGet.scheme: "http" is not known here. Choose one of: HTTP, HTTPS.',
    ],
    [
      [
        '    readinessProbe:',
        '      httpGet:',
        '        path: /',
        '        port: 80',
        '        httpHeaders: [{ name: "a b", value: "" }]',
      ],
      '11:31 containers.web.readinessProbe.httpGet.httpHeaders[0].name: "a b" is not allowed here. Use letters, digits, dashes and underscores.',
      '11:45 containers.web.readinessProbe.httpGet.httpHeaders[0].value: It is too short. Use at least 1 character.',
    ],
    [
      ['    files:', '      /a: { content: a, source: b }'],
      '8:11 containers.web.files["/a"]: A file needs exactly one of content, binaryContent and source. Keep one of the three fields.',
    ],
    [
      ['    files:', '    - { target: /a }'],
      '8:7 containers.web.files[0]: A file needs exactly one of content, binaryContent and source. Keep one of the three fields.',
    ],
    [
      ['    files:', '      /a: { content: a, target: /b }'],
      '8:25 containers.web.files["/a"].target: There is no such field. Known here: mode, source, content, binaryContent, noExpand.',
    ],
    [
      ['    files:', '      /a: { content: a, mode: "9" }'],
      '8:31 containers.web.files["/a"].mode: "9" is not allowed here. Write it in octal and in quotes, for example "0644".',
    ],
    [
      ['    files: text'],
      '7:12 containers.web.files: It has to be a map, but is text. Write a map here.',
    ],
    [
      ['    volumes:', '      /a: { path: x, target: y }'],
      '8:7 containers.web.volumes["/a"].source: The field is missing. Add it; it is text.',
      '8:22 containers.web.volumes["/a"].target: There is no such field. Known here: source, path, readOnly.',
    ],
    [
      ['    before: { Nope: { ready: started } }'],
      `7:15 containers.web.before.Nope: "Nope" is not allowed as a name here. ${NAME_RULE}`,
    ],
    [
      ['    before: { nope: { ready: done } }'],
      '7:30 containers.web.before.nope.ready: "done" is not known here. Choose one of: started, healthy, complete.',
    ],
    [
      ['    resources:', '      limits: { cpu: "x", memory: 1Zi }'],
      '8:22 containers.web.resources.limits.cpu: "x" is not allowed here. Write CPUs or thousandths of one, for example "0.5" or 500m.',
      '8:35 containers.web.resources.limits.memory: "1Zi" is not allowed here. Write bytes with an optional unit, for example 128Mi.',
    ],
    [
      [
        'service:',
        '  ports:',
        '    a: { port: 80 }',
        '    p1: { port: 80.5 }',
        '    p2: { port: 0, protocol: SCTP }',
      ],
      `9:5 service.ports.a: "a" is not allowed as a name here. ${NAME_RULE}`,
      '10:17 service.ports.p1.port: 80.5 is not a whole number. Write 81, or what you mean.',
      '11:17 service.ports.p2.port: It is too small. Use at least 1.',
      '11:30 service.ports.p2.protocol: "SCTP" is not known here. Choose one of: TCP, UDP.',
    ],
    [
      ['resources:', '  db: { type: p, class: "-a", id: a_b }', '  ee: {}'],
      '8:15 resources.db.type: "p" is not allowed here. Use 2 to 63 letters, digits and dashes, with a letter or a digit at both ends.',
      '8:25 resources.db.class: "-a" is not allowed here. Use 2 to 63 letters, digits and dashes, with a letter or a digit at both ends.',
      '8:35 resources.db.id: "a_b" is not allowed here. Use small letters, digits and dashes, in parts joined by dots.',
      '9:3 resources.ee.type: The field is missing. Add it; it is text.',
    ],
    [
      [
        'resources:',
        '  db: { type: postgres, params: [], metadata: { annotations: { a b: x, ab: 1 } } }',
      ],
      '8:33 resources.db.params: It has to be a map, but is a list. Write a map here.',
      '8:64 resources.db.metadata.annotations["a b"]: "a b" is not allowed as a name here. Use letters, digits, dashes, dots and underscores, after an optional host name and a slash.',
      '8:76 resources.db.metadata.annotations.ab: It has to be text, but is a number. Put it in quotes: "1".',
    ],
  ])(
    'says where %j breaks a rule, and how to mend it',
    (lines, ...problems) => {
      expect(problemsOf(withContainer(...lines))).toEqual(problems);
    },
  );

  it('stands at an alias for what is wrong in its anchor', () => {
    const text = withContainer(
      '    variables: &all { A: 1 }',
      '  two:',
      '    image: app:1',
      '    variables: *all',
    );
    expect(problemsOf(text)).toEqual([
      '7:26 containers.web.variables.A: It has to be text, but is a number. Put it in quotes: "1".',
      '7:26 containers.two.variables.A: It has to be text, but is a number. Put it in quotes: "1".',
    ]);
  });
});
