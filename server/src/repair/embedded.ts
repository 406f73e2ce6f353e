/** Templates that are written into another one, and where the declarations of a file belong. */
import type { Declaration, ModuleDeclaration, ResourceDeclaration, Template } from '../template/ir.ts';
import type { LoweredFile } from '../template/lowered.ts';

/** The declaration around which no other stands. */
export function outermostOf(declaration: ResourceDeclaration): ResourceDeclaration {
  let outermost = declaration;
  while (outermost.parent?.kind === 'surrounding') outermost = outermost.parent.declaration;
  return outermost;
}

const embedded = new WeakMap<LoweredFile, ReadonlyMap<Declaration, ModuleDeclaration>>();

/** The declarations of templates that are written into a file with names of their own, each with the deployment that it is in. */
export function embeddedIn(lowered: LoweredFile): ReadonlyMap<Declaration, ModuleDeclaration> {
  const known = embedded.get(lowered);
  if (known !== undefined) return known;
  const found = new Map<Declaration, ModuleDeclaration>();
  const pending: { readonly template: Template; readonly within: ModuleDeclaration | null }[] = [
    { template: lowered.template, within: null },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const declaration of next.template.declarations) {
      if (next.within !== null) found.set(declaration, next.within);
      // What an outer scope evaluates has the names of the template around it.
      if (declaration.kind !== 'module' || declaration.inline?.evaluation !== 'inner') continue;
      pending.push({ template: declaration.inline.template, within: declaration });
    }
  }
  embedded.set(lowered, found);
  return found;
}

/** The module call of a template whose name stands at a node, also in templates that are written into others. */
export function moduleNamed(template: Template | null, node: number): ModuleDeclaration | null {
  for (const declaration of template?.declarations ?? []) {
    if (declaration.kind !== 'module') continue;
    if (declaration.nameNode === node) return declaration;
    const inside = moduleNamed(declaration.inline?.template ?? null, node);
    if (inside !== null) return inside;
  }
  return null;
}
