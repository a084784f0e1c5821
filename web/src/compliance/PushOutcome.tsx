import { Button, Group, List, Progress, Stack, Text } from '@mantine/core';
import { IconCheck, IconClock, IconUserQuestion, IconX } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { PushResult } from '../api/types';
import { codeWords } from '../i18n/codes';
import { spokenWithField } from '../kit/spoken';
import { StatusFacts } from './SyncDetails';
import type { Push } from './usePush';
import { Note } from '../kit/Note';

const looks = {
  queued: { tone: 'yellow', icon: IconClock },
  confirmed: { tone: 'green', icon: IconCheck },
  waiting: { tone: 'yellow', icon: IconClock },
  decide: { tone: 'orange', icon: IconUserQuestion },
  failed: { tone: 'red', icon: IconX },
} as const;

/** The confirmed warnings in the server's sentences, or translated where their codes are known in the language. */
function warningsOf(sent: PushResult, t: TFunction): string[] {
  const warnings = sent.findings.filter((finding) => finding.severity === 'warning');
  if (warnings.length === 0 || !warnings.every((warning) => codeWords(warning.code))) return sent.warnings;
  return warnings.map((warning) => spokenWithField(warning, t).what);
}

/** After sending: in the queue, waiting for Metrc, confirmed by Metrc, or a person's turn. Only confirmed is done. */
export function PushOutcome({ push, close }: { push: Push; close: () => void }) {
  const { t } = useTranslation();
  if (push.phase === 'asking') return null;
  const { tone, icon } = looks[push.phase];
  const goesOn = push.phase === 'waiting' || push.phase === 'queued';
  return (
    <Stack aria-live="polite">
      <Note tone={tone} icon={icon} title={t(`compliance.push.outcome.${push.phase}`)}>
        <Text size="sm">{t(`compliance.push.outcomeWords.${push.phase}`)}</Text>
      </Note>
      {goesOn ? <Progress value={100} animated striped aria-label={t('compliance.push.awaiting')} /> : null}
      {push.status ? <StatusFacts status={push.status} /> : null}
      {push.sent && push.sent.warnings.length > 0 ? (
        <div>
          <Text fw={600}>{t('compliance.push.warned')}</Text>
          <List size="sm">
            {warningsOf(push.sent, t).map((warning) => (
              <List.Item key={warning}>{warning}</List.Item>
            ))}
          </List>
        </div>
      ) : null}
      <Group justify="flex-end">
        <Button onClick={close} variant={goesOn ? 'default' : 'filled'}>
          {goesOn ? t('compliance.push.leave') : t('kit.close')}
        </Button>
      </Group>
    </Stack>
  );
}
