import assert from 'node:assert/strict';
import { test } from 'node:test';
import { balanced } from '../../../../test/balancer-fixture.ts';
import { checkBalance, checkRepair, checkRule, relatedTexts } from '../../../../test/check-rule.ts';
import { allowIn, allowOut, denyOut, found, group } from '../../../../test/flow-fixture.ts';
import { loadBalancerHalfAllowed as rule } from './load-balancer-half-allowed.ts';

const toFrontend = allowOut('WebOutbound', { from: 'asg:asg-web', to: '10.1.2.4', port: '443', protocol: 'Tcp' });
const toMachines = allowOut('WebMachinesOutbound', {
  from: 'asg:asg-web',
  to: 'asg:asg-app',
  port: '8443',
  protocol: 'Tcp',
  priority: 115,
});
const web = (...rules: readonly string[]): string => group('nsg-web', ...rules) + balanced({ web: 'nsg-web' });

const finding =
  'information: WebOutbound allows 10.1.2.4, the frontend of load balancer lb-app, and nothing allows asg-app behind it.';

test('the frontend alone, before a deny of everything', () => {
  const text = web(toFrontend, denyOut);
  checkRule(rule, found(text, "'10.1.2.4'", finding, "name: 'WebOutbound'"));
  assert.deepEqual(relatedTexts(rule, text), ["'10.1.2.4': lb-app has 10.1.2.4 as its frontend."]);
});

test('another port than that of the machines', () => {
  const wrong = toMachines.replace("'8443'", "'443'").replace('WebMachines', 'Other');
  checkRule(rule, found(web(toFrontend, wrong, denyOut), "'10.1.2.4'", finding, "name: 'WebOutbound'"));
});

test('silent: both, no deny, inbound, a floating address, another group', () => {
  checkRule(rule, web(toFrontend, toMachines, denyOut));
  checkRule(rule, web(toFrontend));
  checkRule(rule, web(allowIn('WebInbound', { from: '10.1.0.0/24', to: '10.1.2.4', port: '443' }), denyOut));
  const floating = balanced({ web: 'nsg-web', rule: 'enableFloatingIP: true' });
  checkRule(rule, group('nsg-web', toFrontend, denyOut) + floating);
  checkRule(rule, web(toFrontend.replace('10.1.2.4', '10.1.2.5'), denyOut));
  checkRule(rule, web(toFrontend.replace("'443'", "'80'"), denyOut));
});

test('silent: what is not known', () => {
  checkRule(rule, `param rules array\n${web(toFrontend, '...rules', denyOut)}`);
  checkRule(
    rule,
    `param isFloating bool\n${group('nsg-web', toFrontend, denyOut)}${balanced({ web: 'nsg-web', rule: 'enableFloatingIP: isFloating' })}`,
  );
});

test('the repair adds the rule for the machines, at their port', () => {
  const added = `      {
        name: 'WebMachinesOutbound'
        properties: {
          priority: 115
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceApplicationSecurityGroups: [
            { id: asgweb.id }
          ]
          sourcePortRange: '*'
          destinationApplicationSecurityGroups: [
            { id: asgapp.id }
          ]
          destinationPortRange: '8443'
        }
      }
    ]
  }
}
`;
  const before = web(toFrontend, denyOut);
  checkRepair(
    rule,
    before,
    'Add WebMachinesOutbound to nsg-web: lets out what goes to asg-app, the machines behind lb-app',
    before.replace('    ]\n  }\n}\n', added),
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
