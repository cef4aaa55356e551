import type { TenantNamespace } from '@cairn/plugin-platform-common';
import { FormSelect, refName } from '@cairn/plugin-platform-react';

interface NamespaceFieldProps {
  targets: TenantNamespace[];
  value: TenantNamespace | undefined;
  onChange: (target: TenantNamespace | undefined) => void;
  problem?: string;
}

function keyOf(target: TenantNamespace): string {
  return `${target.cluster}/${target.name}`;
}

function hintFor(target: TenantNamespace | undefined): string {
  if (!target) return 'Only namespaces of your teams are offered.';
  const environment = target.environment
    ? `, environment ${target.environment}`
    : '';
  return `Owned by team ${refName(target.owner)}${environment}, cluster ${
    target.cluster
  }.`;
}

/** Where the database goes: one of the namespaces of the person's own teams. */
export function NamespaceField(props: NamespaceFieldProps) {
  const { targets, value } = props;
  const clusters = new Set(targets.map(target => target.cluster));
  const owners = [...new Set(targets.map(target => target.owner))];
  const optionsOf = (owner: string) =>
    targets
      .filter(target => target.owner === owner)
      .map(target => ({
        value: keyOf(target),
        label:
          clusters.size > 1
            ? `${target.name} (${target.cluster})`
            : target.name,
      }));
  return (
    <FormSelect
      id="request-namespace"
      label="Namespace"
      isRequired
      placeholder="Choose a namespace"
      options={
        owners.length > 1
          ? owners.map(owner => ({
              title: `Team ${refName(owner)}`,
              options: optionsOf(owner),
            }))
          : owners.flatMap(optionsOf)
      }
      value={value && keyOf(value)}
      onChange={key =>
        props.onChange(targets.find(target => keyOf(target) === key))
      }
      problem={props.problem}
      hint={hintFor(value)}
    />
  );
}
