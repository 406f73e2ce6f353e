/**
 * What a reference to another file means, by its text alone: `module`, `import`, `using`, `extends` and a linked template all write the same.
 *
 * - `./network/main.bicep`: a file, relative to the one that refers to it.
 * - `br:registry.azurecr.io/bicep/network:v1`, `...@sha256:<digest>`, `br/alias:network:v1`: a module of a registry.
 * - `ts:<subscription>/<resource group>/<name>:<version>`, `ts/alias:<name>:<version>`: a template spec.
 *
 * The forms and the limits are those of the Bicep compiler (Microsoft Learn, "Bicep modules"; names and tags as the specification of OCI
 * distributions has them).
 */
import type { ModuleAliases } from '../../config/bicep-config.ts';

export type Reference = LocalReference | RegistryReference | TemplateSpecReference | RemoteReference;

/** A file by its path, relative to the one that refers to it, with slashes. */
export interface LocalReference {
  readonly kind: 'local';
  readonly path: string;
}

export interface RegistryReference {
  readonly kind: 'registry';
  /** The host, with its port if it has one. */
  readonly registry: string;
  readonly repository: string;
  readonly version: { readonly kind: 'tag' | 'digest'; readonly text: string };
}

export interface TemplateSpecReference {
  readonly kind: 'template-spec';
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly name: string;
  readonly version: string;
}

/** An address of the network. It is never read. */
export interface RemoteReference {
  readonly kind: 'remote';
}

/** A text that refers to nothing; `message` tells the author why. */
export interface InvalidReference {
  readonly kind: 'invalid';
  readonly message: string;
}

const longestReference = 4096;
const longestRegistry = 255;
const longestRepository = 255;
const longestName = 90;
const aliasForm = /^[a-zA-Z0-9_-]+$/;
const registryForm = /^[a-zA-Z0-9._:[\]-]+$/;
const segmentForm = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const tagForm = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const digestForm = /^sha256:[a-f0-9]{64}$/;
const subscriptionForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const nameForm = /^[-\p{L}\p{N}_.()]*[-\p{L}\p{N}_()]$/u;

/**
 * Reads a reference.
 * @param aliases asked only if the reference has an alias, since finding them may mean reading files.
 */
export function readReference(text: string, aliases: () => ModuleAliases): Reference | InvalidReference {
  if (text.length > longestReference) {
    return invalid(`This reference is longer than ${longestReference} characters.`);
  }
  const colon = text.indexOf(':');
  if (colon < 0) {
    const fault = pathFault(text);
    return fault === null ? { kind: 'local', path: text } : invalid(fault);
  }
  const rest = text.slice(colon + 1);
  const [scheme = '', ...aliasParts] = text.slice(0, colon).split('/');
  const alias = aliasParts.length === 0 ? null : aliasParts.join('/');
  if (alias !== null && (scheme === 'br' || scheme === 'ts') && !aliasForm.test(alias)) {
    return invalid(`${quoted(alias)} can't be an alias: one has letters, digits, "_" and "-".`);
  }
  if (scheme === 'br') return registryReference(text, alias, rest, aliases);
  if (scheme === 'ts') return templateSpecReference(text, alias, rest, aliases);
  if (alias === null && /^https?$/i.test(scheme)) return { kind: 'remote' };
  return invalid(`${quoted(text)} is neither a relative path nor a module of a registry (br) or template spec (ts).`);
}

/**
 * True if a reference depends on settings: on aliases of bicepconfig.json, or on a mapping of our own configuration. Paths don't.
 */
export function isModuleScheme(text: string): boolean {
  return /^(?:br|ts)[:/]/.test(text);
}

/** What is wrong with a relative path, as a sentence; null if nothing is. The rules hold on every system, so that templates do. */
export function pathFault(path: string): string | null {
  if (path.length > longestReference) return `This path is longer than ${longestReference} characters.`;
  if (path === '') return 'This path is empty.';
  if (path.startsWith('/')) return `${quoted(path)} is an absolute path; write one that is relative to this file.`;
  if (path.includes('\\')) return `${quoted(path)} has a backslash; write "/" between folders.`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/["*:<>?|\u0000-\u001f]/.test(path)) {
    return `${quoted(path)} has a character that no path may have: one of " * : < > ? | or a control character.`;
  }
  if (/[ .]$/.test(path)) return `${quoted(path)} ends with ${path.endsWith('.') ? 'a dot' : 'a blank'}.`;
  return null;
}

