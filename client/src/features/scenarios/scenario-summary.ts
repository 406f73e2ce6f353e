import type { ScenariosResult } from '../../../../server/src/lsp/protocol.ts';

export interface ScenarioSummary {
  /** Such as `prod.bicepparam` or `3 callers`. */
  readonly text: string;
  /** Such as `main.bicep with prod.bicepparam`; empty if the text says it all. */
  readonly detail: string;
  /** True if the document is a template, for which a parameter file may be chosen. */
  readonly mayChoose: boolean;
}

/** Scenarios that are named; of more, the number is told. */
const MOST_NAMED = 3;

/** Says with which parameters a document is evaluated. */
export function summarizeScenarios({ scenarios, leftOut, document, searching }: ScenariosResult): ScenarioSummary {
  const own = scenarios.filter((each) => each.template === document);
  const mayChoose = !scenarios.some((each) => each.parameters === document);
  if (!mayChoose) return { text: `With ${namesOf(scenarios.map((each) => each.template))}`, detail: '', mayChoose };
  if (searching) return { text: 'Looking for callers', detail: '', mayChoose };
  if (own.length === scenarios.length) {
    const files = own.flatMap((each) => each.parameters ?? []);
    if (files.length === 0) return { text: 'Default parameters', detail: '', mayChoose };
    if (files.length === 1) return { text: namesOf(files), detail: '', mayChoose };
    const number = leftOut === 0 ? files.length : `${files.length} of ${files.length + leftOut}`;
    return { text: `${number} parameter files`, detail: namesOf(files), mayChoose };
  }
  const callers = new Set(scenarios.map((each) => each.template));
  const detail = namesOf(scenarios.map(({ template, parameters }) => described(template, parameters)));
  return { text: callers.size === 1 ? '1 caller' : `${callers.size} callers`, detail, mayChoose };
}

function described(template: string, parameters: string | null): string {
  return parameters === null ? baseName(template) : `${baseName(template)} with ${baseName(parameters)}`;
}

function namesOf(uris: readonly string[]): string {
  const names = [...new Set(uris.map(baseName))];
  const rest = names.length - MOST_NAMED;
  return [...names.slice(0, MOST_NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

/** The name of a file at the end of a URI, or of a text that has one at its end. */
function baseName(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
