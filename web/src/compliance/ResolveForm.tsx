import { Button, Checkbox, Group, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '../api/hooks';
import type { Difference, OperationDetail } from '../api/types';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';
import { toast } from '../kit/toast';
import { DifferenceTable } from './DifferenceTable';
import { decisionMistake, differencesKey, knownDifferences, type Decision } from './operationWords';

const decisions: Decision[] = ['confirm', 'send_again', 'give_up'];

interface Body {
  decision: Decision;
  metrcBatchId?: number;
  acceptedDifferences?: Difference[];
  reason: string;
}

/** A person decides what the machine could not tell: it is in Metrc, it is not, or it is not wanted any more. */
export function ResolveForm({ detail }: { detail: OperationDetail }) {
  const { operation } = detail;
  const { t } = useTranslation();
  const [decision, setDecision] = useState<Decision | null>(null);
  const [metrcId, setMetrcId] = useState(operation.metrcId ? String(operation.metrcId) : '');
  const [reason, setReason] = useState('');
  const [acceptedKey, setAcceptedKey] = useState('');
  const mistake = decisionMistake(decision, metrcId, reason);
  const resolve = useSend<Body>({
    method: 'POST',
    path: `/compliance/operations/${operation.id}/resolve`,
    refreshes: ['/compliance', '/batches', '/today', '/alerts'],
    onDone: () => toast.done(t('compliance.resolve.done', { name: operation.entityName })),
  });
  const refused = resolve.error
    ? { problem: resolve.error, metrcBatchId: resolve.variables.metrcBatchId }
    : null;
  const differences = decision === 'confirm' ? knownDifferences(detail, metrcId, refused) : [];
  const key = differencesKey(metrcId, differences);
  const accepts = key !== '' && acceptedKey === key;
  const submit = () => {
    if (decision === null || mistake) return;
    const id = decision === 'confirm' ? { metrcBatchId: Number(metrcId) } : {};
    const accepted = accepts ? { acceptedDifferences: differences } : {};
    resolve.mutate({ decision, ...id, ...accepted, reason: reason.trim() });
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
        {differences.length > 0 ? (
          <Stack gap="xs">
            <Text size="sm">{t('compliance.resolve.differs')}</Text>
            <DifferenceTable differences={differences} />
            <Checkbox
              size="md"
              label={t('compliance.resolve.accept')}
              description={t('compliance.resolve.acceptHelp')}
              checked={accepts}
              onChange={(event) => setAcceptedKey(event.currentTarget.checked ? key : '')}
            />
          </Stack>
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
            {t(accepts ? 'compliance.resolve.acceptAndSend' : 'compliance.resolve.send')}
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}
