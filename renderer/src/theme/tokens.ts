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
  chart: ChartTokens
}

export interface ChartTokens {
  /** Okabe–Ito, in the order in which series take them. */
  categories: readonly string[]
  /** Everything that is not a series of its own. */
  other: string
  /** Viridis, from low to high. */
  magnitude: readonly string[]
  /** Blue to orange around a middle. */
  diverging: readonly string[]
}

const viridis = ['#440154', '#46327e', '#365c8d', '#277f8e', '#1fa187', '#4ac16d', '#a0da39', '#fde725'] as const

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
  chart: {
    categories: ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#b8a800'],
    other: '#5b6776',
    magnitude: [...viridis].reverse(),
    diverging: ['#0b4f8a', '#5b9bd0', '#cfe2f1', '#f3f3f3', '#fbdcb8', '#ec9a4a', '#a85300'],
  },
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
  chart: {
    categories: ['#4aa8e0', '#f0b840', '#3cc79b', '#e3a0c6', '#8acdf5', '#f08a45', '#e6dc5a'],
    other: '#a3afbd',
    magnitude: viridis,
    diverging: ['#7cc0f2', '#3f86c6', '#29476a', '#2c333d', '#6a4622', '#c97c2f', '#f7b56a'],
  },
}

export const fontFamily =
  'system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'

export const fontFamilyMono =
  'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "Noto Sans Mono", "Noto Sans Mono CJK SC", monospace'

/** Custom properties by name: `ink2` becomes `--ink2`, `accentSoft` `--accent-soft`, categories `--c1` and on. */
export function customProperties(tokens: Tokens): Record<string, string> {
  const { chart, ...plain } = tokens
  const named = Object.entries(plain).map(([name, value]) => [`--${kebab(name)}`, value])
  const categories = chart.categories.map((value, index) => [`--c${index + 1}`, value])
  return Object.fromEntries([...named, ...categories])
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
