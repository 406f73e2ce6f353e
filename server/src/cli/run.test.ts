import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { commandsIn, folderWith } from '../../../test/command-line.ts';
import { markerEngine } from '../../../test/marker-engine.ts';

const templateSchema = '"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"';

interface Outcome {
  readonly code: number;
  /** Standard output; the time that a run took is replaced by `N s` and `"ms": 0`. */
  readonly output: string;
  readonly errors: readonly string[];
}

/** A folder with files, removed after the test, and a command line that runs in it. */
function workspace(context: TestContext, files: Readonly<Record<string, string | Buffer>>) {
  const folder = folderWith(context, files);
  const command = commandsIn(folder, markerEngine);
  const run = (...words: string[]): Outcome => {
    const { code, output, errors } = command(...words);
    return { code, output: output.replace(/in [\d.]+ s/, 'in N s').replace(/"ms": \d+/, '"ms": 0'), errors };
  };
  return { folder, run, read: (name: string) => readFileSync(path.join(folder, name)) };
}

test('check prints place, severity, rule, message, source line with carets, and a summary', (context) => {
  const { run } = workspace(context, { 'main.bicep': 'resource door\n\tlock: OPEN // and MAYBE\n' });
  assert.deepEqual(run('check', 'main.bicep'), {
    code: 1,
    errors: [],
    output: `main.bicep:2:8 warning open-door
  Something is open. That is bad. Mend it.
     2 | \tlock: OPEN // and MAYBE
       | \t      ^^^^
  main.bicep:1:1: It begins here.

main.bicep:2:20 hint (possible) open-door
  Something is maybe. That is bad. Mend it.
     2 | \tlock: OPEN // and MAYBE
       | \t                  ^^^^^
  main.bicep:1:1: It begins here.

Checked 1 file with 1 resource in N s: 1 warning, 1 hint.
`,
  });
});

test('check lists repairs only if asked for', (context) => {
  const { run } = workspace(context, { 'main.bicep': 'OPEN' });
  assert.doesNotMatch(run('check', 'main.bicep').output, /repair/);
  assert.match(run('check', '--fixes', 'main.bicep').output, /^ {2}repair \(review\): Make it SHUT$/m);
});

test('check as JSON has the shape of the contract', (context) => {
  const { run } = workspace(context, { 'a/main.bicep': 'resource x\r\n  LOOSE ???' });
  const { code, output } = run('check', '--format', 'json', '--fixes', 'a');
  assert.equal(code, 1);
  assert.deepEqual(JSON.parse(output), {
    version: 1,
    files: [
      {
        path: 'a/main.bicep',
        problems: [
          {
            file: 'a/main.bicep',
            range: { start: { line: 1, character: 8 }, end: { line: 1, character: 11 } },
            code: 'bicep-syntax',
            severity: 'error',
            message: 'This is not understood.',
          },
        ],
      },
    ],
    findings: [
      {
        ruleId: 'loose-screw',
        severity: 'information',
        certainty: 'certain',
        message: 'Something is loose. That is bad. Mend it.',
        file: 'a/main.bicep',
        range: { start: { line: 1, character: 2 }, end: { line: 1, character: 7 } },
        resource: { type: 'Test/doors', name: 'door', symbolicName: null },
        instances: 1,
        scenarios: [],
        related: [
          {
            file: 'a/main.bicep',
            range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
            message: 'It begins here.',
          },
        ],
        fixes: [{ title: 'Make it TIGHT', kind: 'safe' }],
      },
    ],
    stats: { files: 1, resources: 1, ms: 0 },
  });
});

test('the exit code follows --severity, and possible findings count only as hints', (context) => {
  const { run } = workspace(context, {
    'clean.bicep': '',
    'warning.bicep': 'OPEN',
    'information.bicep': 'LOOSE',
    'possible.bicep': 'MAYBE',
    'syntax.bicep': '???',
  });
  const code = (...words: string[]) => run('check', ...words).code;
  assert.equal(code('clean.bicep', '--severity', 'hint'), 0);
  assert.equal(code('warning.bicep'), 1);
  assert.equal(code('warning.bicep', '--severity=error'), 0);
  assert.equal(code('information.bicep'), 0);
  assert.equal(code('information.bicep', '--severity', 'information'), 1);
  assert.equal(code('possible.bicep', '--severity', 'information'), 0);
  assert.equal(code('possible.bicep', '--severity', 'hint'), 1);
  assert.equal(code('syntax.bicep', '--severity', 'error'), 1);
});

