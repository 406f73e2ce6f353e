/** A property whose value is made of what resources and parameters give, such as the id of a resource that is declared for that. */
import { attempt } from '../deployment/alternatives.ts';
import type { Leaf } from '../deployment/deployment.ts';
import type { CallGiver } from '../deployment/givers.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import { partOf, type WrittenText, writtenAt } from '../deployment/levers.ts';
import type { NewValue } from '../deployment/new-resource.ts';
import { type Cell, originOf } from '../evaluate/cell.ts';
import type { ModuleCall } from '../evaluate/declared.ts';
import type { Expression, LoopHeader, ModuleDeclaration } from '../template/ir.ts';
import { hasPart } from '../template/operands.ts';
import { contains } from '../text/span.ts';
import type { Anchor } from './anchor.ts';
import type { Draft } from './draft.ts';
import { memberOf } from './expressions.ts';
import { argumentStep, isIndex } from './plan-levers.ts';
import { changeLeaf, endOf, type Step, useOf } from './plan-set.ts';
import {
  declarationOf,
  declarationSpan,
  declaringText,
  expressionDraft,
  isInParameterDefault,
  isOfTemplate,
  type Site,
  type Sites,
  spanAt,
} from './site.ts';
import { isUnder, type Needs, Wording } from './wording.ts';

/** The way to write a value: in the argument of the call that decides what the resource has there, else in the resource itself. */
export function planWrite(sites: Sites, key: ResourceKey, path: string, value: NewValue): readonly Step[] {
  const giver = sites.deployment.giverOf(key, { kind: 'value', path }, sites.isOwned);
  const step = giver === null ? ownStep(sites, key, path, value) : argumentStepFor(sites, key, giver, value);
  return step === null ? [] : [step];
}

/** Tells the text into which a value is written from others: what several resources have there stands in one. */
export function placeOfWrite({ deployment, isOwned }: Sites, key: ResourceKey, path: string): string | null {
  const giver = deployment.giverOf(key, { kind: 'value', path }, isOwned);
  if (giver === null) return declaringText(deployment.declaredAs(key));
  const { argument, node: call, parameter } = giver;
  if (argument === null) return `${call.file}#${call.node} ${parameter}.${giver.path.join('.')}`;
  deployment.index.program.evaluator.force(argument);
  const { node } = writtenAt(argument, giver.path, isOwned);
  return `${node.file}#${node.node}`;
}

function ownStep(sites: Sites, key: ResourceKey, path: string, value: NewValue): Step | null {
  const site = sites.declaring(key);
  const owner = site === null ? null : declarationOf(site, key);
  if (site === null || owner === null) return null;
  const ownSpan = declarationSpan(site, owner);
  const leaves = sites.deployment.locate(key, path);
  const placeOf = (leaf: Leaf) => (leaf.value === null ? endOf(leaf) : useOf(leaf));
  // The default of a parameter can't refer to a resource, and a file has no name for what another declares.
  const isWritable = (leaf: Leaf): boolean =>
    placeOf(leaf)?.file === site.file && !isInParameterDefault(site, placeOf(leaf));
  if (leaves.length === 0 || !leaves.every(isWritable)) return null;
  // An argument of a nested deployment is evaluated where the deployment is, which may be another resource group than its resources'.
  const isWithin = (leaf: Leaf): boolean => {
    const span = spanAt(site, placeOf(leaf));
    return span !== null && contains(ownSpan, span);
  };
  if ((site.within !== null || !isOfTemplate(site, owner)) && !leaves.every(isWithin)) return null;
  const wording = new Wording(sites, site);
  const needs: Needs = { dependsOn: [], conditions: [] };
  const draft = wording.value(value, needs, owner.symbolicName);
  const around = draft === null ? null : wording.step();
  if (draft === null || around === null || !isUnder(site, owner, needs)) return null;
  return (changes) => {
    around(changes);
    for (const leaf of leaves) changeLeaf(sites, changes, leaf, placeOf(leaf), draft);
    changes.in(site.file).depend(ownSpan, needs.dependsOn);
  };
}

/** In the object of an argument that lacks it, in place of what an argument says, or as an argument. */
export function argumentStepFor(sites: Sites, key: ResourceKey, giver: CallGiver, value: NewValue): Step | null {
  const { call } = giver;
  const site = call === null ? null : sites.of(call.caller.file);
  // What a template in the template declares can't be named from it.
  if (call === null || site === null || !site.lowered.template.declarations.includes(call.declaration)) return null;
  const anchor = anchorAtCall(site, call);
  const wording = new Wording(sites, site, anchor);
  const needs: Needs = { dependsOn: [], conditions: [] };
  const { name } = call.declaration;
  const draft = wording.value(value, needs, name === '' ? null : name);
  // One text of a loop stands for many calls: what is declared beside it would be of one of them. That is asked last: what the file can't hold at
  // all says more of why there is no repair.
  if (wording.declaresAt(anchor) && !isOfAllTurns(sites, site, key, call)) return null;
  const give = draft === null ? null : given(sites, site, giver, call, draft);
  const around = draft === null ? null : wording.step();
  const isUnderAll = needs.conditions.every(({ span }) =>
    anchor.conditions.some((other) => other.span.start === span.start),
  );
  if (give === null || around === null || !isUnderAll) return null;
  return (changes) => {
    around(changes);
    give(changes);
    changes.in(site.file).depend(site.lowered.spans.spanOf(call.declaration.node), needs.dependsOn);
  };
}