/** A text in quotes, as messages show it: at most 80 characters of it. */
export function quoted(text: string): string {
  return `"${text.length > 80 ? `${text.slice(0, 79)}…` : text}"`;
}

function registryReference(
  text: string,
  alias: string | null,
  rest: string,
  aliases: () => ModuleAliases,
): Reference | InvalidReference {
  if (alias === null) return registryAddress(text, rest);
  const known = aliases().registries.get(alias);
  if (known === undefined) return invalid(`bicepconfig.json has no module alias ${quoted(`br/${alias}`)}.`);
  if (known.registry === null) return invalid(`The module alias ${quoted(`br/${alias}`)} has no registry.`);
  const path = known.modulePath === null ? rest : `${known.modulePath}/${rest}`;
  return registryAddress(text, `${known.registry}/${path}`);
}

/** `host/path/of/module:tag` or `host/path/of/module@sha256:...`. */
function registryAddress(text: string, address: string): Reference | InvalidReference {
  const [registry = '', ...segments] = address.split('/');
  const last = segments.pop() ?? '';
  if (registry === '' || last === '' || !registryForm.test(registry)) {
    return invalid(`${quoted(text)} has not the form "br:registry/path:tag".`);
  }
  if (registry.length > longestRegistry) return invalid(`The registry of ${quoted(text)} is too long.`);
  const end = last.search(/[:@]/);
  const path = [...segments, end < 0 ? last : last.slice(0, end)];
  const wrong = path.find((segment) => !segmentForm.test(segment));
  if (wrong !== undefined) return invalid(`${quoted(wrong)} can't be part of the path of a module.`);
  const repository = path.join('/');
  if (repository.length > longestRepository) return invalid(`The path of ${quoted(text)} is too long.`);
  const version = end < 0 ? '' : last.slice(end + 1);
  if (version === '') return invalid(`${quoted(text)} has no version.`);
  const kind = last[end] === '@' ? 'digest' : 'tag';
  if (!(kind === 'digest' ? digestForm : tagForm).test(version)) {
    return invalid(`${quoted(version)} is no ${kind === 'digest' ? 'digest' : 'version'} of a module.`);
  }
  return { kind: 'registry', registry, repository, version: { kind, text: version } };
}

function templateSpecReference(
  text: string,
  alias: string | null,
  rest: string,
  aliases: () => ModuleAliases,
): Reference | InvalidReference {
  if (alias === null) return templateSpecAddress(text, rest);
  const known = aliases().templateSpecs.get(alias);
  if (known === undefined) return invalid(`bicepconfig.json has no module alias ${quoted(`ts/${alias}`)}.`);
  const { subscription, resourceGroup } = known;
  if (subscription === null || resourceGroup === null) {
    const missing = subscription === null ? 'subscription' : 'resource group';
    return invalid(`The module alias ${quoted(`ts/${alias}`)} has no ${missing}.`);
  }
  return templateSpecAddress(text, `${subscription}/${resourceGroup}/${rest}`);
}

function templateSpecAddress(text: string, address: string): Reference | InvalidReference {
  const parts = address.split('/');
  const [subscription = '', resourceGroup = '', named = ''] = parts;
  const colon = named.indexOf(':');
  if (parts.length !== 3 || colon < 0) {
    return invalid(`${quoted(text)} has not the form "ts:subscription/resource group/name:version".`);
  }
  const name = named.slice(0, colon);
  const version = named.slice(colon + 1);
  if (!subscriptionForm.test(subscription)) return invalid(`${quoted(subscription)} is no id of a subscription.`);
  const isName = (part: string, form: RegExp): boolean => part.length <= longestName && form.test(part);
  if (!isName(resourceGroup, nameForm)) return invalid(`${quoted(resourceGroup)} is no resource group.`);
  if (!isName(name, nameForm)) return invalid(`${quoted(name)} is no name of a template spec.`);
  if (!isName(version, nameForm)) return invalid(`${quoted(version)} is no version of a template spec.`);
  return { kind: 'template-spec', subscription, resourceGroup, name, version };
}

function invalid(message: string): InvalidReference {
  return { kind: 'invalid', message };
}
