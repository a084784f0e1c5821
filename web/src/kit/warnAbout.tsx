import type { Finding } from '../api/types';
import { Exact } from './Exact';
import { spoken } from './spoken';
import { toast } from './toast';

/** What was saved, but looks unusual. */
export function warnAbout(warning: Finding): void {
  const { what, todo, exact } = spoken(warning);
  const words = exact ? (
    <>
      {todo}
      <Exact text={exact} />
    </>
  ) : (
    todo
  );
  toast.warn(what, words);
}
