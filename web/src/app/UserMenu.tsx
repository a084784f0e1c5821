import { useLater } from '../kit/useLater';
import { AccountButton } from './AccountButton';

const load = () => import('./AccountMenu').then((module) => module.AccountMenu);

/** The person's button; its menu comes with the first press, and opens at once. */
export function UserMenu({ openHelp }: { openHelp: () => void }) {
  const { Part: AccountMenu, bring, ahead } = useLater(load);
  return AccountMenu ? (
    <AccountMenu openHelp={openHelp} />
  ) : (
    <AccountButton onPointerEnter={ahead} onClick={() => void bring()} />
  );
}
