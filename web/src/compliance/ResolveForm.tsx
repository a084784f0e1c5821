import { Button, Group, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '../api/hooks';
import type { Operation } from '../api/types';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';
import { toast } from '../kit/toast';
import { decisionMistake, type Decision } from './operationWords';

const decisions: Decision[] = ['confirm', 'send_again', 'give_up'];

interface Body {
  decision: Decision;
  metrcBatchId?: number;
  reason: string;
}

/** A person decides what the machine could not tell: it is in Metrc, it is not, or it is not wanted any more. */
export function ResolveForm({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const [decision, setDecision] = useState<Decision | null>(null);
  const [metrcId, setMetrcId] = useState('');
  const [reason, setReason] = useState('');
  const mistake = decisionMistake(decision, metrcId, reason);
  const resolve = useSend<Body>({
    method: 'POST',
    path: `/compliance/operations/${operation.id}/resolve`,
    refreshes: ['/compliance', '/batches', '/today', '/alerts'],
    onDone: () => toast.done(t('compliance.resolve.done', { name: operation.entityName })),
  });
  const submit = () => {
    if (decision === null || mistake) return;
    const id = decision === 'confirm' ? { metrcBatchId: Number(metrcId) } : {};
    resolve.mutate({ decision, ...id, reason: reason.trim() });
  };
  return (
    <Panel title={t('compliance.resolve.title')} lead={t('compliance.resolve.lead')}>
      <Stack>
        <Radio.Group
          aria-label={t('compliance.resolve.title')}
          value={decision}
          onChange={(value) => setDecision(decisions.find((one) => one === value) ?? null)}
        >
          <Stack gap="sm">
            {decisions.map((one) => (
              <Radio
                key={one}
                value={one}
                size="md"
                label={t(`compliance.resolve.${one}`)}
                description={t(`compliance.resolve.help.${one}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {decision === 'confirm' ? (
          <TextInput
            label={t('compliance.resolve.id')}
            description={t('compliance.resolve.idHelp')}
            inputMode="numeric"
            required
            value={metrcId}
            onChange={(event) => setMetrcId(event.currentTarget.value)}
          />
        ) : null}
        <Textarea
          label={t('kit.reason')}
          description={t('kit.reasonHelp')}
          required
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {resolve.error ? <ProblemNote problem={resolve.error} /> : null}
        <Group justify="flex-end">
          <Button disabled={mistake !== null} loading={resolve.isPending} onClick={submit}>
            {t('compliance.resolve.send')}
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}
