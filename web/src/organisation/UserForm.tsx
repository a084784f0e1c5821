import { Button, Group, MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { isEmail, isNotEmpty } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useRead, useSend } from '../api/hooks';
import type { Member, Role } from '../api/types';
import { problemWords } from '../kit/problemWords';
import { toast } from '../kit/toast';
import { useSaveForm } from '../kit/useSaveForm';
import { useSession } from '../session/session';
import { FormDialog } from './FormDialog';
import { useRoleName } from './roles';

interface Props {
  member: Member | null;
  close: () => void;
  reveal: (name: string, password: string) => void;
}

interface Values extends Record<string, unknown> {
  email: string;
  fullName: string;
  role: string;
  siteIds: string[];
  active: boolean;
}

interface Answer {
  temporaryPassword?: string | null;
}

export function UserForm({ member, close, reveal }: Props) {
  const { t } = useTranslation();
  const { sites } = useSession();
  const roleName = useRoleName();
  const roles = useRead<{ items: Role[] }>('/roles');
  const missing = isNotEmpty(t('setup.mistakes.missing'));
  const { form, ...save } = useSaveForm<Values, Answer>(
    {
      initialValues: {
        email: member?.email ?? '',
        fullName: member?.fullName ?? '',
        role: member?.role ?? '',
        siteIds: member?.siteIds ?? [],
        active: member?.active ?? true,
      },
      validate: { email: isEmail(t('session.emailWrong')), fullName: missing, role: missing },
    },
    {
      method: member ? 'PUT' : 'POST',
      path: member ? `/users/${member.userId}` : '/users',
      // No site chosen means all of them.
      body: ({ email, active, siteIds, ...rest }) => ({
        ...rest,
        siteIds: siteIds.length === 0 ? null : siteIds,
        ...(member ? { active } : { email }),
      }),
      refreshes: ['/users', '/audit'],
      onDone: ({ body }, { fullName }) => {
        close();
        toast.done(t('organisation.saved', { name: fullName }));
        if (body.temporaryPassword) reveal(fullName, body.temporaryPassword);
      },
    },
  );
  const choices = (roles.data?.items ?? []).filter((role) => role.assignable || role.name === member?.role);
  return (
    <FormDialog
      title={member ? t('organisation.editNamed', { name: member.fullName }) : t('organisation.user.new')}
      close={close}
      {...save}
    >
      <TextInput
        label={t('session.email')}
        type="email"
        required
        disabled={member !== null}
        autoComplete="off"
        {...form.getInputProps('email')}
      />
      <TextInput
        label={t('setup.fullName')}
        required
        autoComplete="off"
        {...form.getInputProps('fullName')}
      />
      <Select
        label={t('settings.role')}
        description={t('organisation.user.roleHelp')}
        data={choices.map((role) => ({ value: role.name, label: roleName(role.name) }))}
        required
        allowDeselect={false}
        {...form.getInputProps('role')}
      />
      <MultiSelect
        size="md"
        label={t('app.nav.sites')}
        description={t('organisation.user.sitesHelp')}
        placeholder={form.values.siteIds.length === 0 ? t('app.allSites') : undefined}
        data={sites.map((site) => ({ value: site.id, label: site.name }))}
        clearable
        {...form.getInputProps('siteIds')}
      />
      {member ? (
        <>
          <Switch
            label={t('organisation.user.active')}
            {...form.getInputProps('active', { type: 'checkbox' })}
          />
          <ResetPassword member={member} close={close} reveal={reveal} />
        </>
      ) : null}
    </FormDialog>
  );
}

function ResetPassword({ member, close, reveal }: Props & { member: Member }) {
  const { t } = useTranslation();
  const reset = useSend<undefined, { temporaryPassword: string }>({
    method: 'POST',
    path: `/users/${member.userId}/reset-password`,
    refreshes: ['/users'],
    onDone: ({ body }) => {
      close();
      reveal(member.fullName, body.temporaryPassword);
    },
    onProblem: (problem) => toast.failed(t('organisation.user.notReset'), problemWords(problem, t)),
  });
  return (
    <Group>
      <Button variant="default" loading={reset.isPending} onClick={() => reset.mutate(undefined)}>
        {t('organisation.user.reset')}
      </Button>
    </Group>
  );
}
