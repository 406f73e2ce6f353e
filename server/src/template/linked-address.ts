/**
 * Which file the address of a linked template means. In ARM such an address is computed, most often from the address of the template itself:
 * `uri(deployment().properties.templateLink.uri, 'nested/x.json')` or `concat(parameters('_artifactsLocation'), '/nested/x.json', sasToken)`.
 * Nobody knows where a template will be deployed from, but its author keeps the files in one folder as they are there, so the part of the
 * address that is written down tells the file (Microsoft Learn, "Using linked and nested templates").
 */
import type { Expression, ModuleDeclaration, ObjectExpression, Template } from './ir.ts';

/** What is known of an address: steps of a path, the name of the file last. */
export interface LinkedAddress {
  /** With slashes, without one at its beginning; `..` only where `isWhole`. */
  readonly path: string;
  /** True if the path begins at the folder of the template or at one around it; false if only its end may be meant. */
  readonly isWhole: boolean;
}

/** Text of an address: what is written down, and null for what isn't known. */
export type AddressPart = string | null;

/** Steps of a path that are looked at; those before them are left out. */
const mostSteps = 8;

/** Expressions that the reading of one address follows. */
const mostFollowed = 200;

/** Alternatives of one address that are told apart. */
const mostAddresses = 8;

/** What the parts of an address tell of the file; null if they don't tell its name. A query at the end, such as a token, doesn't matter. */
export function linkedAddress(parts: readonly AddressPart[]): LinkedAddress | null {
  const joined = joinedParts(parts);
  const at = joined.findLastIndex((part) => part !== null && fileName.test(part));
  const written = at < 0 ? undefined : fileName.exec(joined[at] ?? '')?.[1];
  if (written === undefined) return null;
  const before = joined.slice(0, at);
  const unknowns = before.filter((part) => part === null).length;
  const isRelative = before.length === 0 && !/^[a-z][a-z0-9+.-]*:/i.test(written);
  const isWhole = isRelative || (before.length === 1 && unknowns === 1);
  // A name right behind something unknown may be the end of a name only.
  const known = unknowns > 0 && !isWhole ? written.slice(written.indexOf('/') + 1) : written;
  if (known === written && unknowns > 0 && !isWhole) return null;
  const steps = withoutOrigin(known)
    .split('/')
    .filter((step) => step !== '' && step !== '.');
  const isClimbing = steps.includes('..');
  // One name in a folder that isn't known is any file of that name.
  const isVague = unknowns > 0 && !isWhole && steps.length < 2;
  if (steps.length === 0 || isVague || (isClimbing && !isWhole)) return null;
  return { path: (isWhole ? steps : steps.slice(-mostSteps)).join('/'), isWhole };
}

