import { describe, expect, it } from 'vitest'
import { affinityChart } from '../../main/charts/affinity.ts'
import { pickedCohortMonth } from '../../main/charts/cohorts.ts'
import { decileChart, shareOfTop } from '../../main/charts/deciles.ts'
import { doubleJeopardyChart, excessFrequency } from '../../main/charts/doubleJeopardy.ts'
import { featureWords } from '../../main/charts/featureWords.ts'
import { createChartFormat, withInterval } from '../../main/charts/format.ts'
import { bestEpoch } from '../../main/charts/lossCurves.ts'
import { brandColors, chartThemes, colorAt, readableOn } from '../../main/charts/theme.ts'
import { windowsOf } from '../../main/charts/timeline.ts'
import { weeklyActs } from '../../main/charts/weeklyActs.ts'
import { metricForest } from '../../main/charts/forest.ts'
import { aheadForest } from '../../main/charts/aheadForest.ts'
import { calibrationChart, calibrationError } from '../../main/charts/calibration.ts'
import { bestRival } from '../../main/charts/contenders.ts'
import { reachedChart } from '../../main/charts/reachedMoney.ts'
import { robustnessForest } from '../../main/charts/robustnessForest.ts'
import { lessCost, standingOf } from '../../main/charts/standing.ts'
import {
  bins,
  brand,
  brands,
  deciles,
  epochs,
  law,
  plan,
  reached,
  reachedMoney,
  report,
  robustness,
} from './examples.ts'
import { createTestKit, readWords } from './kit.ts'

const kit = createTestKit()

describe('figures behind the charts', () => {
  it('knows the share that the top tenths hold', () => {
    // Predicted 100 + 90 of 550, actual 90 + 81 of 495.
    expect(shareOfTop(deciles, 2)).toEqual({ predicted: 190 / 550, actual: 171 / 495 })
    expect(shareOfTop([], 2)).toBeNull()
  })

  it('puts predicted and actual means into the series in order', () => {
    const { option } = decileChart({ task: 'ltv', deciles }, kit)
    const [bars, points] = Array.isArray(option.series) ? option.series : []
    expect(bars.data).toEqual(deciles.map(({ predicted }) => predicted))
    expect(points.data).toEqual(deciles.map(({ actual }) => actual))
  })

  it('weighs calibration errors by rows', () => {
    const bin = { actualLow: 0, actualHigh: 0 }
    const bins = [
      { ...bin, rows: 1, predicted: 3, actual: 1 },
      { ...bin, rows: 3, predicted: 1, actual: 1 },
    ]
    expect(calibrationError(bins)).toBe(2 / 4)
    expect(calibrationError([])).toBeNull()
  })

  it('finds the epoch with the lowest validation loss, not one of a refit', () => {
    expect(bestEpoch([...epochs, { ...epochs[0], phase: 'refit', validationLoss: 0.1 }])?.epoch).toBe(2)
  })

  it('gives brands on the double jeopardy curve no excess', () => {
    const onCurve = [0.1, 0.3, 0.5].map((b, i) => brand(i, `b${i}`, b, 1.2 / (1 - b)))
    for (const one of onCurve) expect(excessFrequency(one)).toBeCloseTo(0, 12)
    expect(doubleJeopardyChart({ brands: onCurve, windowDays: 90, law }, kit).title).toMatch(/\?$/)
    expect(doubleJeopardyChart({ brands, windowDays: 90, law }, kit).title).toContain('Northpeak')
  })

  it('names the worst conflict between tasks or, where there is none, the greatest help', () => {
    const tasks = ['ltv' as const, 'yesNo:buys <tea>' as const]
    const helping = affinityChart({ tasks, values: [[0.5, 0.02], [0.01, 0.4]], measured: 3 }, kit) // prettier-ignore
    expect(helping.title).toBe('Learning “Customer value” helps “buys <tea>” most')
    const [map] = Array.isArray(helping.option.series) ? helping.option.series : []
    expect((map.data as { value: number[] }[]).map(({ value }) => value)).toEqual([
      [0, 0, 0.5],
      [1, 0, 0.02],
      [0, 1, 0.01],
      [1, 1, 0.4],
    ])
    const harming = affinityChart({ tasks, values: [[0.5, null], [-0.01, 0.4]], measured: 3 }, kit) // prettier-ignore
    expect(harming.title).toBe('Learning “buys <tea>” gets in the way of “Customer value”')
    expect(harming.table.rows[0]).toEqual(['Customer value', 0.5, null])
  })

  it('says when the model is not shown to be better', () => {
    const worse = { ...report, beatsBestBaseline: false }
    expect(
      metricForest({ task: 'ltv', metric: 'normalizedGini', primaryMetric: 'normalizedGini', report: worse }, kit)
        .title,
    ).toMatch(/^Not shown/)
    const below = {
      ...worse,
      advantage: { ...report.advantage, totalSpend: { value: -0.03, low: -0.05, high: -0.01 } },
    }
    expect(
      metricForest({ task: 'ltv', metric: 'normalizedGini', primaryMetric: 'normalizedGini', report: below }, kit)
        .title,
    ).toBe('The model is worse than Total spend so far: difference −0.0300 (−0.0500 … −0.0100)')
  })

  it('moves the training windows with the cutoff that is being chosen', () => {
    const [test, latest] = windowsOf({ plan, cutoff: '2025-04-01' })
    const day = 86_400_000
    expect(test.to - test.cutoff).toBe(90 * day)
    expect(test.cutoff - latest.cutoff).toBe(90 * day)
    expect(
      windowsOf({ plan: { ...plan, setup: { ...plan.setup, split: 'users' } }, cutoff: '2025-05-01' }),
    ).toHaveLength(1)
  })
})

