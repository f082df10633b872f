// One colour of the operator's becomes a readable set: text on it, and the same hue as text on paper.

type Rgb = [number, number, number];

export function accentRules(colour: string): string {
  if (!colour) return '';
  const accent = parse(colour);
  const on = contrast(accent, WHITE) >= contrast(accent, BLACK) ? WHITE : BLACK;
  const rules = (text: Rgb): string =>
    `--accent:${css(accent)}!important;--on-accent:${css(on)}!important;--link:${css(text)}!important`;
  return (
    `:host{${rules(readable(accent, SOFT, BLACK))}}` +
    `:host(.dark){${rules(readable(accent, DARK, WHITE))}}` +
    `@media (prefers-color-scheme:dark){:host(.auto){${rules(readable(accent, DARK, WHITE))}}}`
  );
}

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [17, 24, 21];
const SOFT: Rgb = [230, 236, 233];
const DARK: Rgb = [42, 52, 48];

function parse(colour: string): Rgb {
  const digits = colour.length === 4 ? colour.slice(1).replace(/./g, '$&$&') : colour.slice(1);
  return [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16)) as Rgb;
}

/** The colour moved towards `end` until it can be read on `ground` (WCAG 2.2, 1.4.3). */
function readable(colour: Rgb, ground: Rgb, end: Rgb): Rgb {
  for (let step = 0; step <= 20; step++) {
    const mixed = colour.map((c, n) => Math.round(c + ((end[n]! - c) * step) / 20)) as Rgb;
    if (contrast(mixed, ground) >= 4.6) return mixed;
  }
  return end;
}

function contrast(one: Rgb, other: Rgb): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((c) => (c / 255 <= 0.04045 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4)) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function css(colour: Rgb): string {
  return `rgb(${colour.join(',')})`;
}
