import type { Task, TaskKind } from '../features/types.ts'
import { kindOfTask } from './taskWords.ts'

/** Colours of charts. The window's own tokens follow the same values. */
export interface ChartTheme {
  name: 'light' | 'dark' | 'print'
  ink: string
  /** Axis words and subtitles. */
  muted: string
  line: string
  surface: string
  accent: string
  positive: string
  negative: string
  /** Uncertainty bands and what stands for all others. */
  neutral: string
  /** Okabe & Ito (2008), "Color Universal Design"; the order is that of use. */
  categories: string[]
  /** Blues from little to much: little lies near the background, much stands out from it. */
  magnitude: string[]
}

/** Names in single quotes: the SVG renderer puts this between double ones without escaping. */
export const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"

const light: ChartTheme = {
  name: 'light',
  ink: '#1b2430',
  muted: '#5b6776',
  line: '#e3e7ec',
  surface: '#ffffff',
  accent: '#2f5bd8',
  positive: '#0b7a5c',
  negative: '#b3402a',
  neutral: '#8a95a3',
  categories: ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#b8a90a'],
  magnitude: ['#eef5fc', '#cfe2f3', '#9fc6e6', '#63a3d4', '#2f77b5', '#134a82'],
}

const dark: ChartTheme = {
  name: 'dark',
  ink: '#e6eaf0',
  muted: '#a3afbd',
  line: '#2a323d',
  surface: '#1a2029',
  accent: '#7ea2ff',
  positive: '#4cc39b',
  negative: '#f0866c',
  neutral: '#74808f',
  categories: ['#4aa8e0', '#f0b840', '#3cc79b', '#e3a0c6', '#8acdf5', '#f08a45', '#f0e442'],
  magnitude: ['#1e2a38', '#24405f', '#2f5f92', '#4a88c4', '#80b6e8', '#c6e3fb'],
}

export const chartThemes: Record<ChartTheme['name'], ChartTheme> = {
  light,
  dark,
  print: { ...light, name: 'print', ink: '#000000', muted: '#444444', line: '#d0d0d0' },
}

const taskPlaces: Record<TaskKind, number> = {
  ltv: 0,
  increment: 0,
  repurchase: 1,
  potential: 2,
  loyalty: 3,
  yesNo: 4,
  amount: 5,
  count: 6,
}

/** A task has one colour wherever it is drawn; the analyst's own have one by kind. */
export const taskColor = (theme: ChartTheme, task: Task): string => theme.categories[taskPlaces[kindOfTask(task)]]

/**
 * Colours of brands, given from the largest to the smallest: each takes the colour its key asks for, or the next one
 * free, so that a brand keeps its colour from page to page. Brands beyond the palette share the neutral colour.
 */
export function brandColors(brands: { brandId: number; brand: string }[], theme: ChartTheme): Map<string, string> {
  const palette = theme.categories
  const taken = new Set<number>()
  const colors = new Map<string, string>()
  for (const { brandId, brand } of brands) {
    if (taken.size === palette.length) {
      colors.set(brand, theme.neutral)
      continue
    }
    let place = brandId % palette.length
    while (taken.has(place)) place = (place + 1) % palette.length
    taken.add(place)
    colors.set(brand, palette[place])
  }
  return colors
}

/** Black or white, whichever is easier to read on the colour (relative luminance of WCAG 2.2). */
export function readableOn(color: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(color.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? '#10151d' : '#ffffff'
}

/** The colour at `share` (0–1) of a scale, mixed linearly between its stops. */
export function colorAt(scale: string[], share: number): string {
  const position = Math.min(1, Math.max(0, share)) * (scale.length - 1)
  const below = Math.min(Math.floor(position), scale.length - 2)
  const part = (color: string, at: number) => parseInt(color.slice(at, at + 2), 16)
  const mixed = [1, 3, 5].map((at) => {
    const [from, to] = [part(scale[below], at), part(scale[below + 1], at)]
    return Math.round(from + (to - from) * (position - below))
      .toString(16)
      .padStart(2, '0')
  })
  return `#${mixed.join('')}`
}
