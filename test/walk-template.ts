import type { Declaration, Expression, ResourceDeclaration } from '../server/src/template/ir.ts';
import type { LoweredFile } from '../server/src/template/lowered.ts';
import { operandsOf } from '../server/src/template/operands.ts';

/** All expressions of a file, each once, in no particular order. */
export function* expressionsOf(file: LoweredFile): Generator<Expression> {
  const pending = file.assignments.map(({ value }) => value);
  for (const declaration of declarationsOf(file)) pending.push(...expressionsIn(declaration));
  const seen = new Set<Expression>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    yield next;
    pending.push(...operandsOf(next));
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