test('all findings are listed, whatever --severity', (context) => {
  const { run } = workspace(context, { 'main.bicep': 'MAYBE' });
  assert.equal(
    JSON.parse(run('check', 'main.bicep', '--format', 'json', '--severity', 'error').output).findings.length,
    1,
  );
});

test('a folder is walked for templates by their kind, in order, and each comes once', (context) => {
  const { run, folder } = workspace(context, {
    'b.bicep': 'OPEN',
    'a/x.json': `{ ${templateSchema} /* OPEN */ }`,
    'a/y.bicepparam': 'OPEN',
    'package.json': '{ "name": "OPEN" }',
    'notes.txt': 'OPEN',
    'node_modules/m/main.bicep': 'OPEN',
    '.git/main.bicep': 'OPEN',
    '.github/main.bicep': 'OPEN',
  });
  symlinkSync('..', path.join(folder, 'a', 'loop'));
  symlinkSync('b.bicep', path.join(folder, 'c.bicep'));
  const { output, errors } = run('check', '--format=json', '.', 'b.bicep', 'a');
  const files: { path: string }[] = JSON.parse(output).files;
  assert.deepEqual(
    files.map((file) => file.path),
    ['b.bicep', '.github/main.bicep', 'a/x.json', 'a/y.bicepparam'],
  );
  assert.deepEqual(errors, []);
});

test('a generated template is passed over beside its Bicep file, and checked when it is named', (context) => {
  const generated = `{ ${templateSchema}, "metadata": { "_generator": { "name": "bicep" } }, "x": "OPEN" }`;
  const { run } = workspace(context, {
    'main.bicep': '',
    'main.json': generated,
    'other.json': generated,
    'hand.bicep': '',
    'hand.json': `{ ${templateSchema}, "resources": [{ "metadata": { "_generator": {} } }], "_generator": "OPEN" }`,
  });
  const checked = (...words: string[]): string[] =>
    JSON.parse(run('check', '--format=json', ...words).output).files.map((file: { path: string }) => file.path);
  assert.deepEqual(checked('.'), ['hand.bicep', 'hand.json', 'main.bicep', 'other.json']);
  assert.deepEqual(checked('main.json'), ['main.json']);
});

test('what cannot be used is one line each, the rest is checked, and the exit code says so', (context) => {
  const { run } = workspace(context, {
    'good.bicep': 'OPEN',
    'binary.bicep': Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff]),
    'latin.bicep': Buffer.from([0x2f, 0x2f, 0xe9]),
    'picture.json': Buffer.from([0x89, 0x50, 0, 1]),
    'notes.txt': '',
    'data.json': '{}',
    'empty.json': '',
    'crash.bicep': 'CRASH',
  });
  const { code, output, errors } = run(
    'check',
    '--format=json',
    'missing.bicep',
    'binary.bicep',
    'latin.bicep',
    'notes.txt',
    'data.json',
    'empty.json',
    'crash.bicep',
    'good.bicep',
  );
  assert.equal(code, 2);
  assert.deepEqual(errors, [
    'zero-trust: cannot read missing.bicep: no such file or folder',
    'zero-trust: cannot check binary.bicep: not a text file in UTF-8',
    'zero-trust: cannot check latin.bicep: not a text file in UTF-8',
    'zero-trust: cannot check notes.txt: not a .bicep, .bicepparam or .json file',
    'zero-trust: cannot check data.json: no Azure template or parameter file (its $schema tells)',
    'zero-trust: cannot check empty.json: no Azure template or parameter file (its $schema tells)',
    'zero-trust: internal error in crash.bicep: TypeError: the marker engine was told to crash',
  ]);
  assert.equal(JSON.parse(output).findings.length, 1);
});

test('an unreadable folder is one line', { skip: process.getuid?.() === 0 && 'root reads everything' }, (context) => {
  const { run, folder } = workspace(context, { 'closed/main.bicep': 'OPEN', 'main.bicep': '' });
  chmodSync(path.join(folder, 'closed'), 0);
  context.after(() => chmodSync(path.join(folder, 'closed'), 0o700));
  assert.deepEqual(run('check', '.').errors, ['zero-trust: cannot read closed: permission denied']);
});

test('empty files and files with only a byte order mark are templates without findings', (context) => {
  const { run } = workspace(context, { 'empty.bicep': '', 'mark.bicep': '\ufeff', 'mark.bicepparam': '\ufeff' });
  assert.deepEqual(run('check', '.'), {
    code: 0,
    errors: [],
    output: 'Checked 3 files with 0 resources in N s: no findings.\n',
  });
});

