/** For the hard snippets: a template of our own, beside the modules of the corpus, and what is concluded from it. */
import { join } from 'node:path';
import { runAlternatives } from '../../server/src/deployment/alternatives.ts';
import { buildDeployment } from '../../server/src/deployment/build.ts';
import type { FileNode } from '../../server/src/deployment/deployment.ts';
import type { ResourceKey } from '../../server/src/deployment/intent.ts';
import type { ScenarioContext } from '../../server/src/evaluate/scenario.ts';
import { runRules } from '../../server/src/rules/engine.ts';
import { rules } from '../../server/src/rules/index.ts';
import { evaluatedTemplate } from '../../server/src/service/evaluate.ts';
import { isFormObject } from '../../server/src/service/evaluation/forms.ts';
import type { EvaluatedResource, Form } from '../../server/src/service/evaluation/model.ts';
import { corpusModules, corpusRegistry } from '../corpus-modules.ts';
import { lower } from '../deployment.ts';

export interface SnippetScene {
  /** Resources of a type that are or may be deployed. */
  resources(type: string): readonly EvaluatedResource[];
  /** What they have at a path such as `properties.networkAcls.defaultAction`, in order; `omitted` where nothing is there. */
  values(type: string, path: string): readonly Form[];
  /** Values that occur together at several paths of the first resource of a type, for each of its alternatives; `undecided` for unknown ones. */
  together(type: string, paths: readonly string[]): readonly string[];
  /** The text at which an author would change what the resources of a type have at a path. */
  places(type: string, path: string): readonly string[];
  /** Each finding of a rule: its certainty and the text where it stands. */
  findings(ruleId: string): readonly string[];
}

const modules = corpusModules();

/** Evaluates a text as if it lay in a folder beside those of the corpus; modules are found there by `../res/...` or in the registry. */
export function sceneOf(text: string, context: ScenarioContext = {}): SnippetScene {
  const file = join(corpusRegistry, 'caller', text.trimStart().startsWith('{') ? 'main.json' : 'main.bicep');
  const deployment = buildDeployment({
    file,
    lowered: lower(text),
    files: modules,
    scenario: { parameters: null, context },
  });
  const shown = evaluatedTemplate(deployment).resources.filter(
    ({ existing, presence }) => !existing && presence !== 'absent',
  );
  const { findings } = runRules(rules, deployment, {}, (name) => name === file);
  const resources = (type: string): readonly EvaluatedResource[] =>
    shown.filter((resource) => resource.type.toLowerCase() === type.toLowerCase());
  const keysOf = (type: string): readonly ResourceKey[] =>
    deployment.keys.filter((key) => deployment.viewOf(key)?.isType(type) && deployment.viewOf(key)?.existing === false);
  const textAt = (node: FileNode): string => {
    const { start, end } = deployment.files.get(node.file)?.spans.spanOf(node.node) ?? { start: 0, end: 0 };
    return node.file === file ? text.slice(start, end) : node.file;
  };
  return {
    resources,
    together: (type, paths) => {
      const view = deployment.viewOf(keysOf(type)[0] ?? ('' as ResourceKey));
      const outcomes = runAlternatives(deployment.run, () =>
        paths.map((path) => JSON.stringify(view?.read(path))).join(' and '),
      );
      return outcomes.map((outcome) => (outcome.kind === 'decided' ? outcome.value : 'undecided'));
    },
    places: (type, path) =>
      keysOf(type).map((key) => {
        const leaf = deployment.decidedBy(key, path);
        if (leaf === null) return 'unknown';
        const place = deployment.placeOf(leaf, path, (name) => name === file);
        return place.kind === 'none' ? 'none' : textAt(place.node);
      }),
    values: (type, path) => resources(type).map(({ body }) => formAt(body, path)),
    findings: (ruleId) =>
      findings
        .filter((finding) => finding.ruleId === ruleId)
        .map(({ certainty, at }) => `${certainty}: ${text.slice(at.span.start, at.span.end)}`),
  };
}

/** The value at a path, names compared as Azure does; of decisions on the way each alternative's. */
export function formAt(body: Form, path: string): Form {
  let found: Form | undefined = body;
  for (const step of path.split('.')) {
    if (found === undefined || found === null || typeof found !== 'object') return 'omitted';
    const entries: ReadonlyMap<string, Form> = new Map(
      Object.entries(found).map(([key, value]) => [key.toLowerCase(), value]),
    );
    found = entries.get(step.toLowerCase());
  }
  if (found === undefined || found === null) return 'omitted';
  return isFormObject(found) && '$ref' in found && isFormObject(found.$ref ?? null) ? (found.$ref ?? null) : found;
}
