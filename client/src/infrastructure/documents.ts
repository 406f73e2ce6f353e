/** Languages whose documents are always ours, and the two in which a template is one document among many. */
const TEMPLATE_LANGUAGES: ReadonlySet<string> = new Set(['bicep', 'bicep-params', 'arm-template']);
const JSON_LANGUAGES: ReadonlySet<string> = new Set(['json', 'jsonc']);
const SCHEMES: readonly string[] = ['file', 'untitled', 'vscode-remote'];

/** Every `$schema` of an ARM template or parameter file names this host. */
const ARM_SCHEMA_HOST = /schema\.management\.azure\.com/i;

/** What the server is told about. It looks at `$schema` itself and leaves other JSON alone. */
export const documentSelector: readonly { readonly language: string; readonly scheme: string }[] = [
  ...TEMPLATE_LANGUAGES,
  ...JSON_LANGUAGES,
].flatMap((language) => SCHEMES.map((scheme) => ({ language, scheme })));

/** The part of an editor's document that decides whether it concerns us. */
export interface DocumentLike {
  readonly languageId: string;
  readonly uri: { readonly scheme: string };
  getText(): string;
}

/**
 * Whether a document is Bicep or may be an ARM template. A cheap guess on the safe side: no server is started, and nothing shown, for
 * a package.json.
 */
export function mayBeTemplate(document: DocumentLike): boolean {
  if (!SCHEMES.includes(document.uri.scheme)) return false;
  if (TEMPLATE_LANGUAGES.has(document.languageId)) return true;
  return JSON_LANGUAGES.has(document.languageId) && ARM_SCHEMA_HOST.test(document.getText());
}
