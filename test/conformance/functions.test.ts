/**
 * The functions of the template language against what is known of them (vectors/arm-functions.json of the corpus): each expression becomes an
 * output of a template, which goes through the readers and the evaluation like any other.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { DeploymentScope } from '../../server/src/evaluate/deployment-scope.ts';
import { programOf } from '../../server/src/evaluate/program.ts';
import { corpusFiles, needsCorpus } from '../corpus.ts';
import { loweredArm, schemaLine } from '../lowered-arm.ts';
import { NotPlain, plainValue } from '../plain-value.ts';

interface Scenario {
  readonly targetScope?: DeploymentScope['kind'];
  readonly subscriptionId?: string;
  readonly resourceGroup?: string;
  readonly managementGroup?: string;
}

interface Vector {
  readonly fn: string;
  readonly expr: string;
  readonly given?: {
    readonly parameters?: Readonly<Record<string, unknown>>;
    readonly variables?: Readonly<Record<string, unknown>>;
    readonly scenario?: Scenario;
  };
  readonly expect?: unknown;
  readonly error?: true;
  readonly unsure?: true;
}

/** Sentences on the vectors that don't come out as they should, the uncertain ones apart. */
interface Differences {
  readonly wrong: string[];
  readonly unsure: string[];
}

test('functions give what is known of them', needsCorpus('vectors'), (t) => {
  const vectors = corpusFiles('vectors', 'arm-functions.json').flatMap((path): readonly Vector[] =>
    JSON.parse(readFileSync(path, 'utf8')),
  );
  assert.ok(vectors.length >= 695, 'the corpus has fewer vectors than it should');
  const differences: Differences = { wrong: [], unsure: [] };
  for (const vector of vectors) {
    const difference = differenceOf(vector);
    if (difference === null) continue;
    const list = vector.unsure ? differences.unsure : differences.wrong;
    list.push(`${vector.expr}: ${difference}`);
  }
  const unsure = vectors.filter((vector) => vector.unsure).length;
  t.diagnostic(
    `${vectors.length} vectors; of the ${unsure} whose sources disagree, ${differences.unsure.length} differ`,
  );
  for (const difference of differences.unsure) t.diagnostic(`unsure: ${difference}`);
  assert.deepEqual(differences.wrong, []);
});

/** What is wrong with the result of a vector, or null. */
function differenceOf(vector: Vector): string | null {
  const result = resultOf(vector);
  if (vector.error) return result instanceof NotPlain ? null : `gives ${JSON.stringify(result)} and should fail`;
  if (result instanceof NotPlain) return result.message;
  try {
    assert.deepEqual(result, vector.expect);
    return null;
  } catch {
    return `gives ${JSON.stringify(result)} instead of ${JSON.stringify(vector.expect)}`;
  }
}

function resultOf(vector: Vector): unknown {
  const { parameters = {}, variables = {}, scenario = {} } = vector.given ?? {};
  const body = {
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [
        name,
        { type: typeOf(value), defaultValue: asTemplateText(value) },
      ]),
    ),
    variables,
    resources: [],
    outputs: { result: { type: 'object', value: `[${vector.expr}]` } },
  };
  const lowered = loweredArm(schemaLine + JSON.stringify(body).slice(1));
  const { targetScope = 'resourceGroup', ...known } = scenario;
  const template = { ...lowered.template, scope: targetScope };
  const program = programOf({
    file: 'main',
    lowered: { ...lowered, template },
    scenario: { parameters: null, context: known },
  });
  const output = lowered.template.declarations.find((declaration) => declaration.kind === 'output');
  assert.ok(output !== undefined, vector.expr);
  try {
    return plainValue(program.evaluator, program.evaluator.part(output.value, program.frame));
  } catch (error) {
    if (error instanceof NotPlain) return error;
    throw error;
  }
}

/** A text in brackets that isn't an expression is written with two opening ones. */
function asTemplateText(value: unknown): unknown {
  return typeof value === 'string' && /^\[.*\]$/.test(value) && !/^\[\s*\w+\(/.test(value) ? `[${value}` : value;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? 'int' : typeof value === 'boolean' ? 'bool' : typeof value;
}
