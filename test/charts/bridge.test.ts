import { expect, it } from 'vitest'
import { bridgeChart } from '../../main/charts/bridge.ts'
import { bridge } from './customerCharts.ts'
import { createTestKit } from './kit.ts'

const names = (isNext: boolean) => bridgeChart({ ...bridge, isNext }, createTestKit()).table.rows.map(([name]) => name)

it('calls nobody lost or reactivated who may have bought between the spans', () => {
  expect(names(true)).toEqual(['Then', 'New', 'Reactivated', 'Spent more', 'Spent less', 'Lost', 'Now'])
  expect(names(false)).toEqual(['Then', 'New', 'Not last time', 'Spent more', 'Spent less', 'Not this time', 'Now'])
  const { title } = bridgeChart({ ...bridge, isNext: false }, createTestKit())
  expect(title).toContain('Not this time')
})
