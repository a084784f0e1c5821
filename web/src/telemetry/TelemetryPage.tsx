import { Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/hooks';
import type { TelemetryFigures } from '../api/types';
import { EmptyState } from '../kit/EmptyState';
import { ScreenLoading } from '../kit/Loading';
import { At } from '../kit/Moment';
import { Page } from '../kit/Page';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';
import { DayChart } from './DayChart';

/** How the sync does for those who let it be counted, in sums; each picture has its table. */
export function TelemetryPage() {
  const { t } = useTranslation();
  const read = useRead<TelemetryFigures>('/telemetry');
  if (read.error && !read.data) return <ProblemNote problem={read.error} retry={read.refetch} />;
  if (!read.data) return <ScreenLoading />;
  const { days, tables, rejections, keptDays, purgedAt, purgedEvents } = read.data;
  return (
    <Page title={t('telemetry.title')} lead={t('telemetry.lead')}>
      <Stack>
        {days.length === 0 ? (
          <EmptyState title={t('telemetry.none')} text={t('telemetry.noneText')} />
        ) : (
          <>
            <DayChart
              title={t('telemetry.duration')}
              lead={t('telemetry.durationLead')}
              days={days}
              series={[
                { name: t('telemetry.push'), tone: 'blue', of: (day) => day.pushP95Ms },
                { name: t('telemetry.pull'), tone: 'green', of: (day) => day.pullP95Ms },
              ]}
            />
            <DayChart
              title={t('telemetry.results')}
              lead={t('telemetry.resultsLead')}
              days={days}
              series={[
                { name: t('telemetry.succeeded'), tone: 'green', of: (day) => day.succeeded },
                { name: t('telemetry.failed'), tone: 'red', of: (day) => day.failed },
                { name: t('telemetry.people'), tone: 'grey', of: (day) => day.people },
              ]}
            />
            <DayChart
              title={t('telemetry.waiting')}
              lead={t('telemetry.waitingLead')}
              days={days}
              series={[
                { name: t('telemetry.pending'), tone: 'orange', of: (day) => day.pendingMost },
                {
                  name: t('telemetry.age'),
                  tone: 'yellow',
                  of: (day) =>
                    day.checkpointAgeSeconds == null ? null : Math.round(day.checkpointAgeSeconds / 60),
                },
              ]}
            />
            <DayChart
              title={t('telemetry.size')}
              lead={t('telemetry.sizeLead')}
              days={days}
              series={[
                { name: t('telemetry.push'), tone: 'blue', of: (day) => kilobytes(day.pushBytes) },
                { name: t('telemetry.pull'), tone: 'green', of: (day) => kilobytes(day.pullBytes) },
              ]}
            />
          </>
        )}
        <Sums
          title={t('telemetry.conflicts')}
          heads={[t('telemetry.table'), t('telemetry.merged'), t('telemetry.lost')]}
          rows={tables.map((one) => [one.table, one.merged, one.conflicts])}
        />
        <Sums
          title={t('telemetry.rejections')}
          heads={[t('telemetry.table'), t('telemetry.code'), t('telemetry.count')]}
          rows={rejections.map((one) => [one.table, one.code, one.count])}
        />
        <Text size="sm" c="dimmed">
          {t('telemetry.kept', { count: keptDays })}{' '}
          {purgedAt ? (
            <>
              {t('telemetry.purged', { count: purgedEvents ?? 0 })} <At at={purgedAt} />
            </>
          ) : null}
        </Text>
      </Stack>
    </Page>
  );
}

const kilobytes = (bytes: number | null | undefined) => (bytes == null ? null : Math.round(bytes / 100) / 10);

function Sums({
  title,
  heads,
  rows,
}: {
  title: string;
  heads: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}) {
  const { t } = useTranslation();
  return (
    <Panel title={title}>
      {rows.length === 0 ? (
        <Text size="sm">{t('telemetry.nothing')}</Text>
      ) : (
        <Table.ScrollContainer minWidth={300}>
          <Table aria-label={title}>
            <Table.Thead>
              <Table.Tr>
                {heads.map((head) => (
                  <Table.Th key={head}>{head}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr key={row.join(' ')}>
                  {row.map((value, place) => (
                    <Table.Td key={heads[place]}>{value}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Panel>
  );
}
