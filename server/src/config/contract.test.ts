import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfigurationFile } from './configuration-file.ts';
import { clashesOf, declaredBetween, type FlowStatement, fitsName, readFlowStatement } from './contract.ts';
import { contractSchema } from './contract-setting.ts';
import { noRuleNames } from './rule-names.ts';
import { tierIds } from './tiers.ts';

function flow(text: string): FlowStatement {
  const statement = readFlowStatement(text);
  assert.ok(typeof statement !== 'string', String(statement));
  return statement;
}

const words = (services: FlowStatement['services']) =>
  services.map(({ protocol, from, to }) => `${protocol} ${from}-${to}`);

test('a statement names two ends and the services between them', () => {
  const cases: [string, string[]][] = [
    ['web -> app: tcp/443', ['tcp 443-443']],
    ['internet->gateway:tcp/443', ['tcp 443-443']],
    ['  app -> data : tcp/1433 , UDP/1434 ', ['tcp 1433-1433', 'udp 1434-1434']],
    ['management -> *: tcp/22-23', ['tcp 22-23']],
    ['hub -> app: icmp', ['icmp 0-65535']],
    ['app -> app: any', ['* 0-65535']],
    ['app -> app: */*', ['* 0-65535']],
    ['app -> internet: tcp', ['tcp 0-65535']],
    ['* -> data: none', []],
  ];
  for (const [text, services] of cases) assert.deepEqual(words(flow(text).services), services, text);
});

test('what is no statement is told in one line', () => {
  const cases: [string, RegExp][] = [
    ['', /^A flow is written/],
    ['web app: tcp/443', /^A flow is written/],
    ['web -> app', /^A flow is written/],
    ['frontend -> app: tcp/443', /^A flow is between tiers: "frontend" is none of gateway, /],
    ['web -> app:', /^A service is a protocol/],
    ['web -> app: 443', /^A service is a protocol/],
    ['web -> app: http', /^A service is a protocol/],
    ['web -> app: tcp/443-', /^A service is a protocol/],
    ['web -> app: tcp/*-5', /^A service is a protocol/],
    ['web -> app: icmp/8', /^Only tcp and udp have ports/],
    ['web -> app: */443', /^Only tcp and udp have ports/],
    ['web -> app: tcp/70000', /^Ports run from 0 to 65535/],
    ['web -> app: tcp/90-80', /^Ports run from 0 to 65535/],
    ['web -> app: tcp/443, none', /^none stands alone/],
  ];
  for (const [text, message] of cases) assert.match(String(readFlowStatement(text)), message, text);
});

test('the most exact statements decide, and none wins among equals', () => {
  const flows = [
    'app -> data: tcp/1433',
    'app -> data: tcp/1434',
    '* -> data: none',
    'management -> *: tcp/22',
    '* -> *: icmp',
  ].map(flow);
  const between = (from: 'web' | 'app' | 'management' | 'internet', to: 'app' | 'data' | 'web') => {
    const { services, statements } = declaredBetween(flows, from, to);
    return [words(services), statements.map(({ text }) => text)];
  };
  assert.deepEqual(between('app', 'data'), [
    ['tcp 1433-1433', 'tcp 1434-1434'],
    ['app -> data: tcp/1433', 'app -> data: tcp/1434'],
  ]);
  assert.deepEqual(between('internet', 'data'), [[], ['* -> data: none']]);
  assert.deepEqual(between('management', 'data'), [[], ['* -> data: none']]);
  assert.deepEqual(between('management', 'web'), [['tcp 22-22'], ['management -> *: tcp/22']]);
  assert.deepEqual(between('web', 'app'), [['icmp 0-65535'], ['* -> *: icmp']]);
  assert.deepEqual(declaredBetween([], 'web', 'app'), { services: [], statements: [] });
});

