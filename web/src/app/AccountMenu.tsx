import { Menu, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { IconBuilding, IconKeyboard, IconLogout, IconSettings } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '../api/hooks';
import type { Session } from '../api/types';
import { problemWords } from '../kit/problemWords';
import { toast } from '../kit/toast';
import { replaceSession, useSession } from '../session/session';
import { useDevice } from '../sync/client/device';
import { deleteStore, forgetDevice, unsentWork, whenOpen } from '../sync/client/leaving';
import { AccountButton } from './AccountButton';
import { ThemeItems } from './ThemeItems';

const UnsentDialog = lazy(() =>
  import('../device/UnsentDialog').then((module) => ({ default: module.UnsentDialog })),
);

export function AccountMenu({ openHelp }: { openHelp: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const client = useQueryClient();
  const device = useDevice();
  // The newest: a store may be opened while somebody waits to leave.
  const latest = useRef(device);
  useEffect(() => {
    latest.current = device;
  }, [device]);
  const [unsent, setUnsent] = useState(0);
  const hasCopy = useRef(false);
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // It is here because somebody pressed the button that stood in its place: that press opens it, and it has the focus.
  useEffect(() => {
    button.current?.focus();
    const timer = setTimeout(() => setOpened(true));
    return () => clearTimeout(timer);
  }, []);
  const signOut = useSend<undefined>({
    method: 'DELETE',
    path: '/session',
    onDone: async () => {
      await deleteStore(latest.current, hasCopy.current);
      await navigate({ to: '/sign-in' });
      replaceSession(client, null);
    },
    onProblem: (problem) => toast.failed(t('session.signOutFailed'), problemWords(problem, t)),
  });
  // Signing out deletes what this device holds: not before everything of it has reached the server.
  const leave = async () => {
    const open = await whenOpen(() => latest.current);
    if (!open) return toast.warn(t('device.leave.opening'));
    const work = await unsentWork(open);
    if (work === 0) await goAway(false);
    else setUnsent(work);
  };
  const goAway = async (copied: boolean) => {
    hasCopy.current = copied;
    if (latest.current) await forgetDevice(latest.current);
    signOut.mutate(undefined);
  };
  const { user, organization, organizations } = session;
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={260} shadow="md">
      <Menu.Target>
        <AccountButton ref={button} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={600} c="var(--mantine-color-text)">
            {user.fullName}
          </Text>
          <Text size="sm">{organization.name}</Text>
        </Menu.Label>
        <Menu.Divider />
        <OrganisationItems organizations={organizations} current={organization.id} />
        <ThemeItems />
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={18} aria-hidden />} onClick={openHelp}>
          {t('app.shortcuts')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconSettings size={18} aria-hidden />}
          onClick={() => void navigate({ to: '/settings' })}
        >
          {t('app.nav.settings')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={() => void leave()}>
          {t('session.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
      {device && unsent > 0 ? (
        <Suspense>
          <UnsentDialog
            device={device}
            unsent={unsent}
            close={() => setUnsent(0)}
            signOut={(copied) => void goAway(copied)}
          />
        </Suspense>
      ) : null}
    </Menu>
  );
}

function OrganisationItems({
  organizations,
  current,
}: {
  organizations: Session['organizations'];
  current: string;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const change = useSend<{ organizationId: string }, Session>({
    method: 'POST',
    path: '/session/organization',
    onDone: async ({ body }) => {
      replaceSession(client, body);
      toast.done(t('session.organisationChanged', { name: body.organization.name }));
      await navigate({ to: '/' });
    },
    onProblem: (problem) => toast.failed(t('session.organisationFailed'), problemWords(problem, t)),
  });
  const others = organizations.filter((organisation) => organisation.id !== current);
  if (others.length === 0) return null;
  return (
    <>
      <Menu.Label>{t('session.otherOrganisations')}</Menu.Label>
      {others.map(({ id, name }) => (
        <Menu.Item
          key={id}
          leftSection={<IconBuilding size={18} aria-hidden />}
          onClick={() => change.mutate({ organizationId: id })}
        >
          {name}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
}
