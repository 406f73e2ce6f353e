/** An ARM JSON template around resources, for examples: the resources are written as in a template, without its first four blanks. */
export function armTemplate(resources: string, schema = '2019-04-01/deploymentTemplate'): string {
  const indented = resources
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
  return `{
  "$schema": "https://schema.management.azure.com/schemas/${schema}.json#",
  "contentVersion": "1.0.0.0",
  "resources": [
${indented}
  ]
}
`;
}
