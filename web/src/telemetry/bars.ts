/** One bar of a chart; `day` and `series` say whose value it is. */
export interface Bar {
  readonly day: number;
  readonly series: number;
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

const widest = 40;

/** Where bars stand: a place for each day, in it one for each series; what was not counted has none. */
export function barsOf(
  values: readonly (readonly (number | null)[])[],
  width: number,
  height: number,
): { readonly bars: readonly Bar[]; readonly most: number } {
  const most = Math.max(0, ...values.flat().map((value) => value ?? 0));
  const place = Math.min(width / Math.max(1, values.length), widest * 3);
  const bars = values.flatMap((day, at) => {
    const slim = Math.min((place * 0.8) / Math.max(1, day.length), widest);
    return day.flatMap((value, series): Bar[] =>
      value === null
        ? []
        : [
            {
              day: at,
              series,
              x: at * place + place * 0.1 + series * slim,
              width: slim,
              // A zero is a value too: it is seen as a line.
              height: most === 0 ? 1 : Math.max(1, (value / most) * height),
            },
          ],
    );
  });
  return { bars, most };
}
