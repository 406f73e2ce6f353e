/** The facts of server/src/azure against the published schemas of the resource types. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readTypeSchema, type TypeSchema } from '../../scripts/azure-types.ts';
import { privateLinkFile, privateLinkSource } from '../../scripts/generate-private-link.ts';
import { typeVersionsFile, typeVersionsSource } from '../../scripts/generate-type-versions.ts';
import { canWrite } from '../../server/src/azure/api-version.ts';
import { comparable } from '../../server/src/azure/circumstance.ts';
import { privateEndpointOf, privateEndpointTypes } from '../../server/src/azure/private-endpoint.ts';
import { publicAccessOf, publicAccessTypes } from '../../server/src/azure/public-access.ts';
import { specialSubnets } from '../../server/src/azure/special-subnets.ts';
import { isWritable } from '../../server/src/azure/type-versions.ts';
import { rules } from '../../server/src/rules/index.ts';
import { corpusFolder, needsCorpus } from '../corpus.ts';

const azureTypes = path.join(corpusFolder, 'azure-types');
const specification = path.join(corpusFolder, '..', 'spec', 'private-link.json');

/** Types that the schemas lack: see the corpus's README. */
const unpublished = ['Microsoft.AAD/domainServices', 'Microsoft.Logic/integrationServiceEnvironments'];

function schemaOf(type: string): TypeSchema {
  const schema = readTypeSchema(azureTypes, type);
  assert.ok(schema, `${type} has no schema`);
  return schema;
}

test('the generated private link table is what the generator makes today', {
  ...needsCorpus('azure-types'),
  ...(existsSync(specification) ? {} : { skip: `needs ${specification}` }),
}, () => {
  assert.equal(
    readFileSync(privateLinkFile, 'utf8'),
    privateLinkSource(readFileSync(specification, 'utf8'), azureTypes),
  );
});

test('the generated table of versions is what the generator makes today', needsCorpus('azure-types'), () => {
  const generated = readFileSync(typeVersionsFile, 'utf8');
  assert.equal(generated, typeVersionsSource(azureTypes));
  assert.ok(generated.length <= 150_000, `it has ${generated.length} bytes`);
});

test('the table of versions answers as the schemas do', needsCorpus('azure-types'), () => {
  const wrong: string[] = [];
  for (const type of new Set(rules.flatMap((rule) => rule.on))) {
    const schema = readTypeSchema(azureTypes, type);
    if (schema === null) continue;
    for (const property of schema.paths) {
      const known = schema.versions.some((version) => schema.writable(version, property));
      for (const version of schema.versions) {
        const expected = known ? schema.writable(version, property) : null;
        if (isWritable(type, version, property.replaceAll('[]', '')) !== expected)
          wrong.push(`${type}@${version} ${property}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

test(
  'every property that closes public access can be written in exactly the versions that the facts say',
  needsCorpus('azure-types'),
  () => {
    const wrong: string[] = [];
    for (const type of publicAccessTypes) {
      const schema = schemaOf(type);
      for (const door of publicAccessOf(type)?.switches ?? []) {
        for (const version of schema.versions) {
          if (canWrite(door, version) !== schema.writable(version, door.path))
            wrong.push(`${type}@${version} ${door.path}`);
        }
      }
    }
    assert.deepEqual(wrong, []);
  },
);

test('the closing values are values of the schemas', needsCorpus('azure-types'), () => {
  const wrong: string[] = [];
  for (const type of publicAccessTypes) {
    for (const door of publicAccessOf(type)?.switches ?? []) {
      const values = schemaOf(type).values(door.path)?.map(comparable);
      if (values && !values.includes(comparable(door.value))) wrong.push(`${type} ${door.path}: ${String(door.value)}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test(
  'what decides beside the switches, and what repairs set too, are properties of their types',
  needsCorpus('azure-types'),
  () => {
    const wrong: string[] = [];
    const expectProperty = (type: string, property: string): void => {
      const schema = schemaOf(type);
      if (!schema.versions.some((version) => schema.writable(version, property))) wrong.push(`${type} ${property}`);
    };
    for (const type of publicAccessTypes) {
      const facts = publicAccessOf(type);
      if (!facts) continue;
      for (const { child, path: property } of facts.substitutes) {
        expectProperty(child ? `${type}/${child.type}` : type, property);
      }
      for (const circumstance of facts.privateWhen) expectProperty(type, circumstance.path);
      for (const { path: property } of facts.repair.also) expectProperty(type, property);
      if (facts.repair.needs) expectProperty(type, facts.repair.needs.path);
    }
    for (const type of privateEndpointTypes) {
      const facts = privateEndpointOf(type);
      for (const circumstance of facts?.noneWhen ?? []) expectProperty(type, circumstance.path);
      if (facts?.proposals.path) expectProperty(type, facts.proposals.path);
      if (facts?.plan && facts.target === 'itself') expectProperty(type, facts.plan.idPath);
    }
    assert.deepEqual(wrong, []);
  },
);

test('the resources that live in special subnets refer to them where the facts say', needsCorpus('azure-types'), () => {
  const wrong: string[] = [];
  for (const occupant of specialSubnets.flatMap((special) => special.occupants ?? [])) {
    if (unpublished.includes(occupant.type)) continue;
    const property = 'arrayPath' in occupant ? occupant.arrayPath : occupant.idPath;
    const schema = schemaOf(occupant.type);
    if (!schema.versions.some((version) => schema.writable(version, property)))
      wrong.push(`${occupant.type} ${property}`);
  }
  assert.deepEqual(wrong, []);
});