test('a byte order mark does not shift columns, and UTF-16 as PowerShell writes it is read', (context) => {
  const { run } = workspace(context, {
    'mark.bicep': '\ufeffOPEN',
    'powershell.json': Buffer.from(`\ufeff{ ${templateSchema} }\r\nOPEN`, 'utf16le'),
  });
  const { output } = run('check', '.');
  assert.match(output, /^mark\.bicep:1:1 warning/m);
  assert.match(output, /^powershell\.json:2:1 warning/m);
});

test('wrong usage is one line and exit code 2', (context) => {
  const { run } = workspace(context, { 'main.bicep': '' });
  const cases: [string[], string][] = [
    [[], 'a command is missing: check, fix, evaluate, reach, topology, rules, explain; try --help'],
    [['chekc'], 'unknown command chekc; try --help'],
    [['constructor'], 'unknown command constructor; try --help'],
    [['check'], 'check needs a PATH'],
    [['check', ''], 'an empty PATH was given'],
    [['check', '--sarif', 'main.bicep'], 'unknown option --sarif for check'],
    [
      ['check', '--profile', 'all', 'main.bicep'],
      'unknown value all for --profile; one of recommended, iaas, paas, hub, strict',
    ],
    [['check', '--format', 'sarif', 'main.bicep'], 'unknown value sarif for --format; one of text, json'],
    [['check', 'main.bicep', '--format'], '--format needs a value'],
    [['check', '--fixes=yes', 'main.bicep'], '--fixes takes no value'],
    [
      ['check', '--severity', 'fatal', 'main.bicep'],
      'unknown value fatal for --severity; one of error, warning, information, hint',
    ],
    [['check', '--config', 'none.json', 'main.bicep'], 'cannot read none.json: no such file or folder'],
    [['fix', '--safe', '--all', 'main.bicep'], '--safe and --all exclude each other'],
    [['fix', '--config', 'x', 'main.bicep'], 'unknown option --config for fix'],
    [['topology', 'main.bicep', 'main.bicep'], 'topology takes one FILE, but was given 2'],
    [['topology', '--format', 'svg', 'main.bicep'], 'unknown value svg for --format; one of text, json, mermaid'],
    [['rules', 'main.bicep'], 'rules takes no operand, but was given main.bicep'],
    [['explain'], 'explain needs a RULE'],
    [['explain', 'no-such-rule'], 'no rule is called no-such-rule; zero-trust rules lists them'],
    [['reach', 'main.bicep'], 'reach needs --from and --to'],
    [['draw', 'main.bicep'], 'unknown command draw; try --help'],
  ];
  for (const [words, message] of cases) {
    assert.deepEqual(run(...words), { code: 2, output: '', errors: [`zero-trust: ${message}`] }, words.join(' '));
  }
});

test('help is asked for and given', (context) => {
  const { run } = workspace(context, {});
  for (const words of [['--help'], ['-h'], ['check', '--help']]) {
    const { code, output } = run(...words);
    assert.equal(code, 0);
    assert.match(output, /^ {2}zero-trust check PATH\.\.\. \[--format text\|json\]/m);
  }
});

test('after -- everything is a path', (context) => {
  const { run } = workspace(context, { '--fixes.bicep': 'OPEN' });
  assert.equal(run('check', '--', '--fixes.bicep').code, 1);
});

test('the nearest configuration file holds, and --config wins over it', (context) => {
  const { run } = workspace(context, {
    'zerotrust.config.json': '{ "rules": { "open-door": "off" } }',
    'main.bicep': 'OPEN',
    'strict/zerotrust.config.json': '{ "rules": { "open-door": "error" } }',
    'strict/deep/main.bicep': 'OPEN',
    'named.json': '{ "rules": { "open-door": "information" } }',
  });
  const severities = (...words: string[]): string[] =>
    JSON.parse(run('check', '--format=json', ...words).output).findings.map(
      (finding: { severity: string }) => finding.severity,
    );
  assert.deepEqual(severities('main.bicep'), []);
  assert.deepEqual(severities('strict'), ['error']);
  assert.deepEqual(severities('.', '--config', 'named.json'), ['information', 'information']);
});

test('a broken configuration file is one line, and the defaults apply', (context) => {
  const { run } = workspace(context, {
    'zerotrust.config.json': '{\n  "rules": { "open-door": "of" }\n}',
    'a.bicep': 'OPEN',
    'b.bicep': 'OPEN',
  });
  const { code, errors, output } = run('check', 'a.bicep', 'b.bicep');
  assert.equal(code, 2);
  assert.deepEqual(errors, [
    'zero-trust: zerotrust.config.json:2:27: A rule is set to one of off, error, warning, information, hint.',
  ]);
  assert.match(output, /2 warnings/);
  assert.deepEqual(run('check', '--config', 'zerotrust.config.json', 'a.bicep').output, '');
});

