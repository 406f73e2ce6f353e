/**
 * What the rules find in each entry, kept by content: an entry is evaluated again when a file that it read means something else than before
 * (spec: evaluation, section 8).
 */
import { buildDeployment, type EvaluatedDeployment } from '../deployment/build.ts';
import type { FileProblem } from '../evaluate/file-problem.ts';
import type { Scenario } from '../evaluate/scenario.ts';
import { type RuleFinding, runRules } from '../rules/engine.ts';
import type { NodeLocation, QuietNote } from '../rules/finding.ts';
import { rules } from '../rules/index.ts';
import { Dependencies } from './dependencies.ts';
import { type Entry, entryKey } from './entries.ts';
import type { Scene } from './scene.ts';

/** What is kept of the evaluation of an entry: plain data. */
export interface Evaluation {
  readonly entry: Entry;
  readonly dependencies: Dependencies;
  readonly findings: readonly RuleFinding[];
  readonly quiet: readonly QuietNote<NodeLocation>[];
  readonly problems: readonly FileProblem[];
  /** Resources that it deploys, `existing` ones aside. */
  readonly resourceCount: number;
}

/** Evaluations of one entry that are kept: of the text in the editor, of the one on disk, and of a repair that is tried out. */
const mostKept = 3;

/** Deployments that are kept; they take a hundred times the memory of what was found in them. */
const mostDeployments = 16;

interface KeptDeployment {
  /** Null if the entry's template isn't there. */
  readonly deployment: EvaluatedDeployment | null;
  readonly dependencies: Dependencies;
}

export class Evaluations {
  private readonly byEntry = new Map<string, Evaluation[]>();
  private readonly deployments = new Map<string, KeptDeployment>();

  /** The evaluation of an entry as its files are now; null if it has to be made. */
  current(scene: Scene, entry: Entry): Evaluation | null {
    return this.byEntry.get(entryKey(entry))?.find(({ dependencies }) => dependencies.meanTheSame(scene)) ?? null;
  }

  /** The last evaluation of an entry, whatever has changed since. */
  latest(entry: Entry): Evaluation | null {
    return this.byEntry.get(entryKey(entry))?.[0] ?? null;
  }

  /** Evaluates an entry now. One whose template isn't there has nothing in it, until the template is. */
  evaluate(scene: Scene, entry: Entry): Evaluation {
    const evaluation = evaluationOf(entry, this.deployment(scene, entry));
    const key = entryKey(entry);
    const others = (this.byEntry.get(key) ?? []).filter((known) => !known.dependencies.meanTheSame(scene));
    this.byEntry.set(key, [evaluation, ...others].slice(0, mostKept));
    return evaluation;
  }

  /** The deployment of an entry with the texts as they are now. */
  deployment(scene: Scene, entry: Entry): KeptDeployment {
    const key = entryKey(entry);
    const known = this.deployments.get(key);
    const current = known?.dependencies.areTheSame(scene) ? known : deploymentNow(scene, entry);
    this.deployments.delete(key);
    this.deployments.set(key, current);
    for (const oldest of this.deployments.keys()) {
      if (this.deployments.size <= mostDeployments) break;
      this.deployments.delete(oldest);
    }
    return current;
  }
}

function evaluationOf(entry: Entry, { deployment, dependencies }: KeptDeployment): Evaluation {
  if (deployment === null) return { entry, dependencies, findings: [], quiet: [], problems: [], resourceCount: 0 };
  const { program } = deployment.index;
  const { findings, quiet } = runRules(rules, deployment, {}, (file) => dependencies.isOwned(file));
  const resourceCount = program.instances.filter((instance) => !instance.declaration.existing).length;
  return { entry, dependencies, findings, quiet, problems: program.problems, resourceCount };
}

function deploymentNow(scene: Scene, entry: Entry): KeptDeployment {
  const dependencies = new Dependencies(scene);
  const template = dependencies.record(entry.template);
  if (template?.read?.lowered.language !== 'bicep' && template?.read?.lowered.language !== 'arm') {
    return { deployment: null, dependencies };
  }
  const parameters = entry.parameters === null ? null : dependencies.record(entry.parameters);
  const scenario: Scenario = {
    parameters: parameters?.read ? { file: parameters.path, lowered: parameters.read.lowered } : null,
    context: scene.workspace.context,
  };
  const { path: file, read } = template;
  const deployment = buildDeployment({ file, lowered: read.lowered, files: dependencies.files, scenario });
  return { deployment, dependencies };
}
