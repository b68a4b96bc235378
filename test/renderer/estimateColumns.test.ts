import { expect, it } from 'vitest'
import { estimateCells, estimateColumns } from '../../renderer/src/charts/estimateColumns.ts'
import { createTestKit } from '../charts/kit.ts'

it('gives a figure and its interval three columns of their own, empty where there is none', () => {
  const kit = createTestKit()
  expect(estimateColumns('Assay', kit).map(({ label }) => label)).toEqual([
    'Assay',
    'Assay, Low (95%)',
    'Assay, High (95%)',
  ])
  expect(estimateCells({ value: 0.7, low: 0.6, high: null })).toEqual([0.7, 0.6, null])
  expect(estimateCells(undefined)).toEqual([null, null, null])
  expect(kit.missing.size).toBe(0)
})
