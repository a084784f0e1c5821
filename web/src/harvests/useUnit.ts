import { useState } from 'react';
import type { Unit } from './grams';

const memory = 'tendril-weight-unit';

/** The unit that this device weighs in; what is stored is grams. */
export function useUnit(): [Unit, (unit: Unit) => void] {
  const [unit, setUnit] = useState<Unit>(() => (localStorage.getItem(memory) === 'oz' ? 'oz' : 'g'));
  return [
    unit,
    (next) => {
      localStorage.setItem(memory, next);
      setUnit(next);
    },
  ];
}
