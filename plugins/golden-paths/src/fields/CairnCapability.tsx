import { useEffect } from 'react';
import { ChoiceCards } from '@cairn/plugin-platform-react';
import { useProvisioners } from '../provisioners/useProvisioners';
import { formatPrice, priceOf } from '../provisioners/prices';
import { capabilityTypes } from './capabilityTypes';
import { labelsOf, type FieldProps } from './fieldProps';

/** What the template says of the field. */
export interface CapabilityOptions {
  /** `database` or `cache`. */
  capability?: string;
}

const words: Record<string, { title: string; text: string }> = {
  none: { title: 'None', text: 'You can add one later, in score.yaml.' },
  small: { title: 'Small', text: 'Development and light services.' },
  medium: { title: 'Medium', text: 'Most services in production.' },
  large: { title: 'Large', text: 'Busy services in production.' },
};

/** Whether a database or cache comes with it, how large, and what that costs. */
export function CairnCapability(props: FieldProps<string, CapabilityOptions>) {
  const { formData, onChange, rawErrors, schema, uiSchema } = props;
  const { id, label, description } = labelsOf(props);
  const { value, error, loading } = useProvisioners();
  const capability = uiSchema['ui:options']?.capability ?? 'database';
  const type = capabilityTypes[capability] ?? capability;
  const provisioner = value?.items.find(item => item.type === type);
  const sizes = (schema.enum ?? []).filter(
    (size): size is string => typeof size === 'string',
  );
  const chosen = formData ?? String(schema.default ?? sizes[0] ?? '');
  useEffect(() => {
    // What is shown as chosen is what is sent.
    if (formData === undefined && chosen) onChange(chosen);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const costOf = (size: string) => {
    if (size === 'none') return undefined;
    if (loading) return '\u00a0';
    if (error || !value) return 'Cost not known just now';
    const price = priceOf(provisioner, size);
    return price ? `${formatPrice(price)} a month each` : 'No price is set';
  };
  const [problem] = rawErrors ?? [];
  return (
    <ChoiceCards
      id={id}
      label={label}
      description={description}
      value={chosen}
      onChange={onChange}
      problem={problem}
      cards={sizes.map(size => ({
        value: size,
        title: words[size]?.title ?? size,
        text: (
          <>
            {words[size]?.text}
            {size !== 'none' && <strong>{costOf(size)}</strong>}
          </>
        ),
        unavailable:
          size !== 'none' && value && !provisioner
            ? 'Not offered on this platform yet.'
            : undefined,
      }))}
    />
  );
}
