import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configurationSchema, readConfigurationFile } from './configuration-file.ts';
import { ruleNames } from './rule-names.ts';

const names = ruleNames([
  { id: 'no-public-network-access', formerIds: ['public-network-access'] },
  { id: 'subnet-without-nsg' },
]);

/** Reads a text and gives what it decides, with each problem as `severity: "marked text": message`. */
function read(text: string): { rules: unknown; problems: string[] } {
  const { configuration, problems } = readConfigurationFile(text, names);
  return {
    rules: configuration.rules,
    problems: problems.map(
      ({ severity, span, message }) => `${severity}: ${JSON.stringify(text.slice(span.start, span.end))}: ${message}`,
    ),
  };
}

test('settings are read from JSON with comments and trailing commas', () => {
  const text = `{
  // the hub has its own firewall
  "rules": { "subnet-without-nsg": "off", "no-public-network-access": "error", },
}`;
  assert.deepEqual(read(text), {
    rules: { 'subnet-without-nsg': 'off', 'no-public-network-access': 'error' },
    problems: [],
  });
});

test('an empty object, a schema and empty rules decide nothing', () => {
  for (const text of ['{}', '{ "$schema": "./x.json" }', '{ "rules": {} }']) {
    assert.deepEqual(read(text), { rules: {}, problems: [] });
  }
});

test('a file that does not parse is one error and decides nothing', () => {
  assert.deepEqual(read('{ "rules": { "subnet-without-nsg" "off" }, ]'), {
    rules: {},
    problems: ['error: "\\"off\\"": The configuration is not valid JSON: colon expected.'],
  });
});

test('an empty file is one error', () => {
  assert.deepEqual(read(''), {
    rules: {},
    problems: ['error: "": The configuration is not valid JSON: value expected.'],
  });
});

test('a value of another shape is one error at the value', () => {
  assert.deepEqual(read('[1]').problems, [
    'error: "[1]": The configuration must be an object, such as { "rules": {} }.',
  ]);
  assert.deepEqual(read('{ "rules": [] }').problems, [
    'error: "[]": rules must be an object of rule ids and their settings.',
  ]);
  assert.deepEqual(read('{ "rules": { "no-public-network-access": "error", "subnet-without-nsg": "fatal" } }'), {
    rules: {},
    problems: ['error: "\\"fatal\\"": A rule is set to one of off, error, warning, information, hint.'],
  });
});

test('unknown keys and rules are warnings, and the rest holds', () => {
  assert.deepEqual(read('{ "ruels": {}, "rules": { "no-such-rule": "off", "subnet-without-nsg": "hint" } }'), {
    rules: { 'subnet-without-nsg': 'hint' },
    problems: [
      'warning: "\\"ruels\\"": Nothing is called "ruels" in a configuration. Known: $schema, profile, rules, modules, tiers, flows.',
      'warning: "\\"no-such-rule\\"": No rule is called "no-such-rule".',
    ],
  });
});

test('modules are mapped to folders, and a fault in the mapping is one error where it stands', () => {
  const { configuration, problems } = readConfigurationFile(
    '{ "modules": { "br/public:avm/": "../avm/", "ts/specs:": "specs" } }',
    names,
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(configuration.modules, [
    { prefix: 'br/public:avm/', folder: '../avm/' },
    { prefix: 'ts/specs:', folder: 'specs' },
  ]);
  const fault = (modules: string) => read(`{ "modules": ${modules} }`).problems;
  assert.deepEqual(fault('[]'), ['error: "[]": modules must be an object of prefixes of modules and their folders.']);
  assert.deepEqual(fault('{ "../avm/": "x" }'), [
    'error: "\\"../avm/\\"": A prefix of modules starts with "br:", "br/", "ts:" or "ts/".',
  ]);
  assert.deepEqual(fault('{ "br:a/": 1 }'), ['error: "1": Modules are mapped to a folder, such as "../modules/".']);
  assert.deepEqual(fault('{ "br:a/": "..\\\\avm" }'), [
    'error: "\\"..\\\\\\\\avm\\"": Write "/" between folders: it is understood everywhere.',
  ]);
});

test('names that every object has are not settings', () => {
  const { rules, problems } = read('{ "rules": { "__proto__": "off", "constructor": "off" } }');
  assert.deepEqual(rules, {});
  assert.equal(problems.length, 2);
});

test('nesting deeper than a parser could bear is one error', () => {
  assert.deepEqual(read('['.repeat(100_000)), {
    rules: {},
    problems: ['error: "[": The configuration is nested too deeply.'],
  });
});

test('the schema lists every rule and every setting', () => {
  const schema = JSON.stringify(configurationSchema([{ id: 'subnet-without-nsg', title: 'A subnet has no NSG' }]));
  assert.match(schema, /"subnet-without-nsg":\{"description":"A subnet has no NSG","enum":\["off","error",/);
});

test('a rule may be called by its former id', () => {
  assert.deepEqual(read('{ "rules": { "public-network-access": "off" } }'), {
    rules: { 'no-public-network-access': 'off' },
    problems: [],
  });
});

test('a profile is one of the known ones', () => {
  assert.equal(readConfigurationFile('{ "profile": "hub" }', names).configuration.profile, 'hub');
  assert.equal(readConfigurationFile('{}', names).configuration.profile, undefined);
  assert.deepEqual(read('{ "profile": "all", "rules": { "subnet-without-nsg": "off" } }'), {
    rules: {},
    problems: ['error: "\\"all\\"": The profile is one of recommended, iaas, paas, hub, strict.'],
  });
});
