import { Button, Group, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../api/types';
import { Facts } from '../kit/Facts';
import { Ago } from '../kit/Moment';
import { Panel } from '../kit/Panel';
import { Note } from '../kit/Note';

export function KeyPanel({ credential }: { credential: Overview['credential'] }) {
  const { t } = useTranslation();
  const age = credential.ageDays ?? 0;
  return (
    <Panel
      title={t('compliance.key.title')}
      lead={t(credential.configured ? 'compliance.key.works' : 'compliance.key.none')}
    >
      <Stack>
        {credential.remind ? <Note tone="yellow" title={t('compliance.key.old', { count: age })} /> : null}
        {credential.configured ? (
          <Facts
            columns={1}
            facts={[
              { name: t('compliance.key.facility'), value: credential.facilityName ?? '–' },
              { name: t('compliance.key.validated'), value: <Ago at={credential.validatedAt} /> },
              { name: t('compliance.key.age'), value: t('compliance.key.days', { count: age }) },
            ]}
          />
        ) : null}
        <Group>
          <Button component={Link} to="/admin/compliance" variant="default" size="sm">
            {t('compliance.key.open')}
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}
