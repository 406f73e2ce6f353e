/**
 * For tests: lowered Bicep as an ARM template, the way the compiler writes it: with symbolic names (language version 2.0), or in the classic form
 * where the program allows it. Independent of how the product reads templates. What the generator of programs doesn't write is refused.
 */
import type {
  Declaration,
  Expression,
  FunctionDeclaration,
  LoopHeader,
  ModuleDeclaration,
  ObjectExpression,
  ResourceDeclaration,
  Template,
  TypeFacts,
} from '../server/src/template/ir.ts';
import {
  armExpression,
  deploymentsType,
  deploymentsVersion,
  groupOf,
  type Locals,
  type Meaning,
  type Names,
  nameSegments,
  noLocals,
  symbolText,
  turnLocals,
} from './print-arm-expression.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Gives the template of a path as the text of another file names it. */
export type TemplateAt = (path: string) => Template;

export interface ArmForm {
  /** Whether templates without anything that needs the language version 2.0 are written in the classic form. */
  readonly classic: boolean;
}

/** The JSON text of a template; its modules stand inside of it. */
export function printArm(template: Template, templateAt: TemplateAt, form: ArmForm): string {
  return JSON.stringify(templateJson(template, templateAt, form), null, 2);
}

const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

/** The name space of a template's own functions. */
const ownSpace = '__bicep';

function templateJson(template: Template, templateAt: TemplateAt, form: ArmForm): Json {
  const { declarations } = template;
  const isSymbolic = !form.classic || declarations.some(needsSymbolicNames);
  const imported = importsOf(template, templateAt);
  const names = namesOf(declarations, imported, isSymbolic);
  const functions = [...imported.functions, ...declarations.filter((each) => each.kind === 'function')].map(
    (declaration) => functionJson(names, declaration),
  );
  const resources = declarations.flatMap((declaration): [string, Json][] => {
    if (declaration.kind === 'resource') return resourceEntries(names, declaration, null);
    return declaration.kind === 'module' ? [moduleEntry(names, declaration, templateAt, form)] : [];
  });
  const variables = [...imported.variables, ...declarations.filter((each) => each.kind === 'variable')];
  return {
    $schema: schema,
    ...(isSymbolic ? { languageVersion: '2.0' } : {}),
    contentVersion: '1.0.0.0',
    definitions: Object.fromEntries(
      declarations.flatMap((each) => (each.kind === 'type' ? [[each.name, typeJson(each.type)]] : [])),
    ),
    functions: [{ namespace: ownSpace, members: Object.fromEntries(functions) }],
    parameters: Object.fromEntries(
      declarations.flatMap((each) =>
        each.kind === 'parameter' ? [[each.name, parameterJson(names, each, declarations)]] : [],
      ),
    ),
    variables: membersJson(
      names,
      variables.filter(({ name }) => names.meaning(name)?.kind === 'text').map(({ name, value }) => [name, value]),
      noLocals,
    ),
    resources: isSymbolic ? Object.fromEntries(resources) : resources.map(([, resource]) => resource),
    outputs: Object.fromEntries(
      declarations.flatMap((each) => (each.kind === 'output' ? [[each.name, outputJson(names, each.value)]] : [])),
    ),
  };
}

function needsSymbolicNames(declaration: Declaration): boolean {
  if (['function', 'type', 'import'].includes(declaration.kind)) return true;
  return declaration.kind === 'parameter' && declaration.type.nullable;
}

interface Imported {
  readonly functions: readonly FunctionDeclaration[];
  readonly variables: readonly { readonly name: string; readonly value: Expression }[];
}

function importsOf(template: Template, templateAt: TemplateAt): Imported {
  const functions: FunctionDeclaration[] = [];
  const variables: { name: string; value: Expression }[] = [];
  for (const declaration of template.declarations) {
    if (declaration.kind !== 'import') continue;
    const exported = templateAt(declaration.path).declarations;
    for (const { exported: name, local } of declaration.symbols ?? []) {
      const found = exported.find((each) => each.name === name);
      if (found?.kind === 'function') functions.push({ ...found, name: local });
      else if (found?.kind === 'variable') variables.push({ name: local, value: found.value });
    }
  }
  return { functions, variables };
}

