/** For tests: what templates deploy once for a subscription, in Bicep, with a finding at the symbol or none. */

const resource = (symbol: string, type: string, body: string, finding: string | undefined): string => {
  const marker = finding === undefined ? '' : `//       ${'^'.repeat(symbol.length)} ${finding}\n`;
  return `\nresource ${symbol} '${type}' = {\n${marker}${body}\n}\n`;
};

export function plan(name: string, finding?: string): string {
  const body = `  name: '${name}'\n  properties: { pricingTier: 'Standard' }`;
  return resource(`plan${name}`, 'Microsoft.Security/pricings@2024-01-01', body, finding);
}

export function contacts(finding?: string): string {
  const body = "  name: 'default'\n  properties: { emails: 'security@example.com' }";
  return resource('contacts', 'Microsoft.Security/securityContacts@2023-12-01-preview', body, finding);
}

export function policy(finding?: string): string {
  const body = "  name: 'deny'\n  properties: { policyDefinitionId: 'p' }";
  return resource('policy', 'Microsoft.Authorization/policyAssignments@2024-04-01', body, finding);
}

export function activityLogSetting(finding?: string): string {
  const body =
    "  name: 'activity'\n  properties: { workspaceId: 'w', logs: [{ category: 'Security', enabled: true }] }";
  return resource('setting', 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview', body, finding);
}

export const workspace = `
resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = { name: 'log' }
`;
