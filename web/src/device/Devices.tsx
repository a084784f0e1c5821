import { Stack } from '@mantine/core';
import { IconDeviceMobile } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/hooks';
import type { RegisteredDevice } from '../api/types';
import { EmptyState } from '../kit/EmptyState';
import { RowsLoading } from '../kit/Loading';
import { Page } from '../kit/Page';
import { Panel } from '../kit/Panel';
import { ProblemNote } from '../kit/ProblemNote';
import { useMay } from '../session/session';
import { OneDevice } from './OneDevice';
import { Quarantine } from './Quarantine';
import { RenameDevice } from './RenameDevice';
import { RevokeDevice } from './RevokeDevice';

type Asked = { what: 'rename' | 'revoke'; device: RegisteredDevice } | null;

/** The devices that sync: one's own, or all of the organisation for those who may see them. */
export function Devices() {
  const { t } = useTranslation();
  const may = useMay();
  const read = useRead<{ items: RegisteredDevice[] }>('/devices');
  const [asked, setAsked] = useState<Asked>(null);
  const close = () => setAsked(null);
  const items = read.data?.items;
  return (
    <Page title={t('devices.title')} lead={t('devices.lead')} narrow>
      <Stack>
        {read.error && !items ? <ProblemNote problem={read.error} retry={read.refetch} /> : null}
        {!items && !read.error ? <RowsLoading label={t('devices.title')} rows={3} /> : null}
        {items ? (
          <Panel title={t('devices.list')}>
            {items.length === 0 ? (
              <EmptyState icon={IconDeviceMobile} title={t('devices.none')} text={t('devices.noneText')} />
            ) : (
              <Stack>
                {items.map((device) => (
                  <OneDevice key={device.id} device={device} ask={(what) => setAsked({ what, device })} />
                ))}
              </Stack>
            )}
          </Panel>
        ) : null}
        {may('user:edit') ? <Quarantine devices={items ?? []} /> : null}
        {asked?.what === 'rename' ? <RenameDevice device={asked.device} close={close} /> : null}
        {asked?.what === 'revoke' ? <RevokeDevice device={asked.device} close={close} /> : null}
      </Stack>
    </Page>
  );
}
