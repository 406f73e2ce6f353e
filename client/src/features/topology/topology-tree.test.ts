import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TopologyNodeDto, TopologyResult } from '../../../../server/src/lsp/protocol.ts';
import { elementAt, type TopologyElement, topologyTree } from './topology-tree.ts';

const URI = 'file:///work/main.bicep';

/** A node that is declared in whole lines, its name at the tenth character of the first. */
function node(name: string, type: string, lines: readonly [number, number], more: Partial<TopologyNodeDto> = {}) {
  const [first, last] = lines;
  return {
    id: `${type}/${name}`,
    type,
    name,
    symbolicName: null,
    uri: URI,
    range: { start: { line: first, character: 0 }, end: { line: last, character: 1 } },
    nameRange: { start: { line: first, character: 9 }, end: { line: first, character: 9 + name.length } },
    evidence: [],
    worst: null,
    children: [],
    ...more,
  } satisfies TopologyNodeDto;
}

const SUBNET = 'Microsoft.Network/virtualNetworks/subnets';

function topology(...tiers: TopologyResult['tiers']): TopologyResult {
  return { uri: URI, tiers, flows: [] };
}

/** The tree as a reader sees it: one line for each element, indented, with icon, description and worst finding. */
function drawn(elements: readonly TopologyElement[], indent = ''): string {
  return elements
    .map((each) => {
      const worst = each.worst === null ? '' : ` · ${each.worst}`;
      const line = `${indent}(${each.icon}) ${each.label} · ${each.description}${worst}\n`;
      return line + drawn(each.children, `${indent}  `);
    })
    .join('');
}

test('tiers hold subnets and resources, each with its kind and its worst finding', () => {
  const tree = topologyTree(
    topology(
      {
        id: 'web',
        title: 'Front end',
        nodes: [
          node('web', SUBNET, [3, 9], {
            worst: 'warning',
            children: [node('shop', 'Microsoft.Web/sites', [20, 30], { worst: 'hint' })],
          }),
          node('edge', SUBNET, [10, 12], { worst: 'error' }),
        ],
      },
      { id: 'data', title: 'Data', nodes: [node('shopdata', 'Microsoft.Storage/storageAccounts', [40, 50])] },
    ),
  );
  assert.equal(
    drawn(tree),
    `\
(browser) Front end · 2 resources · error
  (layers) web · subnet · warning
    (browser) shop · web app · hint
  (layers) edge · subnet · error
(database) Data · 1 resource
  (archive) shopdata · storage account
`,
  );
});

test('a type that is not listed is named by what follows its provider', () => {
  const tree = topologyTree(
    topology({ id: 'unassigned', title: 'Unassigned', nodes: [node('x', 'Contoso.Shop/tills/drawers', [0, 1])] }),
  );
  assert.equal(drawn(tree), '(question) Unassigned · 1 resource\n  (symbol-misc) x · tills/drawers\n');
});

test('an empty tier is not drawn, and a template without tiers is an empty tree', () => {
  assert.deepEqual(topologyTree(topology({ id: 'web', title: 'Front end', nodes: [] })), []);
  assert.deepEqual(topologyTree(topology()), []);
});

test('a screen reader hears name, kind and worst finding', () => {
  const [tier] = topologyTree(
    topology({ id: 'web', title: 'Front end', nodes: [node('web', SUBNET, [3, 9], { worst: 'warning' })] }),
  );
  assert.equal(tier?.accessibleLabel, 'Front end tier, 1 resource, worst finding: warning');
  assert.equal(tier?.children[0]?.accessibleLabel, 'web, subnet, worst finding: warning');
});

test('the tooltip gives type, declaration and evidence, and shows the text of a template as it is', () => {
  const [tier] = topologyTree(
    topology({
      id: 'web',
      title: 'Front end',
      nodes: [
        node('[click](command:evil)', SUBNET, [3, 9], {
          symbolicName: 'web_subnet',
          worst: 'warning',
          evidence: [
            { kind: 'delegation', detail: 'Delegated to Microsoft.Web/serverFarms' },
            { kind: 'name', detail: 'The name\nholds `web`' },
          ],
        }),
      ],
    }),
  );
  assert.equal(
    tier?.children[0]?.tooltip,
    String.raw`**\[click\]\(command:evil\)**

Microsoft\.Network/virtualNetworks/subnets

Declared as web\_subnet

Placed here by:
- delegation: Delegated to Microsoft\.Web/serverFarms
- name: The name holds \`web\`

Worst finding: warning`,
  );
});

