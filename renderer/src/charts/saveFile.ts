import { init } from 'echarts/core'
import type { Chart, ChartKit } from '../../../main/charts/chart.ts'
import { fontFamily } from '../../../main/charts/theme.ts'

/** Hands text or a picture made in the page to the user as a file. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** Makes a picture when it is asked for. */
export type PictureSource = () => { name: string; svg: string; size: { width: number; height: number } }

/** An SVG of so many pixels as a PNG at twice the size. */
export async function svgAsPng(svg: string, size: { width: number; height: number }): Promise<Blob> {
  const picture = new Image()
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await picture.decode()
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width: 2 * size.width, height: 2 * size.height })
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture could not be drawn'))), 'image/png'),
  )
}

const width = 960
const headHeight = 64

/** The chart with its words above it, as it leaves the app. */
export function chartAsSvg(chart: Chart, kit: ChartKit): string {
  return drawn(chart, kit, 'svg', (canvas) => canvas.renderToSVGString())
}

/** At twice the size, for screens and slides. */
export async function chartAsPng(chart: Chart, kit: ChartKit): Promise<Blob> {
  const url = drawn(chart, kit, 'canvas', (canvas) => canvas.getDataURL({ type: 'png', pixelRatio: 2 }))
  const bytes = Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (letter) => letter.charCodeAt(0))
  return new Blob([bytes], { type: 'image/png' })
}

function drawn<Result>(
  chart: Chart,
  kit: ChartKit,
  renderer: 'svg' | 'canvas',
  take: (canvas: ReturnType<typeof init>) => Result,
): Result {
  const height = chart.height + headHeight
  const place = document.createElement('div')
  const canvas = init(place, null, { renderer, width, height, ssr: renderer === 'svg' })
  try {
    canvas.setOption({ ...shiftDown(chart), ...headOf(chart, kit), backgroundColor: kit.theme.surface })
    return take(canvas)
  } finally {
    canvas.dispose()
  }
}

const headOf = ({ title, subtitle }: Chart, { theme }: ChartKit) => ({
  title: {
    text: title,
    subtext: subtitle,
    left: 12,
    top: 10,
    itemGap: 4,
    textStyle: {
      color: theme.ink,
      fontSize: 14,
      fontWeight: 600 as const,
      fontFamily,
      width: width - 24,
      overflow: 'truncate' as const,
    },
    subtextStyle: { color: theme.muted, fontSize: 12, fontFamily, width: width - 24, overflow: 'truncate' as const },
  },
})

/** Makes room for the words: whatever is placed from the top moves down. */
function shiftDown({ option }: Chart): Chart['option'] {
  const down = <Part extends { top?: unknown }>(part: Part): Part =>
    typeof part.top === 'number' ? { ...part, top: part.top + headHeight } : part
  const downAll = <Part extends { top?: unknown }>(parts: Part | Part[] | undefined) =>
    Array.isArray(parts) ? parts.map(down) : parts && down(parts)
  return {
    ...option,
    grid: downAll(option.grid),
    legend: downAll(option.legend),
    series: Array.isArray(option.series)
      ? option.series.map((series) => (series.type === 'sankey' ? down(series) : series))
      : option.series,
  }
}
