import * as echarts from 'echarts'
import { describe, expect, it } from 'vitest'
import type { Chart } from '../../main/charts/chart.ts'
import { formatCell } from '../../main/charts/chart.ts'
import { allCharts, emptyCharts, hostile } from './examples.ts'
import { createTestKit } from './kit.ts'

/** The picture as the report writes it: an SVG text, no DOM. Ids and hover classes count up per process, so they are left out. */
function draw(chart: Chart): string {
  const canvas = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 640, height: chart.height })
  canvas.setOption(chart.option)
  const svg = canvas.renderToSVGString()
  canvas.dispose()
  return svg.replace(/zr\d+-(cls-)?\w+/g, 'id')
}

describe.each(Object.entries(allCharts))('%s', (_, build) => {
  it('draws the same picture twice, without undefined numbers or unescaped names', () => {
    const kit = createTestKit()
    const svg = draw(build(kit))
    expect(draw(build(createTestKit()))).toBe(svg)
    expect(svg).not.toMatch(/NaN|undefined|Infinity|<img/)
    expect(svg.length).toBeGreaterThan(1500)
  })

  it.each(['en', 'zh-CN'] as const)('finds every word and fills every blank in %s', (language) => {
    const kit = createTestKit(language)
    const chart = build(kit)
    draw(chart)
    const texts = [chart.title, chart.subtitle, ...chart.table.columns.map(({ label }) => label)]
    for (const text of texts) expect(text).not.toMatch(/\{\w+\}|^charts\.|^$/)
    // A column that the shop brought has no words of its own.
    expect([...kit.missing].filter((key) => !key.startsWith('charts.features.'))).toEqual([])
  })

  it('gives a table whose rows fit its columns and show no undefined figure', () => {
    const kit = createTestKit()
    const { table } = build(kit)
    expect(table.rows.length).toBeGreaterThan(0)
    for (const row of table.rows) {
      expect(row).toHaveLength(table.columns.length)
      row.forEach((cell, i) => expect(formatCell(cell, table.columns[i].kind, kit.format)).not.toMatch(/NaN|undefined/))
    }
  })

  it.each(['dark', 'print'] as const)('draws in the %s theme with its own ink', (theme) => {
    const kit = createTestKit('en', theme)
    expect(draw(build(kit)).toLowerCase()).toMatch(new RegExp(`${kit.theme.muted}|${kit.theme.ink}`))
  })
})

describe.each(Object.entries(emptyCharts))('%s without data', (_, build) => {
  it('asks its question and draws no undefined number', () => {
    const chart = build(createTestKit())
    expect(draw(chart)).not.toMatch(/NaN|undefined|Infinity/)
    expect(chart.title).toMatch(/\?$/)
  })
})

describe('tooltips', () => {
  it('escape every name', () => {
    const shown = Object.values(allCharts).flatMap((build) => tooltipsOf(build(createTestKit())))
    expect(shown.length).toBeGreaterThan(20)
    for (const html of shown) expect(html).not.toContain('<img')
    expect(shown.some((html) => html.includes('&#60;img'))).toBe(true)
    expect(shown.every((html) => !html.includes(hostile))).toBe(true)
  })
})

/** What a pointer over the first items of every named series would show. */
function tooltipsOf(chart: Chart): string[] {
  const { tooltip, series } = chart.option
  if (Array.isArray(tooltip) || typeof tooltip?.formatter !== 'function' || !Array.isArray(series)) return []
  const { formatter } = tooltip
  return series.flatMap(({ name, data, type }) => {
    if (type === 'custom' || !Array.isArray(data) || data.length < 2) return []
    return [0, 1].map((dataIndex) => {
      const html = formatter({ componentType: 'series', componentSubType: '', componentIndex: 0, name: '', dataIndex, data: null, value: [], $vars: [], seriesName: String(name ?? '') }, '') // prettier-ignore
      return typeof html === 'string' ? html : ''
    })
  })
}
