/** What a file includes, by its text alone: cheap, without evaluation, and so the same in every scenario. */
import type { Declaration, Expression, NodeId, Template } from '../../template/ir.ts';
import type { LoweredFile } from '../../template/lowered.ts';
import { pushOperands } from '../../template/operands.ts';

export interface Include {
  readonly kind: 'module' | 'import' | 'using' | 'extends' | 'load' | 'folder';
  /** The text as written; what it means is for `AskedFiles.resolve` to say. */
  readonly reference: string;
  /** Where it is written. */
  readonly node: NodeId;
}

/** The function whose first argument is the path of a folder. */
const folderFunction = 'loaddirectoryfileinfo';

/** Functions whose first argument is a path. */
const loadFunctions: ReadonlySet<string> = new Set([
  'loadtextcontent',
  'loadjsoncontent',
  'loadyamlcontent',
  'loadfileasbase64',
  folderFunction,
]);

/**
 * The includes of a file in the order of its declarations, those of embedded templates behind the others. A path that is computed isn't there: it is
 * found only by evaluation.
 */
export function includesOf(lowered: LoweredFile): readonly Include[] {
  const includes: Include[] = [];
  if (lowered.using !== null) includes.push({ kind: 'using', reference: lowered.using, node: lowered.usingNode ?? 0 });
  const pending: Template[] = [lowered.template];
  for (let template = pending.pop(); template !== undefined; template = pending.pop()) {
    for (const declaration of template.declarations) {
      const include = includeOf(declaration, lowered);
      if (include !== null) includes.push(include);
      if (declaration.kind === 'module' && declaration.inline !== null) pending.push(declaration.inline.template);
      if (lowered.template.foldNames) continue;
      for (const expression of expressionsOf(declaration)) addLoads(expression, includes);
    }
  }
  for (const { value } of lowered.assignments) addLoads(value, includes);
  return includes;
}

function includeOf(declaration: Declaration, { language }: LoweredFile): Include | null {
  if (declaration.kind === 'module') {
    if (declaration.path === null) return null;
    return { kind: 'module', reference: declaration.path, node: declaration.pathNode ?? declaration.nameNode };
  }
  if (declaration.kind !== 'import') return null;
  // The lowering makes an import of `extends`, whose name is written nowhere.
  const isExtends = language === 'bicep-params' && declaration.pathNode === declaration.nameNode;
  return { kind: isExtends ? 'extends' : 'import', reference: declaration.path, node: declaration.pathNode };
}

/** Adds the calls that load a file by a written path. Iterative: expressions may be deep. */
function addLoads(expression: Expression, includes: Include[]): void {
  const pending = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'call' && loadFunctions.has(next.name.toLowerCase())) {
      const [path] = next.arguments;
      if (path?.kind === 'literal' && typeof path.value === 'string') {
        const kind = next.name.toLowerCase() === folderFunction ? 'folder' : 'load';
        includes.push({ kind, reference: path.value, node: path.node });
      }
    }
    pushOperands(next, pending);
  }
}

/** The expressions that a declaration of Bicep holds, each once: a body has its name, parent, scope and dependencies in it. */
function expressionsOf(declaration: Declaration): readonly Expression[] {
  switch (declaration.kind) {
    case 'resource':
    case 'module': {
      const { condition, loop, body } = declaration;
      const all = [condition, loop?.source ?? null, loop?.filter ?? null, body].filter((part) => part !== null);
      return declaration.kind === 'module' ? all : [...all, ...declaration.nested.flatMap(expressionsOf)];
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