describe('format', () => {
  const english = createChartFormat('en', 'CNY')
  const chinese = createChartFormat('zh-CN', 'CNY')

  it('shows three significant figures, money short, and what is missing as a dash', () => {
    expect(english.number(0.41237)).toBe('0.412')
    expect(english.money(412_345)).toBe('¥412K')
    expect(chinese.money(412_345)).toBe('¥41.2万')
    expect(createChartFormat('en', '').money(412.3)).toBe('412')
    for (const value of [null, NaN, Infinity]) expect(english.percent(value)).toBe('–')
    expect(english.percent(0)).toBe('0%')
  })

  it('writes days and months without shifting them', () => {
    expect(english.day('2024-05-01')).toBe('May 1, 2024')
    expect(chinese.month('2024-05')).toBe('24年5月')
  })

  it('puts the interval in brackets only where there is one', () => {
    expect(withInterval({ value: 412, low: 371, high: 455 }, english.number)).toBe('412 (371–455)')
    expect(withInterval({ value: 412, low: null, high: null }, english.number)).toBe('412')
  })
})

describe('words of inputs', () => {
  it('builds them from their parts', () => {
    expect(featureWords(kit, 'views30')).toBe('Views, last 30 days')
    expect(featureWords(kit, 'product units90')).toBe('Product: Units, last 90 days')
    expect(featureWords(kit, 'region = North = 1')).toBe('Region: North = 1')
    expect(featureWords(kit, 'shoeSize known')).toBe('shoe size is known')
  })

  it('has the same keys and blanks in both languages', () => {
    const [en, zh] = [readWords('en', 'charts'), readWords('zh-CN', 'charts')]
    expect([...zh.keys()]).toEqual([...en.keys()])
    const blanks = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()
    for (const [key, text] of en) expect(blanks(zh.get(key) ?? ''), key).toEqual(blanks(text))
  })
})

describe('colours', () => {
  it('keeps a brand its colour when a smaller one joins, and shares the neutral one beyond the palette', () => {
    const theme = chartThemes.light
    const two = [brand(3, 'a', 0.3, 2), brand(4, 'b', 0.2, 2)]
    const three = [...two, brand(10, 'c', 0.1, 2)]
    expect(brandColors(three, theme).get('a')).toBe(brandColors(two, theme).get('a'))
    expect(new Set(brandColors(three, theme).values()).size).toBe(3)
    const many = Array.from({ length: 9 }, (_, i) => brand(i, `m${i}`, 0.1, 2))
    expect(brandColors(many, theme).get('m8')).toBe(theme.neutral)
  })

  it('mixes scales and picks readable ink', () => {
    expect(colorAt(['#000000', '#ffffff'], 0.5)).toBe('#808080')
    expect(readableOn('#fde725')).toBe('#10151d')
    expect(readableOn('#440154')).toBe('#ffffff')
  })
})

