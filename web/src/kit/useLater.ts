import { useCallback, useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from './toast';

/**
 * A part of the page that comes with its first opening. `bring` answers false, and says so, where it could not be
 * loaded; unlike `lazy` it may be asked again.
 */
export function useLater<Props>(load: () => Promise<ComponentType<Props>>) {
  const { t } = useTranslation();
  const [part, setPart] = useState<{ Part: ComponentType<Props> }>();
  const bring = useCallback(async (): Promise<boolean> => {
    try {
      const Part = await load();
      setPart({ Part });
      return true;
    } catch {
      toast.failed(t('kit.partMissing'), t('kit.partMissingTodo'));
      return false;
    }
  }, [load, t]);
  /** Asks for it already, when a press seems near. */
  const ahead = useCallback(() => void load().catch(() => undefined), [load]);
  return { Part: part?.Part, bring, ahead };
}