test('each fault of a contract is one line, and what is written twice is only told', (context) => {
  const { run } = workspace(context, {
    'main.bicep': 'OPEN',
    'zerotrust.config.json': `{
  "tiers": { "web": ["snet-web"], "web": ["snet-x"] },
  "flows": [
    "web -> app: tcp/443",
    "web -> app: none",
    "web -> data tcp/1433"
  ]
}`,
    'twice.json': '{ "flows": ["web -> app: any", "web -> app: any"] }',
  });
  const lines = [
    'zero-trust: zerotrust.config.json:2:35: The tier web is given twice.',
    'zero-trust: zerotrust.config.json:5:5: This contradicts "web -> app: tcp/443".',
    'zero-trust: zerotrust.config.json:6:5: A flow is written "from -> to: services", such as "web -> app: tcp/443".',
  ];
  const near = run('check', 'main.bicep');
  assert.deepEqual([near.code, near.errors], [2, lines]);
  const named = run('check', '--config', 'zerotrust.config.json', 'main.bicep');
  assert.deepEqual([named.code, named.errors, named.output], [2, lines, '']);
  const twice = run('check', '--config', 'twice.json', 'main.bicep');
  assert.equal(twice.code, 1);
  assert.deepEqual(twice.errors, ['zero-trust: twice.json:1:32: This says the same as "web -> app: any" before it.']);
});

test('an unknown rule in a configuration file is only told', (context) => {
  const { run } = workspace(context, { 'zerotrust.config.json': '{ "rules": { "gone": "off" } }', 'main.bicep': '' });
  const { code, errors } = run('check', 'main.bicep');
  assert.equal(code, 0);
  assert.deepEqual(errors, ['zero-trust: zerotrust.config.json:1:14: No rule is called "gone".']);
});

test('fix applies safe repairs, reports what is left and exits like a check after it', (context) => {
  const { run, read } = workspace(context, { 'main.bicep': 'LOOSE\nLOOSE\nOPEN\n' });
  const { code, output } = run('fix', 'main.bicep');
  assert.equal(code, 1);
  assert.equal(read('main.bicep').toString(), 'TIGHT\nTIGHT\nOPEN\n');
  assert.match(output, /^main\.bicep: Make it TIGHT\nmain\.bicep: Make it TIGHT\nmain\.bicep:3:1 warning open-door\n/);
  assert.match(output, /Applied 2 repairs\. Checked 1 file with 0 resources in N s: 1 warning\.\n$/);
});

test('fix --all applies review repairs too and ends clean', (context) => {
  const { run, read } = workspace(context, { 'main.bicep': 'LOOSE OPEN' });
  assert.equal(run('fix', '--all', 'main.bicep').code, 0);
  assert.equal(read('main.bicep').toString(), 'TIGHT SHUT');
});

test('fix keeps byte order mark, line ends, encoding, mode and links, and leaves nothing behind', (context) => {
  const { run, read, folder } = workspace(context, {
    'mark.bicep': '\ufeffOPEN\r\nx\r\n',
    'wide.json': Buffer.from(`\ufeff{ ${templateSchema} }\r\nOPEN`, 'utf16le'),
    'real.bicep': 'OPEN\n',
  });
  chmodSync(path.join(folder, 'mark.bicep'), 0o640);
  mkdirSync(path.join(folder, 'links'));
  symlinkSync('../real.bicep', path.join(folder, 'links', 'link.bicep'));
  assert.equal(run('fix', '--all', 'mark.bicep', 'wide.json', 'links/link.bicep').code, 0);
  assert.equal(read('mark.bicep').toString(), '\ufeffSHUT\r\nx\r\n');
  assert.equal(read('wide.json').toString('utf16le'), `\ufeff{ ${templateSchema} }\r\nSHUT`);
  assert.equal(read('real.bicep').toString(), 'SHUT\n');
  assert.equal(statSync(path.join(folder, 'mark.bicep')).mode & 0o777, 0o640);
  assert.deepEqual(readdirSync(folder).sort(), ['links', 'mark.bicep', 'real.bicep', 'wide.json']);
  assert.deepEqual(readdirSync(path.join(folder, 'links')), ['link.bicep']);
});

test('fix --dry-run prints a patch with the same exit code and writes nothing', (context) => {
  const { run, read } = workspace(context, { 'a/main.bicep': '1\n2\n3\n4\nOPEN\n6' });
  assert.deepEqual(run('fix', '--all', '--dry-run', 'a'), {
    code: 0,
    errors: [],
    output: `--- a/a/main.bicep
+++ b/a/main.bicep
@@ -2,5 +2,5 @@
 2
 3
 4
-OPEN
+SHUT
 6
\\ No newline at end of file
`,
  });
  assert.equal(read('a/main.bicep').toString(), '1\n2\n3\n4\nOPEN\n6');
});

