/**
 * A property is written only where the apiVersion in use knows it. Where it came later, the version is raised to the oldest stable one that has it
 * and keeps all that the resource uses (source: azure/type-versions.ts); where there is none, nothing is written.
 */
import { isWritable, versionToWrite } from '../azure/type-versions.ts';
import type { Intent, ResourceKey } from '../deployment/intent.ts';
import type { Expression, ResourceDeclaration } from '../template/ir.ts';
import { enumeration } from '../text/enumeration.ts';
import type { Step } from './plan-set.ts';
import type { Sites } from './site.ts';

/** What is written into one declaration, and where that stands. */
interface Written {
  readonly file: string;
  readonly declaration: ResourceDeclaration;
  readonly paths: string[];
  /** Whose version it is, for a title about what is written. */
  readonly owner: string;
}

/** The steps that raise versions so that all intents can be carried out; null if one can't be. */
export function raisingSteps(sites: Sites, intents: readonly Intent[]): readonly Step[] | null {
  const steps: Step[] = [];
  for (const { file, declaration, paths, owner } of writtenBy(sites, intents)) {
    const { type, apiVersion } = declaration;
    if (apiVersion === null || !paths.some((path) => isWritable(type, apiVersion, path) === false)) continue;
    const version = versionToWrite(type, apiVersion, paths, usedPaths(declaration.body, ''));
    const site = sites.of(file);
    if (version === null && site !== null) {
      const wanted = enumeration(paths.map((path) => path.replace(/^properties\./, '')));
      const message = `no stable apiVersion of ${type} after ${apiVersion} can set ${wanted} and keeps all else that is used`;
      sites.refuse({ kind: 'version', message });
    }
    if (version === null || site === null) return null;
    const { spans } = site.lowered;
    const places = { declaration: spans.spanOf(declaration.node), type: spans.spanOf(declaration.typeNode) };
    steps.push((changes) => {
      changes.in(file).raise(places, version);
      changes.note(`raises ${owner} apiVersion from ${apiVersion} to ${version}`);
    });
  }
  return steps;
}

function writtenBy({ deployment }: Sites, intents: readonly Intent[]): readonly Written[] {
  const written = new Map<ResourceDeclaration, Written>();
  const add = (key: ResourceKey, path: string, isPart = false): void => {
    const declared = deployment.declaredAs(key);
    if (declared === null) return;
    // An element of an array is written in the version of the resource that holds it.
    if (declared.kind === 'element') {
      add(declared.parent, `${declared.arrayPath}.${path}`, true);
      return;
    }
    const { file, declaration } = declared;
    const known = written.get(declaration);
    const named = withoutPositions(path);
    const owner = isPart ? `${labelOf(deployment, key)}'s` : 'its';
    if (known === undefined) written.set(declaration, { file, declaration, paths: [named], owner });
    else known.paths.push(named);
  };
  for (const intent of intents) {
    if (intent.kind === 'set' || intent.kind === 'write' || intent.kind === 'include')
      add(intent.resource, intent.path);
  }
  return [...written.values()];
}

function labelOf(deployment: Sites['deployment'], key: ResourceKey): string {
  return deployment.viewOf(key)?.label ?? 'the resource';
}

function withoutPositions(path: string): string {
  return path
    .split('.')
    .filter((segment) => !/^\d+$/.test(segment))
    .join('.');
}

/** The properties that an expression writes, as dotted paths; `a.*` for all below `a` where it can't be seen which. */
function usedPaths(expression: Expression, path: string): readonly string[] {
  const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
  switch (expression.kind) {
    case 'literal':
    case 'text':
      return [path];
    case 'object':
      return expression.members.flatMap((member) =>
        member.kind === 'property' ? usedPaths(member.value, below(member.key)) : [below('*')],
      );
    case 'array':
      return expression.items.flatMap((item) => usedPaths(item.value, path));
    case 'loop':
      return usedPaths(expression.body, path);
    case 'conditional':
      return [...usedPaths(expression.whenTrue, path), ...usedPaths(expression.whenFalse, path)];
    default:
      return [path, below('*')];
  }
}
