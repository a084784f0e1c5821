import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRead, useSend } from '../api/hooks';
import type { Quarantined, RegisteredDevice } from '../api/types';
import { At } from '../kit/Moment';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';
import { problemWords } from '../kit/problemWords';
import { toast } from '../kit/toast';
import { usePeople } from '../session/people';
import { entryFields, entryTitle, entryUnits } from './quarantined';

/** What revoked devices delivered; nothing of it counts until somebody here takes it. */
export function Quarantine({ devices }: { devices: readonly RegisteredDevice[] }) {
  const { t } = useTranslation();
  const read = useRead<{ items: Quarantined[] }>('/sync/quarantine');
  if (read.error && !read.data) return <ProblemNote problem={read.error} retry={read.refetch} />;
  const units = entryUnits(read.data?.items ?? []);
  return (
    <Panel title={t('devices.quarantine.title')} lead={t('devices.quarantine.lead')}>
      <Stack gap="lg">
        {units.length === 0 ? <Text size="sm">{t('devices.quarantine.none')}</Text> : null}
        {units.map((entries) => (
          <Unit key={entries[0].id} entries={entries} devices={devices} />
        ))}
      </Stack>
    </Panel>
  );
}

interface Props {
  entries: readonly [Quarantined, ...Quarantined[]];
  devices: readonly RegisteredDevice[];
}

/** Entries of one group are taken or refused together. */
function Unit({ entries, devices }: Props) {
  const { t } = useTranslation();
  const nameOf = usePeople();
  const [first] = entries;
  const device = devices.find(({ id }) => id === first.deviceId)?.name ?? first.deviceId.slice(0, 8);
  const decision = (what: 'accept' | 'reject') => ({
    method: 'POST' as const,
    path: `/sync/quarantine/${first.id}/${what}`,
    refreshes: ['/sync/quarantine'],
  });
  const accept = useSend<undefined>({
    ...decision('accept'),
    onDone: () => toast.done(t('devices.quarantine.accepted', { count: entries.length })),
    onProblem: (problem) => toast.failed(t('devices.quarantine.notDone'), problemWords(problem, t)),
  });
  const reject = useSend<undefined>({
    ...decision('reject'),
    onDone: () => toast.done(t('devices.quarantine.rejected', { count: entries.length })),
    onProblem: (problem) => toast.failed(t('devices.quarantine.notDone'), problemWords(problem, t)),
  });
  const busy = accept.isPending || reject.isPending;
  return (
    <div>
      <Text size="sm" c="dimmed">
        {nameOf(first.userId) ?? t('conflicts.somebody')} · {device} · <At at={first.receivedAt} />
      </Text>
      {entries.map(({ id, operation }) => (
        <div key={id}>
          <Text fw={600}>{entryTitle(t, operation)}</Text>
          {entryFields(operation).map(([field, value]) => (
            <Text key={field} size="sm">
              {field}: <Code>{value}</Code>
            </Text>
          ))}
        </div>
      ))}
      <Group mt="xs">
        <Button
          variant="default"
          loading={accept.isPending}
          disabled={busy}
          onClick={() => accept.mutate(undefined)}
        >
          {t('devices.quarantine.accept')}
        </Button>
        <Button
          variant="subtle"
          color="red"
          loading={reject.isPending}
          disabled={busy}
          onClick={() => reject.mutate(undefined)}
        >
          {t('devices.quarantine.reject')}
        </Button>
      </Group>
    </div>
  );
}
