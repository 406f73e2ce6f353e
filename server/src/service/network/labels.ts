/** What people call the items of a network, and where these stand. */
import type { EvaluatedDeployment } from '../../deployment/build.ts';
import type { ResourceView } from '../../deployment/view.ts';
import type { NetworkSource } from '../../network/reading/source.ts';
import type { Location } from '../../rules/finding.ts';

/** Names of items by their ids: those of resources, and of parts of resources that stand after `#`. */
export function labelsOf(deployment: EvaluatedDeployment): (id: string) => string {
  return (id) => deployment.viewOf(id.split('#properties')[0] ?? id)?.label ?? id.replace(/^outside .*\//, '');
}

/** The name token of the resource; of a part of it, the text that decides its name, else the resource. */
export function locationOf(deployment: EvaluatedDeployment, { resource, path }: NetworkSource): Location | null {
  return (
    (path === '' ? null : locationOfValue(deployment, resource, `${path}.name`)) ??
    locationOfNode(deployment, deployment.header(resource.key))
  );
}

/** The text that decides a value of a resource. */
export function locationOfValue(deployment: EvaluatedDeployment, { key }: ResourceView, path: string): Location | null {
  return locationOfNode(deployment, deployment.decidedBy(key, path)?.chain.at(-1));
}

function locationOfNode(
  deployment: EvaluatedDeployment,
  node: ReturnType<EvaluatedDeployment['header']> | undefined,
): Location | null {
  const span = node && deployment.files.get(node.file)?.spans.spanOf(node.node);
  return node && span ? { file: node.file, span } : null;
}
