/**
 * Writes lowered files as text, one declaration a line, so that tests compare whole results. The notation is close to Bicep; what Bicep
 * lacks is marked: `⟨reason⟩` is a hole, `parameter:x` a name that says which kind of name it is.
 */
import type {
  ArrayItem,
  Declaration,
  Expression,
  LoopHeader,
  MemberExpression,
  ModuleDeclaration,
  ObjectMember,
  ResourceDeclaration,
  TypeFacts,
} from '../server/src/template/ir.ts';
import type { LoweredFile } from '../server/src/template/lowered.ts';

export function printLowered(file: LoweredFile): string {
  const lines: string[] = [];
  if (file.template.scope !== 'resourceGroup') lines.push(`scope ${file.template.scope}`);
  if (file.using !== null) lines.push(`using ${file.using}`);
  for (const { name, value } of file.assignments) lines.push(`${name} := ${printExpression(value)}`);
  for (const declaration of file.template.declarations) lines.push(...printDeclaration(declaration));
  return lines.join('\n');
}

export function printDeclaration(declaration: Declaration): string[] {
  const { kind, name } = declaration;
  switch (kind) {
    case 'parameter': {
      const value = declaration.default === null ? '' : ` = ${printExpression(declaration.default)}`;
      return [`parameter ${name} ${printType(declaration.type)}${value}`];
    }
    case 'variable':
    case 'output':
      return [`${kind} ${name} = ${printExpression(declaration.value)}`];
    case 'function':
      return [`function ${name}(${declaration.parameters.join(', ')}) => ${printExpression(declaration.body)}`];
    case 'type':
      return [`type ${name} ${printType(declaration.type)}`];
    case 'import': {
      const symbols = declaration.symbols?.map(({ exported, local }) =>
        exported === local ? local : `${exported} as ${local}`,
      );
      return [`import ${symbols === undefined ? `* as ${name}` : symbols.join(', ')} from ${declaration.path}`];
    }
    case 'module':
      return printModule(declaration);
    case 'resource':
      return printResource(declaration);
  }
}

function printResource(declaration: ResourceDeclaration): string[] {
  const { symbolicName, type, apiVersion, existing, parent, scope, dependsOn, nested } = declaration;
  const words = ['resource', symbolicName ?? '-', apiVersion === null ? type : `${type}@${apiVersion}`];
  if (existing) words.push('existing');
  words.push(...printHeader(declaration));
  if (parent?.kind === 'expression') words.push(`parent ${printExpression(parent.value)}`);
  if (parent?.kind === 'surrounding') words.push(`in ${parent.declaration.name}`);
  if (scope !== null) words.push(`scope ${printExpression(scope)}`);
  words.push(`name ${printExpression(declaration.resourceName)}`);
  if (dependsOn.length > 0) words.push(`after ${dependsOn.map(printExpression).join(', ')}`);
  words.push(printExpression(declaration.body));
  return [words.join(' '), ...nested.flatMap((child) => printResource(child).map((line) => `  ${line}`))];
}

function printModule(declaration: ModuleDeclaration): string[] {
  const { name, path, scope, resourceName, body, inline } = declaration;
  const words = ['module', name === '' ? '-' : name, path ?? '-', ...printHeader(declaration)];
  if (scope !== null) words.push(`scope ${printExpression(scope)}`);
  // A module of Bicep has its name in the body.
  const isInBody = body.kind === 'object' && body.members.some(({ value }) => value === resourceName);
  if (resourceName !== null && !isInBody) words.push(`named ${printExpression(resourceName)}`);
  words.push(printExpression(body));
  if (inline === null) return [words.join(' ')];
  const inside = inline.template.declarations.flatMap(printDeclaration).map((line) => `  ${line}`);
  return [words.join(' '), `  ${inline.evaluation} ${inline.template.scope}`, ...inside];
}

function printHeader(declaration: {
  readonly condition: Expression | null;
  readonly loop: LoopHeader | null;
}): string[] {
  const { condition, loop } = declaration;
  const words: string[] = [];
  if (loop !== null) words.push(printLoopHeader(loop));
  if (condition !== null) words.push(`if ${printExpression(condition)}`);
  return words;
}

function printType({ base, nullable, secure, allowed }: TypeFacts): string {
  const values = allowed === null ? '' : ` of ${allowed.map(printScalar).join(' | ')}`;
  return `${secure ? 'secure ' : ''}${base}${nullable ? '?' : ''}${values}`;
}

/** Recursive: for expressions of usual depth. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return printScalar(expression.value);
    case 'text': {
      const parts = expression.parts.map((part) => (typeof part === 'string' ? part : `\${${printExpression(part)}}`));
      return `"${parts.join('')}"`;
    }
    case 'object':
      return expression.members.length === 0 ? '{}' : `{ ${expression.members.map(printMember).join(', ')} }`;
    case 'array':
      return `[${expression.items.map(printItem).join(', ')}]`;
    case 'loop':
      return `[${printLoopHeader(expression)}: ${printExpression(expression.body)}]`;
    case 'name':
      return expression.space === 'any' ? expression.name : `${expression.space}:${expression.name}`;
    case 'member':
      return `${printExpression(expression.target)}${printKey(expression)}`;
    case 'call': {
      const target = expression.target === null ? '' : `${printExpression(expression.target)}.`;
      return `${target}${expression.name}(${expression.arguments.map(printExpression).join(', ')})`;
    }
    case 'lambda':
      return `(${expression.parameters.join(', ')}) => ${printExpression(expression.body)}`;
    case 'conditional': {
      const { condition, whenTrue, whenFalse } = expression;
      return `(${printExpression(condition)} ? ${printExpression(whenTrue)} : ${printExpression(whenFalse)})`;
    }
    case 'coalesce':
      return printOperands(expression.operands, '??');
    case 'both':
      return printOperands(expression.operands, '&&');
    case 'either':
      return printOperands(expression.operands, '||');
    case 'hole':
      return `⟨${expression.reason}⟩`;
  }
}

function printOperands(operands: readonly Expression[], operator: string): string {
  return `(${operands.map(printExpression).join(` ${operator} `)})`;
}

function printMember(member: ObjectMember): string {
  switch (member.kind) {
    case 'property':
      return `${isIdentifier(member.key) ? member.key : printScalar(member.key)}: ${printExpression(member.value)}`;
    case 'computed':
      return `${printExpression(member.key)}: ${printExpression(member.value)}`;
    case 'spread':
      return `...${printExpression(member.value)}`;
  }
}

function printItem(item: ArrayItem): string {
  return item.kind === 'spread' ? `...${printExpression(item.value)}` : printExpression(item.value);
}

function printKey({ key, safe, fromEnd, nested }: MemberExpression): string {
  const name = key.kind === 'literal' && typeof key.value === 'string' && isIdentifier(key.value) ? key.value : null;
  if (nested) return `::${name ?? printExpression(key)}`;
  if (name !== null && !fromEnd) return `${safe ? '.?' : '.'}${name}`;
  return `[${safe ? '?' : ''}${fromEnd ? '^' : ''}${printExpression(key)}]`;
}

function printLoopHeader({ itemName, indexName, source, filter }: LoopHeader): string {
  const names = indexName === null ? (itemName ?? '-') : `(${itemName ?? '-'}, ${indexName})`;
  return `for ${names} in ${printExpression(source)}${filter === null ? '' : ` if ${printExpression(filter)}`}`;
}

function printScalar(value: string | number | bigint | boolean | null): string {
  return typeof value === 'string' ? `'${escaped(value)}'` : String(value);
}

function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\r', '\\r')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t');
}

function isIdentifier(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}
