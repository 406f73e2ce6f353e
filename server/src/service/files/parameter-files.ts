/**
 * Which parameter files belong to a template by themselves. A .bicepparam says so with `using`, wherever it lies; an ARM parameter file says
 * nothing, so its name and folder do, by the conventions that Azure's documentation and tools state:
 *
 * - `main.parameters.json` for `main.json` and `main.bicep`, `main.parameters-dev.json` for an environment (Microsoft Learn, "Create Resource
 *   Manager parameter file", "File name"; "Create parameters files for Bicep deployment"). `azuredeploy.parameters.json` is of this kind.
 * - `main.params.json` (Azure Resource Manager Tools for VS Code: "Common patterns").
 * - `main.dev.parameters.json` (Azure DevTest Labs reads all `azuredeploy.*.parameters.json`; Microsoft Learn, `parametersValueFilesInfo`).
 * - `main.parameters.dev.json`, which is the first with the separator of the last.
 *
 * `dev.parameters.json` and `parameters.json` name no template and belong to none by themselves.
 */

/**
 * The ARM parameter files of a template, by name, in the order of `names`. Whether one is a parameter file is to be seen in its text.
 *
 * `main.network.parameters.json` belongs to `main.network.bicep` if that lies beside it, else to `main.bicep`.
 * @param template the name of the template in its folder.
 * @param names all names in that folder.
 */
export function parameterFilesOf(template: string, names: readonly string[]): readonly string[] {
  const own = templateStem(template);
  if (own === null) return [];
  const stems = new Set(names.map(templateStem).filter((stem) => stem !== null));
  return names.filter((name) => {
    const candidates = templateStemsOf(name);
    if (!candidates.includes(own)) return false;
    return candidates.every((other) => other.length <= own.length || !stems.has(other));
  });
}

/** `main` of `main.bicep`; null for what can't be a template. Case doesn't matter, as on the systems of most authors. */
function templateStem(name: string): string | null {
  if (templateStemsOf(name).length > 0) return null;
  return /^(.+)\.(?:bicep|json|jsonc)$/i.exec(name)?.[1]?.toLowerCase() ?? null;
}

/** The stems of templates that a parameter file of this name may belong to: `main.dev` and `main` of `main.dev.parameters.json`. */
function templateStemsOf(name: string): readonly string[] {
  const found = /^(.+?)\.(?:parameters|params)(?:[.-][^.]+)?\.jsonc?$/i.exec(name)?.[1];
  if (found === undefined) return [];
  const stem = found.toLowerCase();
  const dot = stem.lastIndexOf('.');
  return dot > 0 ? [stem, stem.slice(0, dot)] : [stem];
}