test('a repair that fails is one line, and the report goes on', (context) => {
  const { run } = workspace(context, { 'main.bicep': 'FRAIL OPEN', 'other.bicep': 'OPEN' });
  const { code, output, errors } = run('check', '--fixes', '.');
  assert.equal(code, 2);
  assert.deepEqual(errors, ['zero-trust: internal error in main.bicep: TypeError: the marker engine was told to fail']);
  assert.match(output, /^main\.bicep:1:7 warning open-door$/m);
  assert.match(output, /^ {2}repair \(review\): Make it SHUT$/m);
  assert.deepEqual(run('fix', '--all', 'main.bicep').errors, errors);
});

test('control characters of a template do not reach the terminal', (context) => {
  const { run } = workspace(context, { 'main.bicep': '\u001b[2J\u202e\u009b OPEN' });
  const { output } = run('check', 'main.bicep');
  assert.match(output, /^ {5}1 \| \ufffd\[2J\ufffd\ufffd OPEN\n {7}\| {8}\^{4}$/m);
});

test('a line of ten megabytes is shown only where the finding is', (context) => {
  const { run } = workspace(context, {
    'main.json': `{ ${templateSchema}, "x": "${'x'.repeat(10_000_000)}OPEN${'y'.repeat(1000)}" }`,
  });
  const { output } = run('check', 'main.json');
  const carets = output.split('\n').find((line) => line.includes('^^^^'));
  assert.equal(carets, `       | ${' '.repeat(41)}^^^^`);
  assert.ok(output.length < 2000, `${output.length} characters of output`);
});

test('topology lists tiers with their nodes, as text and as JSON', (context) => {
  const { run } = workspace(context, { 'main.bicep': '\n  resource door = {}\n', 'empty.bicep': '' });
  assert.deepEqual(run('topology', 'main.bicep'), {
    code: 0,
    errors: [],
    output: `\
Front end
  door  Test/doors  main.bicep:2:12 warning
      It is called door.

Who reaches whom
  internet  web  TCP 443, maybe UDP 53
      maybe: it depends on parameter dns
  Nothing else.
`,
  });
  assert.deepEqual(JSON.parse(run('topology', '--format', 'json', 'main.bicep').output), {
    version: 1,
    tiers: [
      {
        id: 'web',
        title: 'Front end',
        nodes: [
          {
            id: 'door',
            type: 'Test/doors',
            name: 'door',
            symbolicName: 'door',
            file: 'main.bicep',
            range: { start: { line: 1, character: 2 }, end: { line: 1, character: 15 } },
            evidence: [{ kind: 'name', detail: 'It is called door.' }],
            worst: 'warning',
            children: [],
          },
        ],
      },
    ],
    matrix: [
      {
        from: 'internet',
        to: 'web',
        flows: [
          { protocol: 'tcp', ports: '443-443', answer: 'allowed', dependsOn: [] },
          { protocol: 'udp', ports: '53-53', answer: 'depends', dependsOn: ['parameter dns'] },
        ],
      },
      { from: 'web', to: 'internet', flows: [] },
    ],
  });
  assert.equal(
    run('topology', '--format', 'mermaid', 'main.bicep').output,
    `\
flowchart LR
  internet(("Internet"))
  subgraph tier_web["Front end"]
    node_0_0(["door"])
  end
  internet -->|"TCP 443, maybe UDP 53"| tier_web
`,
  );
  assert.equal(run('topology', 'empty.bicep').output, 'empty.bicep has no resources to draw.\n');
});

test('rules lists every rule, explain shows one', (context) => {
  const { run } = workspace(context, {});
  assert.equal(
    run('rules').output,
    'open-door    warning      A door is open.\nloose-screw  information  A screw is loose.\n',
  );
  const { rules } = JSON.parse(run('rules', '--format', 'json').output);
  assert.deepEqual(rules[0], {
    id: 'open-door',
    formerIds: [],
    title: 'A door is open.',
    severity: 'warning',
    principle: 'assume-breach',
    articles: [],
    rows: [1],
    profiles: [],
    equivalents: { checkov: [], kics: [], psrule: [], trivy: [], templateAnalyzer: [] },
    policies: [],
    controls: [],
    languages: ['bicep', 'arm'],
    fixes: [],
    fixKinds: [],
  });
  assert.equal(run('explain', 'open-door').output, '# open-door\n\nShut it.\n');
});