test('names fit patterns', () => {
  for (const [pattern, name] of [
    ['snet-web', 'SNET-Web'],
    ['snet-*', 'snet-app'],
    ['*', ''],
    ['*web*', 'snet-web-1'],
    ['a*b*c', 'abbc'],
  ] as const)
    assert.ok(fitsName(pattern, name), `${pattern} ${name}`);
  for (const [pattern, name] of [
    ['snet-web', 'snet-web2'],
    ['snet-*', 'subnet-app'],
    ['a*a', 'a'],
    ['a*b*c', 'acb'],
    ['*b*b', 'ab'],
  ] as const)
    assert.ok(!fitsName(pattern, name), `${pattern} ${name}`);
});

/** What the settings say, or each problem as `"marked text": message`. */
function read(text: string): unknown {
  const { configuration, problems } = readConfigurationFile(text, noRuleNames);
  if (problems.length === 0) return configuration.contract ?? null;
  return problems.map(({ span, message }) => `${text.slice(span.start, span.end)}: ${message}`);
}

test('tiers are subnets and tags', () => {
  assert.deepEqual(
    read(
      '{ "tiers": { "web": ["snet-web"], "data": { "subnets": ["hub/sql-*"], "tags": { "tier": ["db", "sql"] } } } }',
    ),
    {
      tiers: [
        { tier: 'web', subnets: ['snet-web'], tags: [] },
        {
          tier: 'data',
          subnets: ['hub/sql-*'],
          tags: [
            { name: 'tier', value: 'db' },
            { name: 'tier', value: 'sql' },
          ],
        },
      ],
      flows: null,
    },
  );
});

test('without the settings nothing is declared; an empty list of flows forbids all', () => {
  assert.equal(read('{ "rules": {} }'), null);
  assert.equal(read('{ "tiers": {} }'), null);
  assert.deepEqual(read('{ "flows": [] }'), { tiers: [], flows: [] });
});

test('a fault in either setting is one problem where it stands', () => {
  const cases: [string, string][] = [
    ['{ "tiers": [] }', '[]: tiers must be an object of tiers and what belongs to them.'],
    [
      '{ "tiers": { "front": [] } }',
      '"front": No tier is called "front". Tiers: gateway, web, app, data, endpoints, egress, management, hub.',
    ],
    ['{ "tiers": { "web": ["a"], "web": ["b"] } }', '"web": The tier web is given twice.'],
    ['{ "tiers": { "web": ["a"], "app": ["A"] } }', '"A": "A" is given to web already.'],
    ['{ "tiers": { "web": "a" } }', '"a": A tier is a list of subnets, or an object with subnets and tags.'],
    ['{ "tiers": { "web": { "nics": [] } } }', '"nics": Nothing is called "nics" in a tier. Known: subnets, tags.'],
    ['{ "tiers": { "web": ["a/b/c"] } }', '"a/b/c": A subnet is given by its name, or as "virtual network/subnet".'],
    ['{ "tiers": { "web": { "tags": { "tier": 1 } } } }', '1: The value of a tag is a text, or a list of texts.'],
    ['{ "flows": "web -> app: any" }', '"web -> app: any": flows must be a list, such as ["web -> app: tcp/443"].'],
    ['{ "flows": [443] }', '443: A flow is written "from -> to: services", such as "web -> app: tcp/443".'],
    ['{ "flows": ["web -> app: any", "web -> app: none"] }', '"web -> app: none": This contradicts "web -> app: any".'],
  ];
  for (const [text, problem] of cases) assert.deepEqual(read(text), [problem], text);
});

test('each fault is told where it stands, and none hides another', () => {
  assert.deepEqual(
    read(`{
      "tiers": { "web": { "subnets": ["a", "b"] }, "app": { "subnets": ["b"] }, "web": { "subnets": ["c/d/e"] } },
      "flows": [
        "web -> app: tcp/443", "web -> app: none", "web -> app: TCP/443", "internet -> nowhere: tcp/80",
        "web -> data: tcp/99999", "* -> data: none", "web -> data tcp/1433"
      ]
    }`),
    [
      '"b": "b" is given to web already.',
      '"web": The tier web is given twice.',
      '"c/d/e": A subnet is given by its name, or as "virtual network/subnet".',
      '"web -> app: none": This contradicts "web -> app: tcp/443".',
      '"web -> app: TCP/443": This says the same as "web -> app: tcp/443" before it.',
      '"internet -> nowhere: tcp/80": A flow is between tiers: "nowhere" is none of gateway, web, app, data, endpoints, egress, management, hub, unassigned, internet or *.',
      '"web -> data: tcp/99999": Ports run from 0 to 65535, the lower first: "tcp/99999".',
      '"web -> data tcp/1433": A flow is written "from -> to: services", such as "web -> app: tcp/443".',
    ],
  );
});