function namesOf(declarations: readonly Declaration[], imported: Imported, isSymbolic: boolean): Names {
  const meanings = new Map<string, Meaning>();
  const functions = new Set(imported.functions.map(({ name }) => name));
  for (const { name } of imported.variables) meanings.set(name, { kind: 'text', text: `variables('${name}')` });
  for (const declaration of declarations) {
    const { name } = declaration;
    if (declaration.kind === 'parameter') meanings.set(name, { kind: 'text', text: `parameters('${name}')` });
    if (declaration.kind === 'function') functions.add(name);
    if (declaration.kind === 'resource' || declaration.kind === 'module')
      meanings.set(
        name,
        declaration.kind === 'resource' ? { kind: 'resource', declaration } : { kind: 'module', declaration },
      );
  }
  const late = (expression: Expression): boolean => isLate(expression, meanings);
  // In order: a variable that reads one that is inlined is inlined too.
  for (const declaration of declarations) {
    if (declaration.kind !== 'variable') continue;
    const { name, value } = declaration;
    meanings.set(name, late(value) ? { kind: 'inlined', value } : { kind: 'text', text: `variables('${name}')` });
  }
  return {
    isSymbolic,
    meaning: (name) => meanings.get(name),
    userFunction: (name) => (functions.has(name) ? `${ownSpace}.${name}` : undefined),
  };
}

/** Whether an expression reads what Azure knows only when it deploys: more of a resource than its id and name, or an output of a module. */
function isLate(root: Expression, meanings: ReadonlyMap<string, Meaning>): boolean {
  const pending: unknown[] = [root];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (typeof part !== 'object' || part === null) continue;
    const expression = part as Expression;
    if (expression.kind === 'name') {
      const kind = meanings.get(expression.name)?.kind;
      if (kind === 'inlined' || kind === 'resource' || kind === 'module') return true;
    }
    if (
      expression.kind === 'member' &&
      expression.key.kind === 'literal' &&
      ['id', 'name'].includes(String(expression.key.value))
    ) {
      const owner = expression.target.kind === 'member' ? expression.target.target : expression.target;
      if (owner.kind === 'name' && meanings.get(owner.name)?.kind === 'resource') continue;
    }
    pending.push(...Object.values(part));
  }
  return false;
}

function typeJson({ base, nullable, secure, allowed }: TypeFacts): { readonly [key: string]: Json } {
  const type = base === 'any' ? {} : { type: secure ? (base === 'object' ? 'secureObject' : 'securestring') : base };
  return { ...type, ...(nullable ? { nullable } : {}), ...(allowed === null ? {} : { allowedValues: allowed }) };
}

function parameterJson(
  names: Names,
  { type, default: usual }: Extract<Declaration, { kind: 'parameter' }>,
  declarations: readonly Declaration[],
): Json {
  const facts = JSON.stringify(type);
  const named = declarations.find((each) => each.kind === 'type' && JSON.stringify(each.type) === facts);
  const written = named === undefined ? typeJson(type) : { $ref: `#/definitions/${named.name}` };
  return { ...written, ...(usual === null ? {} : { defaultValue: valueJson(names, usual, noLocals) }) };
}

function functionJson(names: Names, { name, parameters, body }: FunctionDeclaration): [string, Json] {
  const locals = new Map(parameters.map((parameter) => [parameter, `parameters('${parameter}')`]));
  const list = parameters.map((parameter) => ({ name: parameter, type: 'object' }));
  return [name, { parameters: list, output: { type: 'object', value: valueJson(names, body, locals) } }];
}

function outputJson(names: Names, value: Expression): Json {
  if (value.kind !== 'loop') return { type: 'object', value: valueJson(names, value, noLocals) };
  return { type: 'array', copy: copyJson(names, value, value.body, 'copyIndex()', noLocals) };
}

/** Count and input of a loop whose turns are counted by `index`. */
function copyJson(
  names: Names,
  loop: LoopHeader,
  body: Expression,
  index: string,
  around: Locals,
): { readonly [key: string]: Json } {
  return { count: countOf(names, loop, around), input: valueJson(names, body, turnLocals(names, loop, index, around)) };
}

function countOf(names: Names, { source }: LoopHeader, around: Locals): string {
  return `[length(${armExpression(names, source, around)})]`;
}

/** Properties as JSON; those that are loops stand in `copy`. */
function membersJson(
  names: Names,
  members: readonly (readonly [key: string, value: Expression])[],
  locals: Locals,
): { readonly [key: string]: Json } {
  const copies = members.flatMap(([name, value]) =>
    value.kind === 'loop' ? [{ name, ...copyJson(names, value, value.body, `copyIndex('${name}')`, locals) }] : [],
  );
  const plain = members.flatMap(([name, value]) =>
    value.kind === 'loop' ? [] : [[name, valueJson(names, value, locals)]],
  );
  return { ...(copies.length === 0 ? {} : { copy: copies }), ...Object.fromEntries(plain) };
}

