import { chartThemes } from '../../../main/charts/theme.ts'

/** Colours of one theme. Text tokens keep a contrast of 4.5:1 on every surface they are used on. */
export interface Tokens {
  bg: string
  surface: string
  /** A surface one step away from `surface`: table heads, wells, skeletons. */
  well: string
  ink: string
  ink2: string
  ink3: string
  line: string
  /** Borders of things one can act on: 3:1 against the surface. */
  control: string
  accent: string
  accentSoft: string
  onAccent: string
  positive: string
  negative: string
  negativeSoft: string
  warning: string
  warningSoft: string
  /** Colours of series, in the order in which they take them: those of the charts. */
  categories: readonly string[]
}

export const light: Tokens = {
  bg: '#f6f7f9',
  surface: '#ffffff',
  well: '#f3f5f8',
  ink: '#1b2430',
  ink2: '#5b6776',
  ink3: '#667180',
  line: '#e3e7ec',
  control: '#8a95a3',
  accent: '#2f5bd8',
  accentSoft: '#e9effd',
  onAccent: '#ffffff',
  positive: '#0b7a5c',
  negative: '#b3402a',
  negativeSoft: '#fdf0ed',
  warning: '#8a5a00',
  warningSoft: '#fdf5e2',
  categories: chartThemes.light.categories,
}

export const dark: Tokens = {
  bg: '#12161c',
  surface: '#1a2029',
  well: '#202732',
  ink: '#e6eaf0',
  ink2: '#a3afbd',
  ink3: '#8d99a8',
  line: '#2a323d',
  control: '#667284',
  accent: '#7ea2ff',
  accentSoft: '#22304f',
  onAccent: '#10151d',
  positive: '#4cc39b',
  negative: '#f0866c',
  negativeSoft: '#38221f',
  warning: '#e2b04a',
  warningSoft: '#352b17',
  categories: chartThemes.dark.categories,
}

export const fontFamily =
  'system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'

export const fontFamilyMono =
  'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "Noto Sans Mono", "Noto Sans Mono CJK SC", monospace'

/** Custom properties by name: `ink2` becomes `--ink2`, `accentSoft` `--accent-soft`, categories `--c1` and on. */
export function customProperties(tokens: Tokens): Record<string, string> {
  const { categories: series, ...plain } = tokens
  const named = Object.entries(plain).map(([name, value]) => [`--${kebab(name)}`, value])
  const categories = series.map((value, index) => [`--c${index + 1}`, value])
  return Object.fromEntries([...named, ...categories])
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
