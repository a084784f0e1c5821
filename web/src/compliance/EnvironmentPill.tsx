import { IconFlask, IconWorld } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Environment } from '../api/types';
import { StatusPill } from '../kit/StatusPill';

/** Always visible: does this touch the state's real books? */
export function EnvironmentPill({ environment }: { environment: Environment }) {
  const { t } = useTranslation();
  const sandbox = environment === 'sandbox';
  return (
    <StatusPill tone={sandbox ? 'blue' : 'grey'} icon={sandbox ? IconFlask : IconWorld}>
      {t(`compliance.environments.${environment}`)}
    </StatusPill>
  );
}
