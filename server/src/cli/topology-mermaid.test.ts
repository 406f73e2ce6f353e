import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TierFlow, TopologyNode } from '../service/model.ts';
import { spanOf } from '../text/span.ts';
import { topologyMermaid } from './topology-mermaid.ts';

const place = { file: 'main.bicep', span: spanOf(0, 0) };

function node(name: string, type: string): TopologyNode {
  const rest = { symbolicName: null, declaration: place, nameToken: place, evidence: [], worst: null, children: [] };
  return { id: name, type, name, ...rest };
}

const sql: TierFlow = { protocol: 'tcp', ports: [1433, 1433], answer: 'allowed', dependsOn: [] };
const subnet = 'Microsoft.Network/virtualNetworks/subnets';

test('tiers are boxes with subnets and resources, flows are arrows', () => {
  const drawn = topologyMermaid({
    path: 'main.bicep',
    tiers: [
      { id: 'app', title: 'App', nodes: [node('snet-app', subnet)] },
      { id: 'data', title: 'Data', nodes: [node('snet-data', subnet), node('sql', 'Microsoft.Sql/servers')] },
    ],
    matrix: {
      rows: [
        { from: 'internet', to: 'app', flows: [] },
        { from: 'app', to: 'data', flows: [sql] },
        { from: 'data', to: 'app', flows: [{ ...sql, answer: 'depends', dependsOn: ['parameter x'] }] },
        { from: 'data', to: 'data', flows: [sql] },
      ],
      undecided: null,
      left: [],
    },
  });
  assert.equal(
    drawn,
    `\
flowchart LR
  subgraph tier_app["App"]
    node_0_0["snet-app"]
  end
  subgraph tier_data["Data (inside: TCP 1433)"]
    node_1_0["snet-data"]
    node_1_1(["sql"])
  end
  tier_app -->|"TCP 1433"| tier_data
  tier_data -.->|"maybe TCP 1433"| tier_app
`,
  );
});

test('a name can neither draw nor link', () => {
  const name = 'a"]\n  click x "javascript:alert(1)" %% <b>`é;#';
  const drawn = topologyMermaid({
    path: 'main.bicep',
    tiers: [{ id: 'app', title: 'App', nodes: [node(name, subnet)] }],
    matrix: { rows: [], undecided: null, left: [] },
  });
  const [, , line] = drawn.split('\n');
  assert.equal(line, '    node_0_0["a#34;#93; click x #34;javascript:alert(1)#34; #37;#37; #60;b#62;#96;é#59;#35;"]');
});
