import { Stack, Switch, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead, useSend } from '../api/hooks';
import type { TelemetryConsents } from '../api/types';
import { RowsLoading } from '../kit/Loading';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';
import { problemWords } from '../kit/problemWords';
import { toast } from '../kit/toast';
import { useDevice } from '../sync/client/device';
import { consentVersion } from '../sync/consentVersion';

const purposes = ['performance', 'reliability'] as const;
type Purpose = (typeof purposes)[number];

/** Off until somebody switches it on; one switch per purpose, off as easily as on. */
export function TelemetryPanel() {
  const { t } = useTranslation();
  const device = useDevice();
  const read = useRead<TelemetryConsents>('/telemetry/consents');
  const granted = (purpose: Purpose) =>
    read.data?.items.some((one) => one.purpose === purpose && one.granted) ?? false;
  const [performance, reliability] = [granted('performance'), granted('reliability')];
  const isKnown = read.data !== undefined;
  // The device counts only what the server has a consent for.
  useEffect(() => {
    if (!device || !isKnown) return;
    // Without a store nothing is counted either.
    device.ask('telemetryConsents', { performance, reliability }).catch(() => undefined);
  }, [device, isKnown, performance, reliability]);
  const decide = useSend<{ purpose: Purpose; granted: boolean }>({
    method: 'PUT',
    path: ({ purpose }) => `/telemetry/consents/${purpose}`,
    body: (input) => ({ granted: input.granted, version: consentVersion }),
    refreshes: ['/telemetry'],
    onDone: (_, input) => toast.done(t(input.granted ? 'telemetry.on' : 'telemetry.off')),
    onProblem: (problem, input) =>
      input.granted || !device
        ? toast.failed(t('telemetry.notSaved'), problemWords(problem, t))
        : toast.warn(t('telemetry.later')),
  });
  const change = (purpose: Purpose, yes: boolean) => {
    // What was counted here goes at once; the server is told by both, whoever reaches it first.
    if (!yes) device?.ask('withdrawTelemetry', purpose).catch(() => undefined);
    decide.mutate({ purpose, granted: yes });
  };
  return (
    <Panel title={t('telemetry.consent')} lead={t('telemetry.consentLead')}>
      <Stack>
        {read.error && !read.data ? <ProblemNote problem={read.error} retry={read.refetch} /> : null}
        {!isKnown && !read.error ? <RowsLoading rows={2} /> : null}
        {isKnown
          ? purposes.map((purpose) => (
              <Switch
                key={purpose}
                size="lg"
                label={t(`telemetry.purposes.${purpose}`)}
                description={t(`telemetry.purposeTexts.${purpose}`)}
                checked={granted(purpose)}
                disabled={decide.isPending}
                onChange={({ currentTarget }) => change(purpose, currentTarget.checked)}
              />
            ))
          : null}
        <Text size="sm" c="dimmed">
          {t('telemetry.promise')}
        </Text>
      </Stack>
    </Panel>
  );
}
