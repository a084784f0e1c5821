import { Button, Group, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import type { SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '../api/hooks';
import type { Session } from '../api/types';
import { ProblemNote } from '../kit/ProblemNote';
import { fieldMessages } from '../kit/saveForm';
import { AdminFields, OrganisationFields, SiteFields } from './SetupFields';
import { replaceSession } from './session';
import { emptySetup, setupBody, setupMistake, setupSteps, stepOf, type SetupValues } from './setupValues';
import { browserTimeZone } from './timeZones';

interface Props {
  step: number;
  setStep: (step: number) => void;
  done: (session: Session) => void;
}

const parts = [OrganisationFields, SiteFields, AdminFields];

export function SetupForm({ step, setStep, done }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm<SetupValues>({ initialValues: emptySetup(browserTimeZone()) });
  const save = useSend<SetupValues, Session>({
    method: 'POST',
    path: '/setup',
    body: setupBody,
    onDone: ({ body }) => {
      replaceSession(client, body);
      client.setQueryData(['/setup', {}], { needed: false });
      done(body);
    },
    onProblem: (problem) => {
      form.setErrors(fieldMessages(problem, setupSteps.flat()));
      setStep(stepOf(problem.field) ?? step);
    },
  });
  const forward = (event: SyntheticEvent) => {
    event.preventDefault();
    const mistakes = (setupSteps[step] ?? []).flatMap((field) => {
      const mistake = setupMistake(field, form.values);
      return mistake ? [[field, t(`setup.mistakes.${mistake}`)] as const] : [];
    });
    form.setErrors(Object.fromEntries(mistakes));
    if (mistakes.length > 0) return;
    if (step < parts.length - 1) setStep(step + 1);
    else save.mutate(form.values);
  };
  const Part = parts[step] ?? OrganisationFields;
  return (
    <form onSubmit={forward} noValidate>
      <Stack>
        {save.error ? <ProblemNote problem={save.error} /> : null}
        <Part form={form} />
        <Group justify="space-between">
          <Button variant="subtle" disabled={step === 0} onClick={() => setStep(step - 1)}>
            {t('setup.back')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {step < parts.length - 1 ? t('setup.next') : t('setup.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