test('a resource that stands in two tiers has two ids, and each knows its parent', () => {
  const shared = node('shared', SUBNET, [3, 9]);
  const [web, data] = topologyTree(
    topology({ id: 'web', title: 'Front end', nodes: [shared] }, { id: 'data', title: 'Data', nodes: [shared] }),
  );
  assert.notEqual(web?.children[0]?.id, data?.children[0]?.id);
  assert.equal(web?.children[0]?.parent, web);
  assert.equal(data?.children[0]?.parent, data);
});

test('the cursor selects the innermost declaration around it', () => {
  const tree = topologyTree(
    topology({
      id: 'web',
      title: 'Front end',
      nodes: [
        node('net', 'Microsoft.Network/virtualNetworks', [0, 20], {
          children: [node('web', SUBNET, [3, 9]), node('app', SUBNET, [10, 15])],
        }),
        node('elsewhere', SUBNET, [3, 9], { uri: 'file:///work/other.bicep' }),
      ],
    }),
  );
  const labelAt = (line: number, character = 0, uri = URI) => elementAt(tree, uri, { line, character })?.label;
  assert.equal(labelAt(0), 'net');
  assert.equal(labelAt(3), 'web');
  assert.equal(labelAt(9, 1), 'web');
  assert.equal(labelAt(9, 2), 'net');
  assert.equal(labelAt(12), 'app');
  assert.equal(labelAt(20, 2), undefined);
  assert.equal(labelAt(5, 0, 'file:///work/other.bicep'), 'elsewhere');
  assert.equal(labelAt(5, 0, 'file:///work/third.bicep'), undefined);
});

test('of two declarations in the same place the first one is selected', () => {
  const tree = topologyTree(
    topology({ id: 'web', title: 'Front end', nodes: [node('one', SUBNET, [3, 9]), node('two', SUBNET, [3, 9])] }),
  );
  assert.equal(elementAt(tree, URI, { line: 5, character: 0 })?.label, 'one');
});

test('a tier in the network says what it reaches and what reaches it', () => {
  const app = { id: 'app', title: 'App', nodes: [node('snet-app', SUBNET, [0, 5])] };
  const data = { id: 'data', title: 'Data', nodes: [node('snet-data', SUBNET, [6, 9])] };
  const [first, second] = topologyTree({
    ...topology(app, data, { id: 'unassigned', title: 'Unassigned', nodes: [node('x', 'A/b', [10, 11])] }),
    flows: [
      { from: 'internet', to: 'app', traffic: 'TCP 443', answer: 'allowed', dependsOn: [] },
      { from: 'app', to: 'data', traffic: 'maybe TCP 1433', answer: 'depends', dependsOn: ['parameter `sql`'] },
    ],
  });
  assert.ok(first !== undefined && second !== undefined);
  assert.equal(
    drawn([first, second]),
    `\
(server-process) App · 1 resource
  (arrow-right) Reaches · Data
    (question) Data · maybe TCP 1433
  (arrow-left) Reached by · Internet
    (pass) Internet · TCP 443
  (layers) snet-app · subnet
(database) Data · 1 resource
  (circle-slash) Reaches · nothing
  (arrow-left) Reached by · App
    (question) App · maybe TCP 1433
  (layers) snet-data · subnet
`,
  );
  const [reaches, reachedBy] = first.children;
  assert.equal(reaches?.accessibleLabel, 'App tier, reaches Data');
  assert.equal(
    reaches?.children[0]?.accessibleLabel,
    'Data, maybe TCP 1433, may be allowed, depends on parameter `sql`',
  );
  assert.equal(reachedBy?.children[0]?.accessibleLabel, 'Internet, TCP 443, allowed');
  assert.equal(reaches?.children[0]?.tooltip, 'Data: maybe TCP 1433\n\nThis depends on parameter \\`sql\\`');
  assert.equal(elementAt([first, second], URI, { line: 7, character: 0 })?.label, 'snet-data');
});

test('a tier without subnets has no headings for its traffic', () => {
  const tree = topologyTree({
    ...topology({ id: 'data', title: 'Data', nodes: [node('sql', 'Microsoft.Sql/servers', [0, 5])] }),
    flows: [{ from: 'internet', to: 'app', traffic: 'TCP 443', answer: 'allowed', dependsOn: [] }],
  });
  assert.equal(drawn(tree), '(database) Data · 1 resource\n  (database) sql · SQL server\n');
});
