import type { ToTab, ToWorker } from './messages';
import { Seat } from './seat';

let seat: Seat | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'begin') seat ??= new Seat(data, (news: ToTab) => self.postMessage(news));
  else seat?.ask(data);
});
