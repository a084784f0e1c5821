import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { codeWords } from '../../i18n/codes';
import { toast } from '../../kit/toast';
import type { EditFault, LocalEdit, Saved } from '../worker/messages';
import { useDevice } from './device';
import { DeviceProblem } from './deviceClient';

/** What a code means and what to do, in the person's language; undefined for a code that nobody knows. */
async function wordsOf(code: string): Promise<string | undefined> {
  const own = codeWords(code)?.own;
  if (own) return `${own.cause} ${own.remedy}`;
  const { default: english } = await import('../../i18n/en/codes.json');
  const words = (english as Record<string, { cause: string; remedy: string }>)[code];
  return words && `${words.cause} ${words.remedy}`;
}

/**
 * Saves on this device what belongs together, and says what stands in the way. Null: nothing was saved, and the person
 * has read why.
 */
export function useDeviceSave(): (
  name: string,
  edits: readonly LocalEdit[],
) => Promise<Pick<Saved, 'operations'> | null> {
  const { t } = useTranslation();
  const device = useDevice();
  return useCallback(
    async (name, edits) => {
      const sentence = async ({ code, field }: EditFault) =>
        code === undefined
          ? t('sync.fault.field', { field })
          : ((await wordsOf(code)) ?? t('sync.fault.refused', { code }));
      if (!device) {
        toast.failed(name, t('sync.fault.noStore'));
        return null;
      }
      try {
        const { operations, faults } = await device.save(edits);
        if (faults.length === 0) return { operations };
        toast.failed(name, (await Promise.all(faults.map(sentence))).join(' '));
      } catch (error) {
        if (!(error instanceof DeviceProblem)) throw error;
        const key = error.code === 'too_large' ? 'sync.save.tooMuch' : 'sync.fault.notStored';
        toast.failed(name, t(error.code === 'no_store' ? 'sync.fault.noStore' : key));
      }
      return null;
    },
    [device, t],
  );
}
