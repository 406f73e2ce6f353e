import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf } from '../../../test/deployment.ts';
import type { EvaluatedDeployment } from './build.ts';
import { addLook, contentOf, everyKind, kindOf, overlap } from './looking.ts';
import type { DeploymentView } from './view.ts';

const text = `resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'network'
  properties: { subnets: [ { name: 'one', properties: { networkSecurityGroup: { id: group.id } } } ] }
}
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = { name: 'group' }
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = { name: 'vault' }
`.replaceAll(/\{ ([^\n]*) \}\n/g, '{\n$1\n}\n');

const networks = 'Microsoft.Network/virtualNetworks';
const subnets = `${networks}/subnets`;
const groups = 'Microsoft.Network/networkSecurityGroups';
const names = [networks, subnets, groups, 'Microsoft.KeyVault/vaults'].flatMap((type) => [
  kindOf(type),
  contentOf(type),
]);

/** What a question about a deployment looks at. */
function lookedAt({ index, view }: EvaluatedDeployment, ask: (view: DeploymentView) => unknown): readonly string[] {
  let seen: readonly string[] = [];
  index.looking.during(
    () => ask(view),
    (looks) => {
      seen = [...names, everyKind].filter((name) => {
        const one: number[] = [];
        addLook(one, index.looking.number(name));
        return overlap(looks, one);
      });
    },
  );
  return seen;
}

test('a question looks at what it reads, and at nothing else', () => {
  const deployment = deploymentOf(text);
  assert.deepEqual(
    lookedAt(deployment, () => null),
    [],
  );
  assert.deepEqual(
    lookedAt(deployment, (view) => view.lacks(groups)),
    [kindOf(groups)],
  );
  assert.deepEqual(
    lookedAt(deployment, (view) => view.everything.length),
    [everyKind],
  );
  const sizes = lookedAt(deployment, (view) =>
    view.resources(networks).known.map((one) => one.size('properties.subnets')),
  );
  assert.deepEqual(sizes, [kindOf(networks), contentOf(networks)]);
});

test('what an id leads to is looked for by its type', () => {
  const seen = lookedAt(deploymentOf(text), (view) =>
    view.resources(subnets).known.map((subnet) => subnet.target('properties.networkSecurityGroup.id')?.kind),
  );
  assert.deepEqual(seen, [kindOf(subnets), contentOf(subnets), kindOf(groups)]);
});

test('an answer from memory rests on what it was found by, also inside of another and where it could not be told', () => {
  const deployment = deploymentOf(text);
  const inner = (view: DeploymentView): unknown =>
    view.remember('inner', () => view.resources(networks).known.map((one) => one.read('properties.subnets.0.name')));
  const outer = (view: DeploymentView): unknown => view.remember('outer', () => inner(view));
  const failing = (view: DeploymentView): unknown =>
    view.remember('failing', () =>
      view.resources(subnets).known.map((one) => one.read('properties.networkSecurityGroup.id')),
    );
  const all = [kindOf(networks), contentOf(networks)];
  for (const ask of [inner, outer, outer, inner]) assert.deepEqual(lookedAt(deployment, ask), all);
  for (let times = 0; times < 2; times++) {
    const seen = lookedAt(deployment, (view) => assert.throws(() => failing(view)));
    assert.deepEqual(seen, [kindOf(subnets), contentOf(subnets)]);
  }
});

test('who names a resource is looked for in all that may', () => {
  const deployment = deploymentOf(text);
  for (let times = 0; times < 2; times++) {
    const seen = lookedAt(deployment, (view) => {
      const [group] = view.resources(groups).known;
      assert.ok(group !== undefined);
      return view.naming(group, subnets, 'properties.networkSecurityGroup.id').known.length;
    });
    assert.deepEqual(seen, [kindOf(subnets), contentOf(subnets), kindOf(groups)]);
  }
});
