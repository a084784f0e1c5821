import { Button, Group, Stack } from '@mantine/core';
import { IconArrowsSplit2 } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../kit/EmptyState';
import { RowsLoading } from '../kit/Loading';
import { Note } from '../kit/Note';
import { Page } from '../kit/Page';
import { PlainLink } from '../kit/PlainLink';
import { useSession } from '../session/session';
import { useDeviceRows, useDeviceView } from '../sync/client/device';
import { records } from './conflictCase';
import { ConflictCard } from './ConflictCard';
import { groupsOf, hasOwn, ruled, settleEdits, type ConflictGroup, type Rule } from './conflictGroups';
import { mayDecide } from './mayDecide';
import { SettledLately } from './SettledLately';
import { useSettle } from './useSettle';

const most = 50;

/** Where two people changed the same thing: both values side by side, and a choice for each. */
export function ConflictInbox() {
  const { t } = useTranslation();
  const { row }: { row?: unknown } = useSearch({ strict: false });
  const { reach } = useDeviceView();
  const { answer } = useDeviceRows({
    table: records,
    where: [
      { field: 'status', is: 'equal', value: 'open' },
      ...(typeof row === 'string' ? [{ field: 'row_id', is: 'equal' as const, value: row }] : []),
    ],
    order: [{ field: 'done_at' }],
  });
  const groups = groupsOf(answer?.rows ?? []);
  return (
    <Page title={t('conflicts.title')} lead={t('conflicts.lead')} narrow>
      <Stack>
        {typeof row === 'string' ? <PlainLink to="/conflicts">{t('conflicts.all')}</PlainLink> : null}
        {reach === 'opening' || reach === 'ready' ? null : <Note tone="red" title={t('conflicts.noStore')} />}
        {!answer && (reach === 'opening' || reach === 'ready') ? (
          <RowsLoading label={t('conflicts.title')} rows={3} />
        ) : null}
        {answer && groups.length === 0 ? (
          <EmptyState icon={IconArrowsSplit2} title={t('conflicts.none')} text={t('conflicts.noneText')} />
        ) : null}
        {groups.length > 1 ? <Bulk groups={groups} /> : null}
        {groups.slice(0, most).map((group) => (
          <ConflictCard key={group.key} group={group} />
        ))}
        {groups.length > most ? (
          <Note tone="grey" title={t('conflicts.more', { count: groups.length - most })} />
        ) : null}
        {typeof row === 'string' ? null : <SettledLately />}
      </Stack>
    </Page>
  );
}

const rules = { stands: 'allStands', mine: 'allMine', theirs: 'allTheirs' } as const;

/** Settles all that are listed by one rule; each entry for itself, so that one that is refused stops no other. */
function Bulk({ groups }: { groups: readonly ConflictGroup[] }) {
  const { t } = useTranslation();
  const session = useSession();
  const settle = useSettle();
  const [busy, setBusy] = useState<Rule | null>(null);
  const me = session.user.id;
  const mine = groups.filter((group) => mayDecide(session, group.table));
  const all = async (rule: Rule) => {
    setBusy(rule);
    await settle(
      mine.map(({ fields }) =>
        fields.flatMap((field) => settleEdits(field, ruled(field, rule, me), undefined)),
      ),
    );
    setBusy(null);
  };
  const isOnASide = groups.some(({ fields }) => fields.some(({ sides }) => hasOwn(sides, me)));
  return (
    <Group justify="space-between">
      <strong>{t('conflicts.found', { count: groups.length })}</strong>
      <Group>
        {(['stands', 'mine', 'theirs'] as const)
          .filter((rule) => rule === 'stands' || isOnASide)
          .map((rule) => (
            <Button
              key={rule}
              variant="default"
              loading={busy === rule}
              disabled={mine.length === 0 || busy !== null}
              onClick={() => void all(rule)}
            >
              {t(`conflicts.${rules[rule]}`)}
            </Button>
          ))}
      </Group>
    </Group>
  );
}
