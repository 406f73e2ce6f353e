/** A template as one evaluation sees it: its names bound to cells, its resources and those of its modules to instances. */
import type { LoweredFile } from '../template/lowered.ts';
import type { Cell, DeploymentScope, Frame } from './cell.ts';
import type { Sharing, TemplateFiles } from './declare-module.ts';
import { unconditional } from './declare-resource.ts';
import { declareTemplate } from './declare-template.ts';
import type { Collected } from './declared.ts';
import { Evaluator } from './evaluator.ts';

/**
 * `instances` are in order of declaration, nested ones after the one that surrounds them, one for each turn of a loop, those of a module where
 * it is called. `openLoops` are resource loops of which it isn't known how often they turn; instances stand for what is known of them.
 */
export interface Program extends Readonly<Collected> {
  readonly file: string;
  readonly lowered: LoweredFile;
  /** All files that were read: the template itself and its modules. */
  readonly files: ReadonlyMap<string, LoweredFile>;
  readonly evaluator: Evaluator;
  readonly frame: Frame;
  /** Cells of parameters that have their default value. */
  readonly defaults: ReadonlySet<Cell>;
}

/**
 * Binds a template by its defaults. Of its values only the arrays of loops and the lists of arguments of modules are evaluated. Without `files`
 * no module is read, and what modules deploy is unknown. `scope` is where the template is deployed.
 */
export function programOf(
  file: string,
  lowered: LoweredFile,
  files: TemplateFiles | null = null,
  scope: DeploymentScope = { kind: lowered.template.scope },
): Program {
  const { template } = lowered;
  const frame: Frame = { file, path: 'main', foldNames: template.foldNames, up: null, scope, bindings: new Map() };
  const evaluator = new Evaluator();
  const sharing: Sharing = { files, lowered: new Map([[file, lowered]]), defaults: new Set(), calls: 0 };
  const around = { evaluator, surrounding: null, conditions: unconditional };
  const collected: Collected = { instances: [], openLoops: [], calls: [], unread: [] };
  declareTemplate(sharing, around, { template, frame, callers: [], isOuter: false })(collected);
  return { file, lowered, files: sharing.lowered, evaluator, frame, ...collected, defaults: sharing.defaults };
}