function valueJson(names: Names, expression: Expression, locals: Locals): Json {
  const { kind } = expression;
  if (kind === 'literal' && typeof expression.value !== 'bigint') {
    return typeof expression.value === 'string' ? textJson(expression.value) : expression.value;
  }
  if (kind === 'object' && expression.members.every((member) => member.kind !== 'spread')) {
    return membersJson(names, keysOf(names, expression, locals), locals);
  }
  if (kind === 'array' && expression.items.every((item) => item.kind === 'item'))
    return expression.items.map(({ value }) => valueJson(names, value, locals));
  return `[${armExpression(names, expression, locals)}]`;
}

function keysOf(
  names: Names,
  { members }: ObjectExpression,
  locals: Locals,
): readonly (readonly [string, Expression])[] {
  return members.map((member) => {
    if (member.kind === 'property') return [textJson(member.key), member.value];
    if (member.kind === 'computed') return [`[${armExpression(names, member.key, locals)}]`, member.value];
    throw new Error('a spread');
  });
}

/** A text that looks like an expression has one more bracket. */
function textJson(text: string): string {
  return text.startsWith('[') && text.endsWith(']') ? `[${text}` : text;
}

/** Properties of a resource's body that its declaration holds. */
const held = ['name', 'parent', 'scope', 'dependsOn'];

function resourceEntries(names: Names, declaration: ResourceDeclaration, outer: Expression | null): [string, Json][] {
  const { loop, existing, body } = declaration;
  if (existing && !names.isSymbolic) return [];
  if (body.kind !== 'object') throw new Error('a body that is no object');
  const locals = loop === null ? noLocals : turnLocals(names, loop, 'copyIndex()', noLocals);
  const segments = nameSegments(names, declaration, locals);
  const pattern = segments.map((_, index) => `{${index}}`).join('/');
  const whole = segments.length === 1 ? segments[0] : `format('${pattern}', ${segments.join(', ')})`;
  const conditions = [outer, declaration.condition, loop?.filter ?? null].filter((each) => each !== null);
  const members = keysOf(names, body, locals).filter(([key]) => !held.includes(key));
  const resource: Json = {
    ...(existing ? { existing } : {}),
    ...conditionJson(names, conditions, locals),
    ...repeated(names, declaration),
    type: declaration.type,
    apiVersion: declaration.apiVersion,
    name: `[${whole}]`,
    ...membersJson(names, members, locals),
  };
  const around = conditions.length === 0 ? null : conjunction(conditions);
  return [
    [symbolText(declaration), resource],
    ...declaration.nested.flatMap((child) => resourceEntries(names, child, around)),
  ];
}

function conditionJson(
  names: Names,
  conditions: readonly Expression[],
  locals: Locals,
): { readonly [key: string]: Json } {
  return conditions.length === 0 ? {} : { condition: `[${armExpression(names, conjunction(conditions), locals)}]` };
}

function conjunction(operands: readonly Expression[]): Expression {
  const [first] = operands;
  if (operands.length === 1 && first !== undefined) return first;
  return { kind: 'both', node: first?.node ?? 0, operands };
}

function repeated(
  names: Names,
  { name, loop }: ResourceDeclaration | ModuleDeclaration,
): { readonly [key: string]: Json } {
  return loop === null ? {} : { copy: { name, count: countOf(names, loop, noLocals) } };
}

function moduleEntry(
  names: Names,
  declaration: ModuleDeclaration,
  templateAt: TemplateAt,
  form: ArmForm,
): [string, Json] {
  const { name, path, loop, condition, body, resourceName } = declaration;
  if (path === null || resourceName === null || body.kind !== 'object')
    throw new Error('a module without path or name');
  const locals = loop === null ? noLocals : turnLocals(names, loop, 'copyIndex()', noLocals);
  const group = groupOf(names, declaration, locals);
  const params = keysOf(names, body, locals).find(([key]) => key === 'params')?.[1];
  const list = params?.kind === 'object' ? keysOf(names, params, locals) : [];
  const parameters = list.map(([key, value]): [string, Json] => [key, membersJson(names, [['value', value]], locals)]);
  const conditions = [condition, loop?.filter ?? null].filter((each) => each !== null);
  const deployment: Json = {
    ...conditionJson(names, conditions, locals),
    ...repeated(names, declaration),
    type: deploymentsType,
    apiVersion: deploymentsVersion,
    name: valueJson(names, resourceName, locals),
    ...(group === null ? {} : { resourceGroup: `[${group}]` }),
    properties: {
      expressionEvaluationOptions: { scope: 'inner' },
      mode: 'Incremental',
      parameters: Object.fromEntries(parameters),
      template: templateJson(templateAt(path), templateAt, form),
    },
  };
  return [name, deployment];
}