/** True if a call deploys the resource once, or the same one in each turn of its loop, in one place. */
function isOfAllTurns(
  { deployment }: Sites,
  site: Site,
  key: ResourceKey,
  { declaration, caller }: ModuleCall,
): boolean {
  const { loop } = declaration;
  if (loop === null) return true;
  const place = Object.values(placeOfCall(site, declaration));
  if (place.some((part) => part !== null && readsTurn(part, loop))) return false;
  const { calls } = deployment.index.program;
  const turns = calls.filter((other) => other.declaration === declaration && other.caller === caller);
  const others = attempt(() => deployment.viewOf(key)?.otherDeclarations()) ?? [];
  const text = declaringText(deployment.declaredAs(key));
  const ofTurns = others.filter((other) => declaringText(deployment.declaredAs(other.key)) === text);
  return ofTurns.length + 1 === turns.length;
}

function given(sites: Sites, site: Site, giver: CallGiver, call: ModuleCall, draft: Draft): Step | null {
  const { parameter, path, argument } = giver;
  if (parameter === null) return null;
  if (argument === null) {
    if (path.some(isIndex)) return null;
    return argumentStep(sites, { file: site.file, node: call.declaration.nameNode }, [parameter, ...path], draft);
  }
  sites.deployment.index.program.evaluator.force(argument);
  const { node, expression, steps } = useIn(site, argument, path) ?? writtenAt(argument, path, sites.isOwned);
  const missing = path.slice(steps);
  const span = node.file === site.file ? sites.spanAt(node) : null;
  if (span === null || isInParameterDefault(site, node) || missing.some(isIndex)) return null;
  if (missing.length === 0) return (changes) => changes.in(site.file).replace(span, draft);
  if (expression.kind !== 'object') return null;
  return (changes) => changes.in(site.file).add(span, missing, draft);
}

/** What a file itself says of a value at a path of an argument, where that leads to what another file gives it; null if it says nothing of it. */
function useIn(site: Site, argument: Cell, path: readonly string[]): WrittenText | null {
  let cell: Cell | undefined = argument;
  for (const key of path) cell = cell?.value === undefined ? undefined : partOf(cell.value, key);
  if (cell?.frame.file !== site.file || originOf(cell).frame.file === site.file) return null;
  const { expression } = cell;
  return { node: { file: site.file, node: expression.node }, expression, steps: path.length };
}

/** Where the resources stand that a call is given: behind it, in the location that it is given. */
function anchorAtCall(site: Site, { declaration, calleeTemplate }: ModuleCall): Anchor {
  const { location, tags, condition, scope } = placeOfCall(site, declaration);
  return {
    span: site.lowered.spans.spanOf(declaration.node),
    location: location === null ? { kind: 'resourceGroupLocation' } : expressionDraft(site, location),
    tags: tags?.kind === 'name' ? expressionDraft(site, tags) : null,
    conditions: condition === null ? [] : [{ kind: 'copied', span: site.lowered.spans.spanOf(condition.node) }],
    neighbour: null,
    scope: scope === null || calleeTemplate.scope !== 'resourceGroup' ? null : expressionDraft(site, scope),
  };
}

/** What a call says of where and when what it deploys is, in its arguments too. */
function placeOfCall(
  site: Site,
  { body, condition, scope }: ModuleDeclaration,
): Readonly<Record<'location' | 'tags' | 'condition' | 'scope', Expression | null>> {
  const isBicep = site.language === 'bicep';
  const argumentAt = (name: string) => {
    const found = memberOf(memberOf(body, isBicep ? 'params' : 'parameters') ?? body, name);
    return found === null || isBicep ? found : memberOf(found, 'value');
  };
  return { location: argumentAt('location'), tags: argumentAt('tags'), condition, scope };
}

/** True if an expression reads what its loop turns over. */
function readsTurn(expression: Expression, { itemName, indexName }: LoopHeader): boolean {
  return hasPart(expression, (part) => {
    if (part.kind === 'name') return part.name === itemName || part.name === indexName;
    return part.kind === 'call' && part.name.toLowerCase() === 'copyindex';
  });
}
