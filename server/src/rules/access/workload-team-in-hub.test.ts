import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { found } from '../../../../test/flow-fixture.ts';
import { assignment, contributor, networkContributor, reader, roleId } from '../../../../test/role-fixture.ts';
import { workloadTeamInHub as rule } from './workload-team-in-hub.ts';

const resources = `
param team string
param platform string
resource firewall 'Microsoft.Network/azureFirewalls@2024-05-01' = { name: 'afw' }
resource site 'Microsoft.Web/sites@2024-04-01' = { name: 'shop' }
`;
const onSite = assignment(contributor, { symbol: 'onSite', scope: 'site', principal: 'team' });
const onFirewall = (id: string, principal = 'team', type = "'Group'"): string =>
  assignment(id, { symbol: 'onFirewall', scope: 'firewall', principal, type });

test('one group with a role for the site and one for the firewall, whichever group it is', () => {
  const finding = 'lets those who run shop change afw of the hub as well.';
  checkRule(
    rule,
    resources +
      onSite +
      found(
        onFirewall(networkContributor),
        roleId(networkContributor),
        `warning: Network Contributor on afw ${finding}`,
      ),
  );
});

test('two groups', () => {
  checkRule(rule, resources + onSite + onFirewall(contributor, 'platform'));
  checkRule(rule, resources + onSite + onFirewall(contributor, "'other'"));
});

test('a role that changes nothing, a workload, and a role for both', () => {
  checkRule(rule, resources + onSite + onFirewall(reader));
  checkRule(rule, resources + onSite + onFirewall(contributor, 'team', "'ServicePrincipal'"));
  checkRule(rule, resources + assignment(contributor, { principal: 'team' }));
});

test('a hub without workload, and a workload without hub', () => {
  checkRule(rule, resources + onFirewall(contributor));
  checkRule(rule, resources + onSite);
});

test('more silent fixtures than loud ones', () => {
  checkBalance(rule);
});
