/** How the text of a file names its resources: for references, ids and names of what belongs to them. */
import type { ResourceKey } from '../deployment/intent.ts';
import type { Expression, NodeId, ResourceDeclaration } from '../template/ir.ts';
import { type Draft, literal, type ResourceHandle } from './draft.ts';
import { findExpression } from './expressions.ts';
import { expressionDraft, isLooped, type Site } from './site.ts';

/** How the file names the resource. Null if it can't be named from everywhere in the template. */
export function handleOf(site: Site, key: ResourceKey): ResourceHandle | null {
  const declared = site.deployment.declaredAs(key);
  const view = site.deployment.viewOf(key);
  if (declared === null || view === null || declared.file !== site.file) return null;
  if (declared.kind === 'declaration') return declarationHandle(site, declared.declaration);
  const parent = handleOf(site, declared.parent);
  const name = nameOf(site, key);
  if (parent === null || name === null) return null;
  return { type: view.type, symbolicName: null, names: [...parent.names, name], elementOf: parent };
}

function declarationHandle(site: Site, declaration: ResourceDeclaration): ResourceHandle | null {
  if (isLooped(declaration)) return null;
  const { type, symbolicName } = declaration;
  if (site.language === 'bicep') {
    const symbol = symbolPath(declaration);
    return symbol === null ? null : { type, symbolicName: symbol, names: [], elementOf: null };
  }
  const names = nameSegments(site, declaration);
  // A scope means another resource group, whose ids need more than a name.
  if (names === null || declaration.scope !== null) return null;
  return { type, symbolicName, names, elementOf: null };
}

/** How what is declared in another loop names the resource of the same turn; `index` is Bicep's name of the turn's number. */
export function handleOfTurn(site: Site, declaration: ResourceDeclaration, index: string): ResourceHandle | null {
  const { type, symbolicName, scope } = declaration;
  if (site.language === 'bicep')
    return symbolicName === null
      ? null
      : { type, symbolicName: `${symbolicName}[${index}]`, names: [], elementOf: null };
  const names = nameSegments(site, declaration);
  return names === null || scope !== null ? null : { type, symbolicName, names, elementOf: null };
}

function symbolPath(declaration: ResourceDeclaration): string | null {
  const { symbolicName, parent } = declaration;
  if (symbolicName === null || parent?.kind !== 'surrounding') return symbolicName;
  const outer = symbolPath(parent.declaration);
  return outer === null ? null : `${outer}::${symbolicName}`;
}

/** The segments of a name in JSON, one for each segment of the type after the first. Null if the name doesn't show where they part. */
function nameSegments(site: Site, declaration: ResourceDeclaration): Draft[] | null {
  const { parent, resourceName, type } = declaration;
  if (parent?.kind === 'expression') return null;
  const outer = parent?.kind === 'surrounding' ? nameSegments(site, parent.declaration) : [];
  if (outer === null) return null;
  const wanted = type.split('/').length - 1 - outer.length;
  if (wanted === 1) return [...outer, expressionDraft(site, resourceName)];
  const segments: Draft[][] = [[]];
  for (const part of partsOfText(resourceName)) {
    if (typeof part !== 'string') {
      segments.at(-1)?.push(expressionDraft(site, part));
      continue;
    }
    part.split('/').forEach((piece, index) => {
      if (index > 0) segments.push([]);
      if (piece !== '') segments.at(-1)?.push(literal(piece));
    });
  }
  if (segments.length !== wanted || segments.some((segment) => segment.length === 0)) return null;
  return [...outer, ...segments.map(joined)];
}

/** The fixed parts and holes of a text, a `concat` of texts included. */
function partsOfText(expression: Expression): readonly (string | Expression)[] {
  if (expression.kind === 'literal') return [String(expression.value)];
  if (expression.kind === 'text')
    return expression.parts.flatMap((part) => (typeof part === 'string' ? [part] : partsOfText(part)));
  if (expression.kind === 'call' && expression.name.toLowerCase() === 'concat')
    return expression.arguments.flatMap(partsOfText);
  return [expression];
}

function joined(parts: readonly Draft[]): Draft {
  const [only, ...more] = parts;
  return only !== undefined && more.length === 0 ? only : { kind: 'joined', parts };
}

/**
 * The last segment of a resource's name, as text that may stand anywhere in the file. For a declaration in JSON with slashes in its name, the
 * last part; null if the name is made in a loop.
 */
export function nameOf(site: Site, key: ResourceKey): Draft | null {
  const declared = site.deployment.declaredAs(key);
  if (declared === null || declared.file !== site.file) return null;
  if (declared.kind === 'declaration') {
    if (isLooped(declared.declaration)) return null;
    const { parent, resourceName } = declared.declaration;
    if (parent?.kind === 'expression') return expressionDraft(site, resourceName);
    return nameSegments(site, declared.declaration)?.at(-1) ?? null;
  }
  const [leaf, ...others] = site.deployment.locate(key, 'name');
  const use = leaf?.chain[0];
  if (leaf === undefined || use === undefined || others.length > 0 || use.file !== site.file) return null;
  if (leaf.chain.length === 1 && typeof leaf.value === 'string') return literal(leaf.value);
  return freeDraft(site, use.node);
}

/** A draft of an expression by its node, unless a loop or lambda surrounds it. */
function freeDraft(site: Site, node: NodeId): Draft | null {
  const found = findExpression(site.lowered, node);
  return found === null || found.bound ? null : expressionDraft(site, found.expression);
}
