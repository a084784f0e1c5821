import { useForm, type UseFormInput, type UseFormReturnType } from '@mantine/form';
import { useSend, type SendOptions } from '../api/hooks';
import type { Problem } from '../api/problem';
import { allPlaced, cleaned, fieldMessages } from './saveForm';

export interface SaveForm<V> {
  form: UseFormReturnType<V>;
  submit: (event?: React.SyntheticEvent<HTMLFormElement>) => void;
  saving: boolean;
  /** What could not be put at a field. */
  problem: Problem | null;
}

type Values = Record<string, unknown>;

/** A form that saves: the server's findings appear at their fields, the rest above the form. Typed input is kept. */
export function useSaveForm<V extends Values, Out>(
  input: UseFormInput<V> & { initialValues: V },
  options: SendOptions<V, Out>,
): SaveForm<V> {
  const form = useForm<V>({ mode: 'controlled', ...input });
  const fields = Object.keys(input.initialValues);
  const save = useSend<V, Out>({
    ...options,
    onProblem: (problem, input) => {
      form.setErrors(fieldMessages(problem, fields));
      options.onProblem?.(problem, input);
    },
  });
  return {
    form,
    submit: form.onSubmit((values) => save.mutate(cleaned(values))),
    saving: save.isPending,
    problem: save.error && !allPlaced(save.error, fields) ? save.error : null,
  };
}
