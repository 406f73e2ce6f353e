/** Every property of every snippet can be written in the apiVersion that the snippet uses, by the schemas of the resource types. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readSource } from '../../server/src/service/read.ts';
import type { Expression, ResourceDeclaration } from '../../server/src/template/ir.ts';
import { corpusFolder, needsCorpus } from '../corpus.ts';
import { snippetTemplates } from '../snippet-templates.ts';

/** A node of a schema, as the README of the corpus describes it. */
interface SchemaNode {
  readonly t: string;
  readonly req?: boolean;
  readonly ro?: boolean;
  readonly since?: string;
  readonly absent?: readonly string[];
  readonly enum?: readonly string[];
  readonly props?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly extra?: SchemaNode;
  readonly variants?: Readonly<Record<string, SchemaNode>>;
}

interface TypeSchema {
  readonly versions: { readonly stable: readonly string[] };
  readonly scopes: readonly string[];
  readonly properties: Readonly<Record<string, SchemaNode>>;
  /** Of types whose body depends on their name. */
  readonly variants?: Readonly<Record<string, SchemaNode>>;
}

const folder = path.join(corpusFolder, 'azure-types');

/** Keys of a resource that belong to the language and not to the type. */
const languageKeys = ['type', 'apiversion', 'name', 'parent', 'scope', 'dependson'];

test('snippets write what their apiVersion takes', needsCorpus('azure-types'), () => {
  const index = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as {
    types: { type: string; file: string }[];
  };
  const schemaOf = (type: string): TypeSchema => {
    const entry = index.types.find((candidate) => candidate.type === type);
    assert.ok(entry, `${type} is a type, in this spelling`);
    return JSON.parse(readFileSync(path.join(folder, entry.file), 'utf8')) as TypeSchema;
  };

  let properties = 0;
  for (const { form, prefix, file } of [0, 1, 2, 3, 4].flatMap(snippetTemplates)) {
    const lowered = readSource(file)?.lowered;
    const resources = lowered?.template.declarations.filter((declaration) => declaration.kind === 'resource') ?? [];
    assert.ok(resources.length > 0);
    for (const resource of resources) {
      const schema = schemaOf(resource.type);
      const where = `${prefix} (${form}) ${resource.type}@${resource.apiVersion}`;
      assert.ok(schema.versions.stable.includes(resource.apiVersion ?? ''), `${where} is a stable version`);
      assert.ok(schema.scopes.includes(lowered?.template.scope ?? ''), `${where} can be deployed there`);
      const complaints: string[] = [];
      properties += checkBody(resource, schema, complaints);
      assert.deepEqual(complaints, [], where);
    }
  }
  assert.ok(properties > 1000, 'the check sees the properties');
});

/** Compares a body with its schema; gives the number of properties seen. */
function checkBody(resource: ResourceDeclaration, schema: TypeSchema, complaints: string[]): number {
  const { apiVersion, body } = resource;
  if (body.kind !== 'object' || apiVersion === null) return complaints.push('the body is no object');
  const own = {
    ...body,
    members: body.members.filter(
      (member) => member.kind !== 'property' || !languageKeys.includes(member.key.toLowerCase()),
    ),
  };
  const { name: _, ...props } = schema.properties;
  const node = { t: 'object', props, ...(schema.variants && { variants: schema.variants }) };
  return check(own, node, apiVersion, 'body', complaints);
}

function check(value: Expression, node: SchemaNode, version: string, at: string, complaints: string[]): number {
  if (value.kind === 'array') {
    if (node.t !== 'array' || !node.items) return complaints.push(`${at} is no array`);
    const { items } = node;
    return value.items.reduce((sum, item) => sum + check(item.value, items, version, `${at}[]`, complaints), 0);
  }
  if (value.kind !== 'object') {
    checkScalar(value, node, at, complaints);
    return 0;
  }
  let seen = 0;
  for (const member of value.members) {
    if (member.kind !== 'property') return complaints.push(`${at} has a computed property`);
    seen++;
    const child = node.props?.[member.key] ?? variantOf(node, member.key) ?? node.extra;
    if (!child) complaints.push(`${at} has no ${member.key}`);
    else if (!isWritable(child, version)) complaints.push(`${at}.${member.key} can't be written in ${version}`);
    else seen += check(member.value, child, version, `${at}.${member.key}`, complaints);
  }
  const given = value.members.flatMap((member) => (member.kind === 'property' ? [member.key] : []));
  for (const [key, child] of Object.entries(node.props ?? {})) {
    if (child.req && !given.includes(key)) complaints.push(`${at} lacks ${key}`);
  }
  return seen;
}

function checkScalar(value: Expression, node: SchemaNode, at: string, complaints: string[]): void {
  if (value.kind !== 'literal') return;
  const kinds: Readonly<Record<string, string>> = { string: 'string', boolean: 'bool', number: 'int' };
  const kind = kinds[typeof value.value];
  if (kind !== node.t && node.t !== 'any') complaints.push(`${at} is a ${node.t}`);
  if (node.enum && !node.enum.includes(String(value.value)))
    complaints.push(`${at} doesn't take ${String(value.value)}`);
}

function variantOf(node: SchemaNode, key: string): SchemaNode | undefined {
  return Object.values(node.variants ?? {}).find((variant) => variant.props?.[key])?.props?.[key];
}

function isWritable(node: SchemaNode, version: string): boolean {
  return node.ro !== true && (node.since === undefined || node.since <= version) && !node.absent?.includes(version);
}
