import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { expectNodes, loweredBicep, printedBicep } from '../../../test/lowered-bicep.ts';
import type { ResourceDeclaration } from './ir.ts';

/** Removes the margin of an indented text. */
function lines(text: string): string {
  const all = text.replace(/^\n/, '').trimEnd().split('\n');
  const margin = Math.min(...all.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return all.map((line) => line.slice(margin)).join('\n');
}

function expectLowered(source: string, expected: string): void {
  assert.equal(printedBicep(lines(source)), lines(expected));
}

describe('resources', () => {
  test('type, API version, name and body', () => {
    expectLowered(
      `
      resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
        name: 'vnet-\${env}'
        location: location
        properties: {}
      }
      `,
      `resource vnet Microsoft.Network/virtualNetworks@2024-05-01 name "vnet-\${env}" { name: "vnet-\${env}", location: location, properties: {} }`,
    );
  });

  test('parent, scope and dependsOn', () => {
    expectLowered(
      `
      resource subnet 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
        parent: vnet
        name: 'a'
        dependsOn: [
          other
          vnet::b
        ]
      }
      resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
        scope: subnet
        'name': 'l'
        dependsOn: cond ? [a] : []
      }
      `,
      `
      resource subnet Microsoft.Network/virtualNetworks/subnets@2024-05-01 parent vnet name 'a' after other, vnet::b { parent: vnet, name: 'a', dependsOn: [other, vnet::b] }
      resource lock Microsoft.Authorization/locks@2020-05-01 scope subnet name 'l' after (cond ? [a] : []) { scope: subnet, name: 'l', dependsOn: (cond ? [a] : []) }
      `,
    );
  });

  test('existing ones', () => {
    expectLowered(
      `
      resource kv 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
        name: last(split(id, '/'))
        scope: resourceGroup(split(id, '/')[2], 'rg')
      }
      `,
      `resource kv Microsoft.KeyVault/vaults@2023-07-01 existing scope resourceGroup(split(id, '/')[2], 'rg') name last(split(id, '/')) { name: last(split(id, '/')), scope: resourceGroup(split(id, '/')[2], 'rg') }`,
    );
  });

  test('conditions and loops, with filter and index', () => {
    expectLowered(
      `
      resource a 'A.B/c@1' = if (!empty(x)) {
        name: 'a'
      }
      resource b 'A.B/c@1' = [for x in xs: {
        name: x
      }]
      @batchSize(1)
      resource c 'A.B/c@1' existing = [
        for (x, i) in range(0, 3): if (x.on && i > 0) {
          name: 'c\${i}'
        }
      ]
      `,
      `
      resource a A.B/c@1 if not(empty(x)) name 'a' { name: 'a' }
      resource b A.B/c@1 for x in xs name x { name: x }
      resource c A.B/c@1 existing for (x, i) in range(0, 3) if (x.on && greater(i, 0)) name "c\${i}" { name: "c\${i}" }
      `,
    );
  });

  test('nested ones take over type and version, and know what surrounds them', () => {
    expectLowered(
      `
      resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
        name: 'v'
        @description('first')
        resource a 'subnets' = if (on) {
          name: 'a'
          resource b 'deep@2020-01-01' existing = {
            name: 'b'
          }
        }
        tags: t
        resource c 'subnets@2023-01-01' = {
          name: 'c'
          dependsOn: [a]
        }
        resource: 'a property'
      }
      `,
      `
      resource vnet Microsoft.Network/virtualNetworks@2024-05-01 name 'v' { name: 'v', tags: t, resource: 'a property' }
        resource a Microsoft.Network/virtualNetworks/subnets@2024-05-01 if on in vnet name 'a' { name: 'a' }
          resource b Microsoft.Network/virtualNetworks/subnets/deep@2020-01-01 existing in a name 'b' { name: 'b' }
        resource c Microsoft.Network/virtualNetworks/subnets@2023-01-01 in vnet name 'c' after a { name: 'c', dependsOn: [a] }
      `,
    );
  });

  test('nested ones in a loop and in a condition', () => {
    expectLowered(
      `
      resource v 'A.B/c@1' = [for x in xs: if (x.on) {
        name: x.name
        resource s 'd' = {
          name: 's'
        }
      }]
      `,
      `
      resource v A.B/c@1 for x in xs if x.on name x.name { name: x.name }
        resource s A.B/c/d@1 in v name 's' { name: 's' }
      `,
    );
  });

  test('the surrounding declaration is the very object that holds the nested one', () => {
    const file = loweredBicep("resource v 'A.B/c@1' = {\n  name: 'v'\n  resource s 'd' = {\n    name: 's'\n  }\n}");
    const [outer] = file.template.declarations.filter(
      (found): found is ResourceDeclaration => found.kind === 'resource',
    );
    const inner = outer?.nested[0];
    assert.ok(outer !== undefined && inner?.parent?.kind === 'surrounding');
    assert.equal(inner.parent.declaration, outer);
  });

  test('a type without version, and a resource that needs no name', () => {
    expectLowered(
      `
      resource a 'A.B/c' = {
        name: 'a'
      }
      resource g 'Microsoft.Graph/groups@v1.0' existing = {
        uniqueName: 'g'
      }
      `,
      `
      resource a A.B/c name 'a' { name: 'a' }
      resource g Microsoft.Graph/groups@v1.0 existing name ⟨the resource has no name⟩ { uniqueName: 'g' }
      `,
    );
  });

  test('a name that only a spread may give is unknown', () => {
    expectLowered(
      `
      resource a 'A.B/c@1' = {
        ...common
        location: 'x'
      }
      `,
      `resource a A.B/c@1 name ⟨the resource has no name⟩ { ...common, location: 'x' }`,
    );
  });
});

describe('modules', () => {
  test('local, from a registry, in a loop, under a condition, with a scope', () => {
    expectLowered(
      `
      module a './a.bicep' = {
        name: 'a'
        params: { x: vnet.id }
      }
      module b 'br/public:avm/res/storage/storage-account:0.9.0' = if (on) {
        scope: resourceGroup('rg')
        params: {}
      }
      module c 'c.json' = [for (x, i) in xs: if (x) {
        name: 'c\${i}'
      }]
      `,
      `
      module a ./a.bicep { name: 'a', params: { x: vnet.id } }
      module b br/public:avm/res/storage/storage-account:0.9.0 if on scope resourceGroup('rg') { scope: resourceGroup('rg'), params: {} }
      module c c.json for (x, i) in xs if x { name: "c\${i}" }
      `,
    );
  });

  test('a path that is missing or not constant is null', () => {
    expectLowered(
      `
      module a './\${x}.bicep' = {}
      module b = {}
      `,
      `
      module a - {}
      module b - {}
      `,
    );
  });
});

describe('broken text', () => {
  test('a resource without name or type is left out, one without a body is there', () => {
    expectLowered(
      `
      resource
      resource a
      resource b 'A.B/c@1'
      resource c 'A.B/c@1' =
      resource d 'A.B/\${x}@1' = {}
      resource e 'A.B/c@1' = if (
      resource f 'A.B/c@1' = if (x) {
        name: 'f'
      }
      `,
      `
      resource b A.B/c@1 name ⟨it is being typed⟩ ⟨it is being typed⟩
      resource c A.B/c@1 name ⟨it is being typed⟩ ⟨it is being typed⟩
      resource e A.B/c@1 if ⟨it is being typed⟩ name ⟨it is being typed⟩ ⟨it is being typed⟩
      resource f A.B/c@1 if x name 'f' { name: 'f' }
      `,
    );
  });

  test('a body that is never closed is open and keeps what was read; what follows survives', () => {
    expectLowered(
      `
      resource a 'A.B/c@1' = {
        name: 'a'
        properties: {
          x: 1

      resource b 'A.B/c@1' = {
        name: 'b'
      }
      `,
      `
      resource a A.B/c@1 name 'a' { ...⟨it is being typed⟩, name: 'a', properties: { ...⟨it is being typed⟩, x: 1 } }
      resource b A.B/c@1 name 'b' { name: 'b' }
      `,
    );
  });

  test('a nested resource without type is left out', () => {
    expectLowered(
      `
      resource a 'A.B/c@1' = {
        name: 'a'
        resource b
        tags: 1
      }
      `,
      `resource a A.B/c@1 name 'a' { name: 'a', tags: 1 }`,
    );
  });
});

describe('places', () => {
  test('a resource without its decorators, its name and type', () => {
    expectNodes(`
      @description('A key vault')
      @onlyIfNotExists() // once
      resource kv 'Microsoft.KeyVault/vaults@2023-07-01' = if (on) {
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 0 resource ... }
               ^^ 1 name
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 2 type
                                                               ^^ 3 name
                                                                   ^ 4 object ... }
        name: 'kv' // its name
        ^^^^^^^^^^ 5 property
        ^^^^ 6 key
              ^^^^ 7 literal
        properties: {
        ^^^^^^^^^^^^^ 8 property ... }
        ^^^^^^^^^^ 9 key
                    ^ 10 object ... }
          enabled: true
          ^^^^^^^^^^^^^ 11 property
          ^^^^^^^ 12 key
                   ^^^^ 13 literal
        }
      } // end
    `);
  });

  test('nested resources and loops', () => {
    expectNodes(`
      resource a 'A.B/c@1' = [for (x, i) in xs: if (i > 0) {
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 0 resource ... }]
               ^ 1 name
                 ^^^^^^^^^ 2 type
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 3 loop ... }]
                                            ^^ 4 name
                                                    ^ 5 name
                                                        ^ 6 literal
                                                    ^^^^^ 7 greater
                                                           ^ 8 object ... }
        name: x
        ^^^^^^^ 9 property
        ^^^^ 10 key
              ^ 11 name
        @batchSize(1)
        resource b 'd' = {
        ^^^^^^^^^^^^^^^^^^ 12 resource ... }
                 ^ 13 name
                   ^^^ 14 type
                         ^ 15 object ... }
          name: 'b'
          ^^^^^^^^^ 16 property
          ^^^^ 17 key
                ^^^ 18 literal
        }
      }]
    `);
  });

  test('modules', () => {
    expectNodes(`
      /* local */ module a './a.bicep' = {
                  ^^^^^^^^^^^^^^^^^^^^^^^^ 0 module ... }
                         ^ 1 name
                                         ^ 3 object ... }
        params: {}
        ^^^^^^^^^^ 4 property
        ^^^^^^ 5 key
                ^^ 6 object
      }
    `);
  });
});
