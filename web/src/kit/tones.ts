/** The colours of a status: text on its own ground, for both themes. A test holds their contrast at 4.5 or more. */
export type Tone = 'green' | 'yellow' | 'orange' | 'red' | 'blue' | 'grey';

interface Pair {
  ink: string;
  ground: string;
}

export const tones: Record<'light' | 'dark', Record<Tone, Pair>> = {
  light: {
    green: { ink: '#1f5b3a', ground: '#dff0e4' },
    yellow: { ink: '#6b4e00', ground: '#fbf0c6' },
    orange: { ink: '#8a3b06', ground: '#fde7d3' },
    red: { ink: '#9b1c1c', ground: '#fbe3e1' },
    blue: { ink: '#1d4f7a', ground: '#e0edf7' },
    grey: { ink: '#4a544d', ground: '#eceeeb' },
  },
  dark: {
    green: { ink: '#9fdcb4', ground: '#1d3628' },
    yellow: { ink: '#f2d675', ground: '#3a3113' },
    orange: { ink: '#f8b27c', ground: '#40270f' },
    red: { ink: '#f5a3a0', ground: '#431f1f' },
    blue: { ink: '#9ec9ee', ground: '#1a3044' },
    grey: { ink: '#bac4bd', ground: '#2a302c' },
  },
};

function channel(value: number): number {
  const part = value / 255;
  return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function luminance(hex: string): number {
  const number = Number.parseInt(hex.slice(1), 16);
  const [red, green, blue] = [number >> 16, (number >> 8) & 255, number & 255].map(channel);
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** WCAG contrast of two `#rrggbb` colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}
