/** Examples of rules about apps that are integrated with a virtual network. */
import { exampleNetwork } from '../examples/hub-example.ts';
import type { ExampleResource, ExampleValue } from '../examples/resource-example.ts';

/** A network with a subnet for the traffic of an app. */
export function exampleIntegration(serviceName = 'Microsoft.Web/serverFarms'): ExampleResource {
  return exampleNetwork('spoke', '10.0.0.0/16', {
    integration: { addressPrefix: '10.0.2.0/26', delegations: [{ name: 'apps', properties: { serviceName } }] },
  });
}

/** An app with these properties, with the symbol `app`. */
export function exampleApp(properties: { readonly [key: string]: ExampleValue }): ExampleResource {
  return { symbol: 'app', type: 'Microsoft.Web/sites', version: '2024-04-01', name: 'app-orders', properties };
}
