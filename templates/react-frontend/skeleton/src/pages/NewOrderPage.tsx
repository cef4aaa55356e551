import { useId, useState, type SubmitEvent } from 'react';
import { useNavigate } from 'react-router';
import { placeOrder } from '../api/orders.js';

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** What is wrong with the form, by field. */
function check(customer: string, sku: string, quantity: number): Record<string, string> {
  return {
    ...(customer === '' && { customer: 'Say who it is for.' }),
    ...(sku === '' && { sku: 'Say what is ordered.' }),
    ...(!(Number.isInteger(quantity) && quantity >= 1 && quantity <= 1000) && {
      quantity: 'Give a whole number from 1 to 1000.',
    }),
  };
}

function Field(props: { label: string; name: string; problem?: string; value?: string }) {
  const { label, name, problem, value } = props;
  const id = useId();
  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        defaultValue={value}
        aria-invalid={problem !== undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
      />
      {problem && (
        <span id={`${id}-problem`} className="problem">
          {problem}
        </span>
      )}
    </p>
  );
}

export function NewOrderPage() {
  const navigate = useNavigate();
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<string>();
  const [sending, setSending] = useState(false);

  async function send(form: FormData) {
    const customer = textOf(form, 'customer');
    const sku = textOf(form, 'sku');
    const quantity = Number(textOf(form, 'quantity'));
    const found = check(customer, sku, quantity);
    setProblems(found);
    setFailure(undefined);
    if (Object.keys(found).length > 0) return;
    setSending(true);
    try {
      const { id } = await placeOrder({ customer, lines: [{ sku, quantity }] });
      await navigate(`/orders/${id}`);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      setSending(false);
    }
  }

  return (
    <>
      <title>New order</title>
      <h1>New order</h1>
      <form
        noValidate
        onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
          event.preventDefault();
          void send(new FormData(event.currentTarget));
        }}
      >
        <Field label="Customer" name="customer" {...problemOf(problems, 'customer')} />
        <Field label="Article" name="sku" {...problemOf(problems, 'sku')} />
        <Field label="Quantity" name="quantity" value="1" {...problemOf(problems, 'quantity')} />
        {failure && <p role="alert">{failure}</p>}
        <button type="submit" disabled={sending}>
          {sending ? 'Placing …' : 'Place order'}
        </button>
      </form>
    </>
  );
}

function problemOf(problems: Record<string, string>, name: string): { problem?: string } {
  const problem = problems[name];
  return problem === undefined ? {} : { problem };
}
