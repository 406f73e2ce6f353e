/** Apps send those who come by HTTP to HTTPS. */
import { azurePolicies } from '../../azure/policies.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { propertyRule } from '../property-rule.ts';
import type { Example } from '../rule.ts';

export const appServiceAllowsHttp = propertyRule(
  {
    id: 'app-service-allows-http',
    title: 'App Service app answers requests that are not encrypted',
    principle: 'assume-breach',
    severity: 'warning',
    rows: [113],
    articles: [{ seed: 'S0', step: 'principle' }],
    policies: [azurePolicies.appHttps, azurePolicies.appSlotHttps, azurePolicies.functionHttps],
    why: `Over HTTP, requests with their cookies and tokens travel in the clear between the application gateway and the app, or from the Internet.
The articles verify encryption from end to end.`,
    what: `Set httpsOnly to true: the app then redirects requests to HTTPS.`,
    equivalents: {
      checkov: ['CKV_AZURE_14', 'CKV_AZURE_70', 'CKV_AZURE_153'],
      kics: ['Website Not Forcing HTTPS'],
      psrule: ['Azure.AppService.UseHTTPS'],
      trivy: ['AZU-0004', 'AZU-0072'],
      templateAnalyzer: ['TA-000004', 'TA-000010', 'TA-000016'],
    },
    on: ['Microsoft.Web/sites', 'Microsoft.Web/sites/slots'],
    examples: { bad: example(false), good: example(true) },
  },
  {
    path: 'properties.httpsOnly',
    wanted: true,
    consequence: 'Requests with their cookies and tokens may travel in the clear. Set it to true.',
    kind: 'review',
    effect: 'requests by HTTP are redirected to HTTPS',
  },
);

function example(httpsOnly: boolean): Example {
  return resourcesExample({
    symbol: 'site',
    type: 'Microsoft.Web/sites',
    version: '2024-04-01',
    name: 'app-orders',
    properties: { httpsOnly },
  });
}
