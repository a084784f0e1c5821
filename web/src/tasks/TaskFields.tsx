import { Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session';
import { LinkFields } from './LinkFields';
import { RuleFields } from './RuleFields';
import type { TaskMistake, TaskValues } from './taskForm';
import { WhenFields } from './WhenFields';

interface Props {
  values: TaskValues;
  set: (change: Partial<TaskValues>) => void;
  mistake: TaskMistake | undefined;
  /** What is edited: one task, one series, or something new that may become either. */
  kind: 'new' | 'task' | 'series';
  except?: readonly string[];
}

const reminders = [0, 15, 60, 1440];

/** What a person says of a task. */
export function TaskFields({ values, set, mistake, kind, except }: Props) {
  const { t } = useTranslation();
  const { sites } = useSession();
  const error = (one: TaskMistake) => (mistake === one ? t(`tasks.mistakes.${one}`) : undefined);
  const known = values.remindMinutes === null || reminders.includes(values.remindMinutes);
  const remindWords = (minutes: number): string => {
    if (minutes === 0) return t('tasks.form.reminders.atTime');
    if (minutes % 1440 === 0) return t('tasks.form.reminders.days', { count: minutes / 1440 });
    if (minutes % 60 === 0) return t('tasks.form.reminders.hours', { count: minutes / 60 });
    return t('tasks.form.reminders.minutes', { count: minutes });
  };
  const minutes = known ? reminders : [...reminders, values.remindMinutes ?? 0];
  return (
    <Stack>
      <TextInput
        label={t('tasks.form.title')}
        required
        maxLength={200}
        value={values.title}
        error={error('title')}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      {kind === 'new' && sites.length > 1 ? (
        <Select
          label={t('app.site')}
          allowDeselect={false}
          data={sites.map((site) => ({ value: site.id, label: site.name }))}
          value={values.siteId}
          onChange={(id) => {
            const site = sites.find((one) => one.id === id);
            if (site) set({ siteId: site.id, zone: site.timeZone, linkId: null });
          }}
        />
      ) : null}
      <WhenFields
        value={values.dueAt}
        onChange={(dueAt) => set({ dueAt })}
        zone={values.zone}
        error={error('when')}
      />
      {kind === 'task' ? null : (
        <RuleFields
          values={values.rule}
          onChange={(rule) => set({ rule })}
          startsAt={values.dueAt}
          zone={values.zone}
          except={except ?? []}
          mayBeOnce={kind === 'new'}
        />
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t('tasks.form.remind')}
          description={t('tasks.form.remindHelp')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          allowDeselect={false}
          value={String(values.remindMinutes ?? 'none')}
          onChange={(value) => {
            if (value !== 'none') askToNotify();
            set({ remindMinutes: value === 'none' ? null : Number(value) });
          }}
          data={[
            { value: 'none', label: t('tasks.form.reminders.none') },
            ...minutes.map((one) => ({ value: String(one), label: remindWords(one) })),
          ]}
        />
        <LinkFields values={values} set={set} error={error('link')} />
      </SimpleGrid>
      <Textarea
        label={t('tasks.form.notes')}
        autosize
        minRows={2}
        maxLength={4000}
        value={values.notes}
        onChange={(event) => set({ notes: event.currentTarget.value })}
      />
    </Stack>
  );
}

/** Asked where it is wanted, and never before; without it reminders show inside the app. */
function askToNotify(): void {
  if ('Notification' in window && Notification.permission === 'default')
    void Notification.requestPermission();
}
