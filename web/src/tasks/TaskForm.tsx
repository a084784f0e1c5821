import { Button, Group } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../kit/Panel';
import type { LocalEdit } from '../sync/worker/messages';
import { TaskFields } from './TaskFields';
import { mistakeOf, type TaskMistake, type TaskValues } from './taskForm';
import { useTaskSave } from './useTaskSave';

interface Props {
  initial: TaskValues;
  kind: 'new' | 'task' | 'series';
  edits: (values: TaskValues) => readonly LocalEdit[];
  saved: () => void;
  readOnly?: boolean;
  except?: readonly string[];
  children?: ReactNode;
}

/** The form of tasks and series. What is saved is on this device at once; it is sent when there is a connection. */
export function TaskForm({ initial, kind, edits, saved, readOnly = false, except = [], children }: Props) {
  const { t } = useTranslation();
  const [values, setValues] = useState(initial);
  const [mistake, setMistake] = useState<TaskMistake>();
  const { isReady, isSaving, save } = useTaskSave();
  const submit = async () => {
    const found = mistakeOf(values, except);
    setMistake(found);
    if (found === undefined && (await save(edits(values), values.title.trim()))) saved();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Panel>
        <fieldset disabled={readOnly} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
          <TaskFields
            values={values}
            set={(change) => setValues((before) => ({ ...before, ...change }))}
            mistake={mistake}
            kind={kind}
            except={except}
          />
          {mistake === 'rule' || mistake === 'noDays' ? (
            <p role="alert">{t(`tasks.mistakes.${mistake}`)}</p>
          ) : null}
          {readOnly ? null : (
            <Group justify="flex-end" mt="md">
              {children}
              <Button type="submit" loading={isSaving} disabled={!isReady}>
                {t('kit.save')}
              </Button>
            </Group>
          )}
        </fieldset>
      </Panel>
    </form>
  );
}
