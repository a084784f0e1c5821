import { Button, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonLength, type HarvestStage } from './stageRules';
import { useStageWords } from './stageWords';

interface Props {
  title: string;
  text: string;
  stages: readonly HarvestStage[];
  send: (to: HarvestStage, reason: string) => Promise<boolean>;
  close: () => void;
}

/** A step that is written down with its reason. */
export function ReasonStep({ title, text, stages, send, close }: Props) {
  const { t } = useTranslation();
  const words = useStageWords();
  const [to, setTo] = useState<string>(stages[0] ?? '');
  const [reason, setReason] = useState('');
  const chosen = stages.find((stage) => stage === to);
  const isEmpty = reason.trim() === '';
  return (
    <Modal opened onClose={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen && !isEmpty)
            void send(chosen, reason.trim()).then((isDone) => (isDone ? close() : undefined));
        }}
      >
        <Stack>
          <Text>{text}</Text>
          {stages.length > 1 ? (
            <Radio.Group label={t('harvest.revert.to')} value={to} onChange={setTo}>
              <Stack gap="xs" mt="xs">
                {stages.map((stage) => (
                  <Radio key={stage} value={stage} label={words(stage)} />
                ))}
              </Stack>
            </Radio.Group>
          ) : null}
          <Textarea
            label={t('kit.reason')}
            required
            autosize
            minRows={2}
            maxLength={reasonLength}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button type="submit" size="lg" disabled={isEmpty}>
            {title}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
