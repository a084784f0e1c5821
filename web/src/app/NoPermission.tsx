import { Button } from '@mantine/core';
import { IconLock, IconMoodPuzzled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../kit/EmptyState';
import { Page } from '../kit/Page';
import type { Permission } from '../session/permissions';
import { useSession } from '../session/session';
import { useRoleName } from '../organisation/roles';

function HomeButton() {
  const { t } = useTranslation();
  return (
    <Button component={Link} to="/" variant="default">
      {t('app.toToday')}
    </Button>
  );
}

export function NoPermission({ needs }: { needs: Permission | undefined }) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const { role } = useSession();
  return (
    <Page title={t('app.noPermission.title')} narrow>
      <EmptyState
        icon={IconLock}
        title={t('app.noPermission.what', { role: roleName(role) })}
        text={t('app.noPermission.todo', { permission: needs ?? '' })}
        action={<HomeButton />}
      />
    </Page>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('app.notFound.title')} narrow>
      <EmptyState
        icon={IconMoodPuzzled}
        title={t('app.notFound.what')}
        text={t('app.notFound.todo')}
        action={<HomeButton />}
      />
    </Page>
  );
}
