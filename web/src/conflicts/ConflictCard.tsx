import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../kit/Note';
import { Panel } from '../kit/Panel';
import { useSession } from '../session/session';
import {
  hasOwn,
  ruled,
  settleEdits,
  type ConflictGroup,
  type FieldConflict,
  type Rule,
} from './conflictGroups';
import { FieldChoice } from './FieldChoice';
import { mayDecide } from './mayDecide';
import { tableName } from './fieldName';
import { useRowTitle } from './useRowTitle';
import { useSettle } from './useSettle';

/** All conflicts of one row, with a choice for each field. */
export function ConflictCard({ group }: { group: ConflictGroup }) {
  const { t } = useTranslation();
  const session = useSession();
  const { user } = session;
  const settle = useSettle();
  const { row, title } = useRowTitle(group.table, group.row);
  const [choices, setChoices] = useState<Readonly<Record<string, string | null>>>({});
  const [busy, setBusy] = useState(false);
  const chosen = (field: FieldConflict) =>
    Object.hasOwn(choices, field.name) ? (choices[field.name] ?? null) : field.stands;
  const save = async (valueOf: (field: FieldConflict) => string | null) => {
    setBusy(true);
    await settle([
      group.fields.flatMap((field) => [...settleEdits(field, valueOf(field), row?.values[field.name])]),
    ]);
    setBusy(false);
  };
  const isMine = group.fields.some(({ sides }) => hasOwn(sides, user.id));
  const take = (rule: Rule) => () =>
    setChoices(Object.fromEntries(group.fields.map((field) => [field.name, ruled(field, rule, user.id)])));
  const refused = group.fields.flatMap(({ records }) => records).find(({ refusal }) => refusal)?.refusal;
  return (
    <Panel title={title} lead={tableName(t, group.table)}>
      <Stack>
        {refused ? <Note tone="red" title={refused.message ?? t('conflicts.refused.other')} /> : null}
        {row ? null : <Note tone="grey" title={t('conflicts.rowGone')} />}
        {group.fields.map((field) => (
          <FieldChoice
            key={field.name}
            conflict={field}
            value={chosen(field)}
            choose={(value) => setChoices((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        {mayDecide(session, group.table) ? (
          <Group justify="flex-end">
            {isMine ? (
              <>
                <Button variant="default" onClick={take('mine')}>
                  {t('conflicts.takeMine')}
                </Button>
                <Button variant="default" onClick={take('theirs')}>
                  {t('conflicts.takeTheirs')}
                </Button>
              </>
            ) : null}
            <Button loading={busy} onClick={() => void save(chosen)}>
              {t('conflicts.settle')}
            </Button>
          </Group>
        ) : (
          <Note tone="grey" title={t('conflicts.mayNot')} />
        )}
      </Stack>
    </Panel>
  );
}
