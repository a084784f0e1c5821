import { Stepper } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/hooks';
import type { Session } from '../api/types';
import { ScreenLoading } from '../kit/Loading';
import { ProblemNote } from '../kit/ProblemNote';
import { Doorway } from './Doorway';
import { SetupForm } from './SetupForm';
import { SetupMetrc } from './SetupMetrc';

/** The guided first run: organisation, site and administrator; then the Metrc key and the first pull. */
export function Setup() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const setup = useRead<{ needed: boolean }>('/setup');
  const [session, setSession] = useState<Session | null>(null);
  const [step, setStep] = useState(0);
  const site = session?.sites[0];
  const finish = () => void navigate({ to: '/' });
  if (setup.error) {
    return (
      <Doorway title={t('setup.title')}>
        <ProblemNote problem={setup.error} retry={setup.refetch} />
      </Doorway>
    );
  }
  if (!setup.data) return <ScreenLoading />;
  if (!setup.data.needed && !session) {
    void navigate({ to: '/sign-in', replace: true });
    return <ScreenLoading />;
  }
  const active = site ? 3 : step;
  return (
    <Doorway title={t('setup.title')} lead={t('setup.lead')}>
      <Stepper active={active} size="xs" mb="lg" iconSize={30} aria-label={t('setup.steps')}>
        <Stepper.Step aria-label={t('setup.organisation')} />
        <Stepper.Step aria-label={t('setup.site')} />
        <Stepper.Step aria-label={t('setup.admin')} />
        <Stepper.Step aria-label={t('setup.metrc')} />
      </Stepper>
      {site ? (
        <SetupMetrc site={site} finish={finish} />
      ) : (
        <SetupForm step={step} setStep={setStep} done={setSession} />
      )}
    </Doorway>
  );
}
