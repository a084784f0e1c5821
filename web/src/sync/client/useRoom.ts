import { useCallback, useEffect, useState } from 'react';
import { readRoom, type Room } from './storage';

const lookEvery = 5 * 60 * 1_000;

/** How much room the store has, looked at now and then; null where the browser does not say. */
export function useRoom(): { room: Room | null; look: () => void } {
  const [room, setRoom] = useState<Room | null>(null);
  const look = useCallback(() => void readRoom().then(setRoom), []);
  useEffect(() => {
    look();
    const timer = setInterval(look, lookEvery);
    return () => clearInterval(timer);
  }, [look]);
  return { room, look };
}
