import { actType } from './acts.ts'
import type { NetPurchases } from '../dataset/clean/netting.ts'
import type { TrainSetup } from './types.ts'
import { netAsOf, type World } from './world.ts'

/**
 * Mean margin per unit of money over the purchase lines before a day whose product has a known cost, Σ(money − units ×
 * cost) / Σ money: what a line of unknown cost is taken to earn. 0 where no such line brought money.
 */
export function meanMarginRate({ acts, catalogue }: World, net: NetPurchases, beforeDay: number): number {
  let money = 0
  let margin = 0
  for (let i = 0; i < acts.count; i++) {
    if (acts.type[i] !== actType.purchase || acts.product[i] < 0 || acts.day[i] >= beforeDay) continue
    const cost = catalogue.cost[acts.product[i]]
    if (Number.isNaN(cost) || !(net.units[i] > 0)) continue
    money += net.money[i]
    margin += net.money[i] - net.units[i] * cost
  }
  return money > 0 ? margin / money : 0
}

/** The rate that a training goes by: fitted, as vocabularies are, before its limit day; null where spend is measured. */
export const marginRateOf = (world: World, { measure }: TrainSetup, limitDay: number): number | null =>
  measure === 'margin' ? meanMarginRate(world, netAsOf(world, limitDay), limitDay) : null

/**
 * What every act is worth in the measure of customer value: its net money or, with a mean margin rate, its margin. A line
 * sold below its cost is worth less than nothing. Costs count as known at any time, as catalogue prices do.
 */
export function worthOf({ acts, catalogue }: World, net: NetPurchases, marginRate: number | null): Float64Array {
  if (marginRate === null) return net.money
  return net.money.map((money, i) => {
    if (!(net.units[i] > 0)) return 0
    const cost = acts.product[i] < 0 ? NaN : catalogue.cost[acts.product[i]]
    return Number.isNaN(cost) ? marginRate * money : money - net.units[i] * cost
  })
}
