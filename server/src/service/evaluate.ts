/** A template as Azure would be asked to deploy it in one scenario: its resources and outputs as plain data. */

import type { Run } from '../deployment/alternatives.ts';
import type { EvaluatedDeployment } from '../deployment/build.ts';
import type { ResourceInstance } from '../evaluate/instance.ts';
import type { Program } from '../evaluate/program.ts';
import type { Assumptions } from '../evaluate/terms.ts';
import { FormReader, isFormObject, leftOut, unknownForm } from './evaluation/forms.ts';
import type { EvaluatedResource, EvaluatedTemplate, Form, UnknownReason } from './evaluation/model.ts';
import { unknownPlace } from './evaluation/names.ts';
import { deployedOf } from './evaluation/presence.ts';

/** What Azure is asked for, value by value. Never throws; what is too large to be shown is unknown. */
export function evaluatedTemplate(deployment: EvaluatedDeployment): EvaluatedTemplate {
  const { program } = deployment.index;
  const { template } = program.lowered;
  const reader = new FormReader(program);
  const resources = program.instances.map((instance) => resourceOf(program, deployment.run, reader, instance));
  const outputs: [string, Form][] = [];
  for (const { name, cell } of program.outputs) {
    const form = reader.read(cell, null);
    if (form !== leftOut) outputs.push([name, form]);
  }
  const shown = { resources, outputs: Object.fromEntries(outputs) };
  return { scope: template.scope, ...shown, unknowns: unknownsOf(program, shown) };
}

function resourceOf(program: Program, run: Run, reader: FormReader, instance: ResourceInstance): EvaluatedResource {
  const { declaration, frame } = instance;
  const { presence, assumptions } = deployedOf(program.evaluator, run, instance);
  const name = reader.read(reader.names.fullName(instance), assumptions);
  const isAsked = presence !== 'absent' && !declaration.existing;
  const body = isAsked ? reader.read(instance.body, assumptions) : {};
  return {
    type: declaration.type,
    apiVersion: declaration.apiVersion,
    name: name === leftOut ? null : name,
    scope: placeOf(reader, instance, assumptions),
    symbolicName: declaration.symbolicName,
    existing: declaration.existing,
    presence,
    body: body === leftOut ? {} : withoutHeader(body, frame.foldNames ? armHeader : bicepHeader),
    source: {
      file: frame.file,
      span: program.files.get(frame.file)?.spans.spanOf(declaration.node) ?? { start: 0, end: 0 },
    },
  };
}

/** Properties of a body that say where the resource is and what it is called, or that Azure isn't sent. */
const bicepHeader: ReadonlySet<string> = new Set(['name', 'parent', 'scope', 'dependsOn']);
const armHeader: ReadonlySet<string> = new Set(['name', 'comments', 'metadata']);

function withoutHeader(body: Form, header: ReadonlySet<string>): Form {
  if (!isFormObject(body)) return body;
  const { $oneOf: alternatives } = body;
  if (Array.isArray(alternatives)) return { ...body, $oneOf: alternatives.map((each) => withoutHeader(each, header)) };
  return Object.fromEntries(Object.entries(body).filter(([key]) => !header.has(key) && !header.has(key.toLowerCase())));
}

function placeOf(reader: FormReader, instance: ResourceInstance, assumptions: Assumptions | null): Form {
  const place = reader.names.place(instance, assumptions);
  if (place === null) return unknownForm('where the resource goes depends on a condition');
  return unknownPlace(place) ?? reader.text(place, assumptions);
}

/** Counts why values aren't known, and what modules and loops may deploy besides. */
function unknownsOf(
  program: Program,
  shown: Pick<EvaluatedTemplate, 'resources' | 'outputs'>,
): readonly UnknownReason[] {
  const counts = new Map<string, number>();
  const count = (reason: string): void => {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  };
  const pending: Form[] = [shown.outputs];
  for (const { name, scope, body } of shown.resources) pending.push(name, scope, body);
  for (let form = pending.pop(); form !== undefined; form = pending.pop()) {
    if (typeof form !== 'object' || form === null) continue;
    if (isFormObject(form) && typeof form.$unknown === 'string') {
      count(form.$unknown);
      // The parts of a text are one value, not several.
      if ('$parts' in form) continue;
    }
    for (const inside of Object.values(form)) pending.push(inside);
  }
  for (const { declaration } of program.unread) {
    count(declaration.name === '' ? 'what a deployment deploys' : `what the module '${declaration.name}' deploys`);
  }
  for (const { type } of program.openLoops) count(`how many resources a loop makes of ${type}`);
  const reasons = [...counts].map(([reason, times]) => ({ reason, count: times }));
  return reasons.sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
