import { Chip, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { todayIn } from '../kit/format';
import { useNow } from '../kit/useNow';
import { dayText } from './dueWords';
import { Recurrence } from './recurrence';
import { frequencies, weekdays } from './recurrenceRule';
import { ordinalOf, ruleOf, weekdayOf, type RuleValues } from './ruleForm';
import { ruleWords, weekdayName } from './ruleWords';
import styles from './Tasks.module.css';

interface Props {
  values: RuleValues;
  onChange: (values: RuleValues) => void;
  startsAt: string;
  zone: string;
  except?: readonly string[];
  /** False for a series, which repeats in any case. */
  mayBeOnce: boolean;
}

const previewed = 5;

/** How a task repeats, in fields, in words, and as its next days. */
export function RuleFields({ values, onChange, startsAt, zone, except = [], mayBeOnce }: Props) {
  const { t } = useTranslation();
  const set = (change: Partial<RuleValues>) => onChange({ ...values, ...change });
  return (
    <Stack>
      <Select
        label={t('tasks.form.repeats')}
        allowDeselect={false}
        value={values.repeats}
        onChange={(value) => {
          const repeats = value ?? 'NEVER';
          set({ repeats, ...(values.days.length === 0 ? { days: [weekdayOf(startsAt)] } : {}) });
        }}
        data={[...(mayBeOnce ? (['NEVER'] as const) : []), ...frequencies, 'OWN' as const].map((value) => ({
          value,
          label: t(`tasks.form.repeat.${value}`),
        }))}
      />
      {values.repeats === 'OWN' ? (
        <TextInput
          label={t('tasks.form.own')}
          description={t('tasks.form.ownHelp')}
          required
          value={values.own}
          onChange={(event) => set({ own: event.currentTarget.value })}
        />
      ) : null}
      {values.repeats === 'NEVER' || values.repeats === 'OWN' ? null : (
        <Details values={values} set={set} startsAt={startsAt} />
      )}
      {values.repeats === 'NEVER' ? null : (
        <Preview
          rule={ruleOf(values, startsAt, zone) ?? ''}
          startsAt={startsAt}
          zone={zone}
          except={except}
        />
      )}
    </Stack>
  );
}

interface DetailProps {
  values: RuleValues;
  set: (change: Partial<RuleValues>) => void;
  startsAt: string;
}

function Details({ values, set, startsAt }: DetailProps) {
  const { t, i18n } = useTranslation();
  const last = t('tasks.rule.ordinals.last', { day: weekdayName(weekdayOf(startsAt), i18n.language) });
  const keys = ['last', 'first', 'second', 'third', 'fourth'] as const;
  const ordinal = keys[Math.max(ordinalOf(startsAt), 0)] ?? 'last';
  const weekday = weekdayName(weekdayOf(startsAt), i18n.language);
  return (
    <>
      <NumberInput
        label={t('tasks.form.interval')}
        description={t(`tasks.rule.${values.repeats as 'DAILY'}`, { count: values.interval })}
        min={1}
        max={999}
        allowDecimal={false}
        value={values.interval}
        onChange={(value) => set({ interval: Math.max(1, Number(value) || 1) })}
      />
      {values.repeats === 'WEEKLY' ? (
        <Chip.Group multiple value={values.days} onChange={(days) => set({ days: days })}>
          <Group gap="xs" role="group" aria-label={t('tasks.form.days')}>
            {weekdays.map((day) => (
              <Chip key={day} value={day} size="md" styles={{ label: { height: 48 } }}>
                {weekdayName(day, i18n.language, 'short')}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      ) : null}
      {values.repeats === 'MONTHLY' ? (
        <Select
          label={t('tasks.form.monthly')}
          allowDeselect={false}
          value={values.monthly}
          onChange={(value) => set({ monthly: value ?? 'day' })}
          data={[
            {
              value: 'day',
              label: t('tasks.rule.monthDays', { days: String(Number(startsAt.slice(8, 10))) }),
            },
            { value: 'last', label: t('tasks.rule.lastDay') },
            {
              value: 'weekday',
              label: t('tasks.rule.on', {
                days: ordinal === 'last' ? last : t(`tasks.rule.ordinals.${ordinal}`, { day: weekday }),
              }),
            },
          ]}
        />
      ) : null}
      <End values={values} set={set} />
    </>
  );
}

function End({ values, set }: Omit<DetailProps, 'startsAt'>) {
  const { t } = useTranslation();
  return (
    <Group grow align="flex-start">
      <Select
        label={t('tasks.form.ends')}
        allowDeselect={false}
        value={values.end}
        onChange={(value) => set({ end: value ?? 'never' })}
        data={(['never', 'count', 'until'] as const).map((value) => ({
          value,
          label: t(`tasks.form.end.${value}`),
        }))}
      />
      {values.end === 'count' ? (
        <NumberInput
          label={t('tasks.form.count')}
          min={1}
          max={999}
          allowDecimal={false}
          value={values.count}
          onChange={(value) => set({ count: Math.max(1, Number(value) || 1) })}
        />
      ) : null}
      {values.end === 'until' ? (
        <TextInput
          type="date"
          label={t('tasks.form.until')}
          required
          value={values.until}
          onChange={(event) => set({ until: event.currentTarget.value })}
        />
      ) : null}
    </Group>
  );
}

const later = (one: string, other: string) => (one > other ? one : other);

interface PreviewProps {
  rule: string;
  startsAt: string;
  zone: string;
  except: readonly string[];
}

function Preview({ rule, startsAt, zone, except }: PreviewProps) {
  const { t, i18n } = useTranslation();
  const now = useNow().getTime();
  const series = Recurrence.of({ rule, startsAt, timeZone: zone, except });
  if (typeof series === 'string')
    return (
      <Text size="sm" c="var(--mantine-color-red-light-color)" aria-live="polite">
        {t('tasks.form.notReadable')}
      </Text>
    );
  const days = series.from(later(startsAt.slice(0, 10), todayIn(zone, new Date(now))), previewed);
  return (
    <div aria-live="polite">
      <Text fw={600}>{ruleWords({ rule, startsAt, zone }, t, i18n.language)}</Text>
      <Text size="sm" c="dimmed">
        {t(days.length === 0 ? 'tasks.form.noDays' : 'tasks.form.next')}
      </Text>
      <ol className={styles['preview']}>
        {days.map((day) => (
          <li key={day}>{dayText(day, i18n.language, now)}</li>
        ))}
      </ol>
    </div>
  );
}
