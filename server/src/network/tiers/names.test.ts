import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tierOfName } from './names.ts';

function tiersOf(names: string): string[] {
  return names.split(/\s+/).map((name) => `${name}: ${tierOfName(name)?.tier ?? 'none'}`);
}

test('words of a name tell its tier', () => {
  assert.deepEqual(
    tiersOf('snet-web-001 webSubnet WEB-TIER asg_contoso_web frontendSubnet FrontEnd snet-front-end uiVm'),
    [
      'snet-web-001: web',
      'webSubnet: web',
      'WEB-TIER: web',
      'asg_contoso_web: web',
      'frontendSubnet: web',
      'FrontEnd: web',
      'snet-front-end: web',
      'uiVm: web',
    ],
  );
  assert.deepEqual(tiersOf('snet-app contoso-api BackendSubnet businessTier snet-db sqlvm01 DataSubnet asg-data'), [
    'snet-app: app',
    'contoso-api: app',
    'BackendSubnet: app',
    'businessTier: app',
    'snet-db: data',
    'sqlvm01: data',
    'DataSubnet: data',
    'asg-data: data',
  ]);
  assert.deepEqual(
    tiersOf('AppGatewaySubnet snet-agw snet-pe PrivateEndpoints web-egress snet-mgmt jumpbox hub-vnet'),
    [
      'AppGatewaySubnet: gateway',
      'snet-agw: gateway',
      'snet-pe: endpoints',
      'PrivateEndpoints: endpoints',
      'web-egress: egress',
      'snet-mgmt: management',
      'jumpbox: management',
      'hub-vnet: hub',
    ],
  );
});

test('of several words the more particular one counts', () => {
  assert.deepEqual(tiersOf('app-gateway web-pe myapp-web myapp-data web-api vpn-gateway nat-gateway app-integration'), [
    'app-gateway: gateway',
    'web-pe: endpoints',
    'myapp-web: web',
    'myapp-data: data',
    'web-api: app',
    'vpn-gateway: hub',
    'nat-gateway: egress',
    'app-integration: egress',
  ]);
});

test('other names tell nothing', () => {
  const names = 'default snet-001 contoso vnet-spoke subnet1 person cabinet webbing apparel 42 … nsg-asg';
  assert.deepEqual(
    names.split(' ').filter((name) => tierOfName(name) !== null),
    [],
  );
  assert.equal(tierOfName(''), null);
});
