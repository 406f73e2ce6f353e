import type { Declaration, Expression, ResourceDeclaration } from '../server/src/template/ir.ts';
import type { LoweredFile } from '../server/src/template/lowered.ts';

/** All expressions of a file, each once, in no particular order. */
export function* expressionsOf(file: LoweredFile): Generator<Expression> {
  const pending = file.assignments.map(({ value }) => value);
  for (const declaration of declarationsOf(file)) pending.push(...expressionsIn(declaration));
  const seen = new Set<Expression>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    yield next;
    pending.push(...partsOf(next));
  }
}

/** The declarations of a file in source order, nested resources behind the one that surrounds them. */
export function declarationsOf(file: LoweredFile): readonly Declaration[] {
  return file.template.declarations.flatMap<Declaration>((declaration) =>
    declaration.kind === 'resource' ? withNested(declaration) : [declaration],
  );
}

function withNested(declaration: ResourceDeclaration): readonly ResourceDeclaration[] {
  return [declaration, ...declaration.nested.flatMap(withNested)];
}

/** The expressions that a declaration itself holds. */
export function expressionsIn(declaration: Declaration): readonly Expression[] {
  switch (declaration.kind) {
    case 'resource': {
      const { condition, loop, parent, scope, resourceName, body, dependsOn } = declaration;
      const written = [condition, parent?.kind === 'expression' ? parent.value : null, scope, resourceName, body];
      return [...written, ...dependsOn, loop?.source ?? null, loop?.filter ?? null].filter((part) => part !== null);
    }
    case 'module': {
      const { condition, loop, scope, body } = declaration;
      return [condition, scope, body, loop?.source ?? null, loop?.filter ?? null].filter((part) => part !== null);
    }
    case 'parameter':
      return declaration.default === null ? [] : [declaration.default];
    case 'variable':
    case 'output':
      return [declaration.value];
    case 'function':
      return [declaration.body];
    case 'type':
    case 'import':
      return [];
  }
}

/** The expressions directly inside an expression. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'text':
      return expression.parts.filter((part) => typeof part !== 'string');
    case 'object':
      return expression.members.flatMap((member) =>
        member.kind === 'computed' ? [member.key, member.value] : [member.value],
      );
    case 'array':
      return expression.items.map((item) => item.value);
    case 'loop':
      return [expression.source, expression.body, ...(expression.filter === null ? [] : [expression.filter])];
    case 'member':
      return [expression.target, expression.key];
    case 'call':
      return expression.target === null ? expression.arguments : [expression.target, ...expression.arguments];
    case 'lambda':
      return [expression.body];
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case 'coalesce':
    case 'both':
    case 'either':
      return expression.operands;
    case 'literal':
    case 'name':
    case 'hole':
      return [];
  }
}