const fileName = /^([^?#]*\.jsonc?)(?:$|[?#])/i;

/** The path of a URI; other text as it is. */
function withoutOrigin(text: string): string {
  return text.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*\//i, '');
}

function joinedParts(parts: readonly AddressPart[]): readonly AddressPart[] {
  const joined: AddressPart[] = [];
  for (const part of parts) {
    const last = joined[joined.length - 1];
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  return joined;
}

/** `uri(base, relative)` by the parts of both: what stands behind the last slash of the base is replaced. */
export function uriParts(base: readonly AddressPart[], relative: readonly AddressPart[]): readonly AddressPart[] {
  const [first] = relative;
  if (typeof first === 'string' && /^[a-z][a-z0-9+.-]*:/i.test(first)) return relative;
  const kept = [...joinedParts(base)];
  const last = kept.pop();
  if (typeof last === 'string') kept.push(last.slice(0, last.lastIndexOf('/') + 1));
  else kept.push(null);
  return [...kept, ...relative];
}

/** What a deployment of JSON is linked by, if its properties say so: the member of `templateLink` that tells the template. */
export interface TemplateLink {
  readonly by: 'relativePath' | 'uri' | 'id';
  readonly value: Expression;
}

/** The link of a deployment to its template; null if it has none, or if its properties are computed. */
export function templateLinkOf({ body }: ModuleDeclaration): TemplateLink | null {
  const link = body.kind === 'object' ? memberOf(body, 'templateLink') : null;
  if (link?.kind !== 'object') return link === null ? null : { by: 'uri', value: linkMember(link, 'uri') };
  for (const by of ['relativePath', 'uri', 'id'] as const) {
    const value = memberOf(link, by);
    if (value !== null) return { by, value };
  }
  return null;
}

/** The address of the parameter file that a deployment of JSON names in place of arguments; null if it names none. */
export function parametersLinkOf({ body }: ModuleDeclaration): Expression | null {
  const link = body.kind === 'object' ? memberOf(body, 'parametersLink') : null;
  if (link === null) return null;
  return link.kind === 'object' ? memberOf(link, 'uri') : linkMember(link, 'uri');
}

function linkMember(target: Expression, name: string): Expression {
  const { node } = target;
  const key: Expression = { kind: 'literal', node, value: name };
  return { kind: 'member', node, target, key, safe: true, fromEnd: false, nested: false };
}

function memberOf({ members }: ObjectExpression, name: string): Expression | null {
  const wanted = name.toLowerCase();
  const found = members.findLast((member) => member.kind === 'property' && member.key.toLowerCase() === wanted);
  return found?.kind === 'property' ? found.value : null;
}

/**
 * The addresses that a deployment is linked to, as far as its text alone tells them: without arguments, and with both sides of a condition.
 * @param names the template whose names its expressions mean
 */
export function writtenAddresses(declaration: ModuleDeclaration, names: Template): readonly LinkedAddress[] {
  if (declaration.inline !== null) return [];
  const link = declaration.path === null ? templateLinkOf(declaration) : null;
  const parameters = parametersLinkOf(declaration);
  const all = [link?.by === 'id' ? null : (link?.value ?? null), parameters].flatMap((value) =>
    value === null ? [] : new AddressReader(names).read(value),
  );
  return all.map(linkedAddress).filter((address) => address !== null);
}

type Parts = readonly AddressPart[];

const unknownParts: readonly Parts[] = [[null]];

/** Reads an address in an expression, without evaluation: all alternatives that it has. */
class AddressReader {
  private readonly names: Template;
  private followed = 0;

  constructor(names: Template) {
    this.names = names;
  }

  read(expression: Expression): readonly Parts[] {
    if (++this.followed > mostFollowed) return unknownParts;
    switch (expression.kind) {
      case 'literal':
        return [[typeof expression.value === 'object' ? null : String(expression.value)]];
      case 'text':
        return this.joined(expression.parts);
      case 'conditional':
        return [...this.read(expression.whenTrue), ...this.read(expression.whenFalse)].slice(0, mostAddresses);
      case 'call': {
        const name = expression.name.toLowerCase();
        const [base, relative] = expression.arguments;
        if (name === 'concat') return this.joined(expression.arguments);
        if (name !== 'uri' || base === undefined || relative === undefined) return unknownParts;
        return combined(this.read(base), this.read(relative), uriParts);
      }
      case 'name':
      case 'member': {
        const found = this.declared(expression);
        return found === null ? unknownParts : this.read(found);
      }
      default:
        return unknownParts;
    }
  }

  private joined(parts: readonly (string | Expression)[]): readonly Parts[] {
    return parts.reduce<readonly Parts[]>(
      (before, part) => combined(before, typeof part === 'string' ? [[part]] : this.read(part), (a, b) => [...a, ...b]),
      [[]],
    );
  }

  /** What a name or a member of one stands for; null if that isn't written down. */
  private declared(expression: Expression): Expression | null {
    if (++this.followed > mostFollowed) return null;
    if (expression.kind === 'name') {
      const wanted = expression.name.toLowerCase();
      for (const declaration of this.names.declarations) {
        if (declaration.kind !== expression.space || declaration.name.toLowerCase() !== wanted) continue;
        if (declaration.kind === 'variable') return declaration.value;
        if (declaration.kind === 'parameter') return declaration.default;
      }
      return null;
    }
    if (expression.kind !== 'member') return expression;
    const target = this.declared(expression.target);
    const { key } = expression;
    const isRead = target?.kind === 'object' && key.kind === 'literal' && typeof key.value === 'string';
    const found = isRead ? memberOf(target, String(key.value)) : null;
    return found === null || found.kind === 'literal' ? found : this.resolved(found);
  }

  private resolved(expression: Expression): Expression | null {
    return expression.kind === 'name' || expression.kind === 'member' ? this.declared(expression) : expression;
  }
}

function combined(
  first: readonly Parts[],
  second: readonly Parts[],
  join: (a: Parts, b: Parts) => Parts,
): readonly Parts[] {
  return first.flatMap((a) => second.map((b) => join(a, b))).slice(0, mostAddresses);
}