test('what is written twice is told, and the rest of the file holds', () => {
  const text =
    '{ "flows": ["web -> app: tcp/443, udp/53"], "flows": ["web -> app: tcp/1, udp/2", "web->app: UDP/2, tcp/1"] }';
  assert.deepEqual(read(text), [
    '"flows": "flows" is given twice: the last one counts.',
    '"web->app: UDP/2, tcp/1": This says the same as "web -> app: tcp/1, udp/2" before it.',
  ]);
  const { configuration, problems } = readConfigurationFile(text, noRuleNames);
  assert.equal(configuration.contract?.flows?.length, 2);
  assert.ok(problems.every(({ severity }) => severity === 'warning'));
  assert.deepEqual(read('{ "tiers": { "web": { "tags": { "a": "x" }, "tags": { "b": "y" } } } }'), [
    '"tags": "tags" is given twice.',
  ]);
});

test('statements that add up do not clash', () => {
  const flows = ['web -> app: tcp/443', 'web -> app: tcp/8443', '* -> app: none', 'app -> web: tcp/443'];
  assert.deepEqual(clashesOf(flows.map(flow)), []);
});

/** What the schema says of flows, as an editor reads it. */
interface FlowItems {
  readonly pattern: string;
  readonly examples: readonly string[];
  readonly defaultSnippets: readonly { readonly label: string; readonly body: string }[];
}

function schemaOfFlows(): FlowItems {
  const { flows } = contractSchema() as { readonly flows: { readonly items: FlowItems } };
  return flows.items;
}

test('the schema offers every tier and flows to fill in, which are flows as they stand', () => {
  const { tiers } = contractSchema() as {
    readonly tiers: { readonly properties: object; readonly additionalProperties: boolean };
  };
  assert.deepEqual(
    Object.keys(tiers.properties),
    tierIds.filter((id) => id !== 'unassigned'),
  );
  assert.equal(tiers.additionalProperties, false);
  const { examples, defaultSnippets } = schemaOfFlows();
  const filled = defaultSnippets.map(({ body }) => body.replace(/\$\{\d:([^}]*)\}/g, '$1'));
  assert.ok(filled.length > 0 && examples.length > 0);
  for (const text of [...filled, ...examples]) assert.equal(typeof readFlowStatement(text), 'object', text);
});

test('the schema takes the flows that are read and no others', () => {
  const pattern = new RegExp(schemaOfFlows().pattern);
  const good = [
    'web -> app: tcp/443',
    ' internet->gateway : TCP/443, udp/5000-5010 ',
    '* -> data: none',
    'app -> *: any',
    'app -> data: *',
    'app -> data: tcp, icmp, esp/*',
    'unassigned -> data: tcp/*',
  ];
  const bad = [
    '',
    'web -> app',
    'web > app: tcp/443',
    'front -> app: tcp/443',
    'web -> shop: tcp/443',
    'web -> app:',
    'web -> app: 443',
    'web -> app: tcp/https',
    'web -> app: none, tcp/443',
    'web -> app: tcp/443,',
    'web -> app: icmp/8',
    'web -> app: tcp/*-443',
    'web -> app: any/443',
  ];
  for (const text of good)
    assert.deepEqual([typeof readFlowStatement(text), pattern.test(text)], ['object', true], text);
  for (const text of bad)
    assert.deepEqual([typeof readFlowStatement(text), pattern.test(text)], ['string', false], text);
});
