import { Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../api/types';
import { Panel } from '../kit/Panel';

export function BudgetPanel({ budget }: { budget: NonNullable<Overview['budget']> }) {
  const { t } = useTranslation();
  const share = budget.perSecond > 0 ? Math.min(100, (budget.used / budget.perSecond) * 100) : 0;
  return (
    <Panel title={t('compliance.budget.title')} lead={t('compliance.budget.lead')}>
      <Stack gap="xs">
        <Text>{t('compliance.budget.words', { used: budget.used, limit: budget.perSecond })}</Text>
        <Progress value={share} size="lg" aria-label={t('compliance.budget.title')} />
      </Stack>
    </Panel>
  );
}
