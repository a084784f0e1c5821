import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Ago } from '../kit/Moment';
import { Panel } from '../kit/Panel';
import { toast } from '../kit/toast';
import { usePeople } from '../session/people';
import { useSession } from '../session/session';
import { useDevice, useDeviceRows } from '../sync/client/device';
import { records } from './conflictCase';
import { groupsOf, reopenEdits, type ConflictGroup } from './conflictGroups';
import { fieldName } from './fieldName';
import { FieldValue } from './FieldValue';
import { mayDecide } from './mayDecide';
import { useRowTitle } from './useRowTitle';

const shown = 20;

/** What was settled last, by whom and how; each can be taken up again. */
export function SettledLately() {
  const { t } = useTranslation();
  const { answer } = useDeviceRows({
    table: records,
    where: [{ field: 'status', is: 'equal', value: 'settled' }],
    order: [{ field: 'settled_at', down: true }],
    limit: shown,
  });
  const groups = groupsOf(answer?.rows ?? []);
  if (groups.length === 0) return null;
  return (
    <Panel title={t('conflicts.lately.title')} lead={t('conflicts.lately.lead')}>
      <Stack>
        {groups.map((group) => (
          <SettledRow key={group.key} group={group} />
        ))}
      </Stack>
    </Panel>
  );
}

function SettledRow({ group }: { group: ConflictGroup }) {
  const { t } = useTranslation();
  const device = useDevice();
  const session = useSession();
  const nameOf = usePeople();
  const { title } = useRowTitle(group.table, group.row);
  const reopen = (ids: readonly string[]) =>
    device?.save(reopenEdits(ids)).then(
      ({ faults }) =>
        faults.length > 0 ? toast.failed(t('conflicts.notDone')) : toast.done(t('conflicts.lately.reopened')),
      () => toast.failed(t('conflicts.notDone'), t('conflicts.notStored')),
    );
  return (
    <div>
      <Text fw={600}>{title}</Text>
      {group.fields.map((field) => {
        const settled = field.records[0]?.settled;
        const name = settled?.by === session.user.id ? t('conflicts.you') : nameOf(settled?.by);
        return (
          <Group key={field.name} justify="space-between" wrap="nowrap" align="flex-start">
            <div>
              {fieldName(t, field.name)}: <FieldValue field={field.declared} value={field.stands} />
              <Text size="sm" c="dimmed">
                {name ?? t('conflicts.somebody')} · <Ago at={settled?.at} />
              </Text>
            </div>
            {mayDecide(session, group.table) ? (
              <Button variant="default" onClick={() => void reopen(field.records.map(({ id }) => id))}>
                {t('conflicts.lately.reopen')}
              </Button>
            ) : null}
          </Group>
        );
      })}
    </div>
  );
}
