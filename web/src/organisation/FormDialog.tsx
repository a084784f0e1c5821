import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../api/problem';
import { ProblemNote } from '../kit/ProblemNote';

interface Props {
  title: string;
  close: () => void;
  submit: (event?: React.SyntheticEvent<HTMLFormElement>) => void;
  saving: boolean;
  problem: Problem | null;
  action?: string;
  children: ReactNode;
}

/** A form in a dialog: what is wrong on top, cancel and save below. */
export function FormDialog({ title, close, submit, saving, problem, action, children }: Props) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={close} title={title} size="lg">
      <form onSubmit={submit} noValidate>
        <Stack>
          {problem ? <ProblemNote problem={problem} /> : null}
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('kit.cancel')}
            </Button>
            <Button type="submit" loading={saving}>
              {action ?? t('kit.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
