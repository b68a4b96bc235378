import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { totalActs } from '../../../main/dataset/clean/ruleStore.ts'
import { fingerprintOf } from '../../../main/features/fingerprint.ts'
import type { TrainSetup } from '../../../main/features/types.ts'
import { loadWorld, netAsOf } from '../../../main/features/world.ts'
import { applyRules, fillProject, writtenActs } from './acts.ts'

const setup = {} as TrainSetup

it('shows purchases less their returns as features net them once all is known, and leaves features alone', async () => {
  let netted = 0
  await fc.assert(
    fc.asyncProperty(writtenActs, async (acts) => {
      const project = fillProject([{ ...acts[0], type: 'purchase', quantity: 1, file: 0 }, ...acts])
      try {
        const before = { world: loadWorld(project, unattended), totals: totalActs(project.database) }
        const fingerprint = fingerprintOf(project, setup, 'training')
        const [{ effect }] = await applyRules(project, { kind: 'returnsNetted' })
        const world = loadWorld(project, unattended)
        expect(world.acts).toEqual(before.world.acts)
        expect(fingerprintOf(project, setup, 'training')).toBe(fingerprint)

        const net = netAsOf(world, world.acts.endDay)
        const free = world.acts.units.filter((units, i) => world.acts.type[i] === 4 && !(units > 0)).length
        const totals = totalActs(project.database)
        const isFree = (i: number) => world.acts.type[i] === 4 && !(world.acts.units[i] > 0)
        const freeMoney = world.acts.money.reduce((sum, money, i) => sum + (isFree(i) ? money : 0), 0)
        expect(totals.revenue - freeMoney).toBeCloseTo(
          net.money.reduce((sum, money) => sum + money, 0),
          6,
        )
        expect(totals.purchases - free).toBe(net.units.filter((units) => units > 0).length)
        expect(totals).toMatchObject({ returns: 0, returned: 0 })
        expect(effect?.revenue).toBeCloseTo(totals.revenue - before.totals.revenue, 6)
        expect(effect?.returned).toBeCloseTo(-before.totals.returned, 6)
        expect(effect?.rowsExcluded).toBe(before.totals.rows - totals.rows)
        netted += before.totals.purchases - totals.purchases + (effect?.rowsChanged ?? 0)
      } finally {
        project.remove()
      }
    }),
    { numRuns: 40 },
  )
  expect(netted).toBeGreaterThan(0)
})
