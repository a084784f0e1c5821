import { Button, Group } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../kit/Note';
import { PlainLink } from '../kit/PlainLink';
import { useNow } from '../kit/useNow';
import { useSession } from '../session/session';
import { addKeys, dueReminders, readKeys } from './reminders';
import { useStageWords } from './stageWords';
import type { Harvest } from './useHarvests';

interface Props {
  harvests: readonly Harvest[];
  nameOf: (harvest: Harvest) => string;
}

/** Whether the browser may show notes outside of the page. */
const permission = () => ('Notification' in window ? Notification.permission : 'denied');

/** Stages that have lasted long enough, or too long. What is put away is put away on this device. */
export function ReminderList({ harvests, nameOf }: Props) {
  const { t } = useTranslation();
  const { user } = useSession();
  const words = useStageWords();
  const now = useNow();
  const [putAway, setPutAway] = useState(() => readKeys(user.id, 'put-away'));
  const [asked, setAsked] = useState(permission);
  const due = dueReminders(harvests, now.getTime(), putAway);
  const keys = due.map((one) => one.key).join('\n');
  const sentences = due.map(({ harvest, stage, sort }) => {
    const row = harvests.find((one) => one.id === harvest);
    return t(`harvest.remind.${sort}`, { name: row ? nameOf(row) : harvest, stage: words(stage) });
  });
  useEffect(() => {
    if (permission() !== 'granted' || keys === '') return;
    const told = readKeys(user.id, 'told');
    keys.split('\n').forEach((key, place) => {
      if (!told.has(key)) new Notification(sentences[place] ?? '', { tag: key });
    });
    addKeys(user.id, 'told', keys.split('\n'));
    // The words of a reminder do not change what there is to tell.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [keys, user.id]);
  if (due.length === 0) return null;
  return (
    <Note tone="yellow" icon={IconBell} title={t('harvest.remind.title', { count: due.length })}>
      {due.slice(0, 5).map(({ harvest, key }, place) => (
        <div key={key}>
          <PlainLink to={`/harvests/${harvest}`}>{sentences[place]}</PlainLink>
        </div>
      ))}
      <Group mt="sm" gap="sm">
        <Button
          variant="default"
          onClick={() =>
            setPutAway(
              addKeys(
                user.id,
                'put-away',
                due.map((one) => one.key),
              ),
            )
          }
        >
          {t('harvest.remind.putAway')}
        </Button>
        {asked === 'default' ? (
          <Button variant="default" onClick={() => void Notification.requestPermission().then(setAsked)}>
            {t('harvest.remind.allow')}
          </Button>
        ) : null}
      </Group>
    </Note>
  );
}