describe('weekly acts', () => {
  it('draws whole weeks alone, and lists them all', () => {
    const week = (day: string, acts: number) => ({ week: day, acts, purchases: 1, revenue: 1 })
    const weeks = [week('2026-01-05', 9), week('2026-01-12', 7), week('2026-01-19', 8), week('2026-01-26', 2)]
    const chart = weeklyActs({ weeks, from: '2026-01-07', to: '2026-01-27' }, kit)
    const [acts] = Array.isArray(chart.option.series) ? chart.option.series : []
    expect((acts.data as [number, number][]).map(([, value]) => value)).toEqual([7, 8])
    expect(chart.table.rows.map(([day]) => day)).toEqual(weeks.map(({ week: day }) => day))
  })
})

describe('verdicts', () => {
  const between = (low: number | null, high: number | null) => ({ value: 1, low, high })

  it('are silent wherever an interval covers 0 or is not known', () => {
    expect(standingOf(between(0.1, 2))).toBe('ahead')
    expect(standingOf(between(-2, -0.1))).toBe('behind')
    expect([between(-1, 1), between(0, 1), between(-1, 0), between(null, null)].map(standingOf)).toEqual(
      Array(4).fill('same'),
    )
  })

  it('take what contacts cost off the money, and leave what is missing missing', () => {
    expect(lessCost({ value: 100, low: 80, high: null }, 10, 2)).toEqual({ value: 80, low: 60, high: null })
  })

  it('are worded by the best of the others', () => {
    expect(bestRival(reachedMoney(100))).toBe('ridge')
    const chart = reachedChart({ curve: [reached(0.1)], cutoff: null, chosen: reached(0.1), costPerContact: 0 }, kit)
    expect(chart.title).toBe('The top 10% by Assay and by Ridge on logs, the best of the others, can’t be told apart')
    expect(aheadForest(reached(0.1), kit).title).toBe(
      'Assay is ahead of 1 of the others, behind 1; 4 can’t be told apart',
    )
    expect(robustnessForest({ task: 'ltv', changes: robustness }, kit).title).toMatch(/^Attack in steps, 0\.5 SD costs/)
    const steady = robustness.slice(0, 3)
    expect(robustnessForest({ task: 'ltv', changes: steady }, kit).title).toMatch(/beyond chance$/)
  })

  it('list what is drawn, less what contacts cost', () => {
    const { table } = reachedChart({ curve: [reached(0.1)], cutoff: null, chosen: null, costPerContact: 2 }, kit)
    const money = reached(0.1).pooled
    expect(table.rows[0].slice(0, 4)).toEqual([0.2, 200, 'Assay', (money.reached.assay.value ?? 0) - 400])
    // By chance the share of everybody's money that is targeted.
    expect(table.rows.at(-1)?.slice(2, 4)).toEqual(['By chance', 0.2 * 5000 - 400])
  })

  it('say what calibration changed', () => {
    const before = bins.map((bin) => ({ ...bin, predicted: 2 * bin.predicted }))
    const { title, table } = calibrationChart({ task: 'repurchase', bins, before }, kit)
    expect(title).toMatch(/after calibration, .+ before$/)
    expect(table.rows).toHaveLength(30)
    expect(table.rows[0][0]).toBe('Before calibration')
  })
})

it('finds the month of a cohort’s cell', () => {
  const of = { cohorts: [{ month: '2024-11', customers: 4, again: [1, 0.5, 0.25] }] }
  expect(pickedCohortMonth(of, 0)).toEqual({ from: '2024-12-01', to: '2024-12-31' })
  expect(pickedCohortMonth(of, 1)).toEqual({ from: '2025-01-01', to: '2025-01-31' })
  expect(pickedCohortMonth(of, 2)).toBeNull()
})
