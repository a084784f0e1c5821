import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../api/problem';
import { ProblemNote } from './ProblemNote';

interface Props {
  opened: boolean;
  close: () => void;
  title: string;
  text: string;
  action: string;
  busy: boolean;
  problem: Problem | null;
  danger?: boolean;
  send: (reason: string) => void;
}

/** Asks for a reason before something that is written down with it. */
export function ReasonDialog({
  opened,
  close,
  title,
  text,
  action,
  busy,
  problem,
  danger = true,
  send,
}: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const empty = reason.trim() === '';
  return (
    <Modal opened={opened} onClose={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!empty) send(reason.trim());
        }}
      >
        <Stack>
          <Text>{text}</Text>
          {problem ? <ProblemNote problem={problem} /> : null}
          <Textarea
            label={t('kit.reason')}
            description={t('kit.reasonHelp')}
            required
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('kit.cancel')}
            </Button>
            <Button type="submit" color={danger ? 'red' : undefined} loading={busy} disabled={empty}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
