import { expect, it } from 'vitest'
import { portraitOf } from '../../../main/insight/customers/portrait.ts'
import { traitReader, traitVectors } from '../../../main/insight/customers/traits.ts'
import type { Ledger } from '../../../main/insight/ledger/types.ts'
import { randomLedger } from './randomLedger.ts'

const everybody = (ledger: Ledger) => Int32Array.from({ length: ledger.users.count }, (_, user) => user)

it('says of many what the portrait says of each', () => {
  const ledger = randomLedger(150, 3)
  const reader = traitReader(ledger, ledger.endDay, null)
  const cells = new Float64Array(reader.specs.length)
  const column = (name: string, of: string | null = null) =>
    reader.specs.findIndex((spec) => spec.name === name && spec.of === of)
  let compared = 0
  for (let user = 0; user < ledger.users.count; user++) {
    reader.read(user, cells)
    const portrait = portraitOf(ledger, user)
    if (!portrait) {
      expect(cells[column('purchaseDays')]).toBe(0)
      expect(cells[column('recencyDays')]).toBeNaN()
      continue
    }
    for (const name of ['spend', 'spendingPower', 'discounted', 'discountRate', 'saleSpend'] as const) {
      if (portrait[name] === null) expect(cells[column(name)], name).toBeNaN()
      else expect(cells[column(name)], name).toBeCloseTo(portrait[name], 12)
    }
    const named = portrait.categories.filter(({ name }) => name !== 'category 0')
    for (const { name, share } of named) expect(cells[column('category', name)]).toBeCloseTo(share, 12)
    for (const { name, share } of portrait.brands) expect(cells[column('brand', name)]).toBeCloseTo(share, 12)
    const own = [...ledger.lines.user.keys()].filter((i) => ledger.lines.user[i] === user)
    const days = own.map((i) => ledger.lines.day[i])
    expect(cells[column('purchaseDays')]).toBe(new Set(days).size)
    expect(cells[column('recencyDays')]).toBe(ledger.endDay - Math.max(...days))
    expect(cells[column('tenureDays')]).toBe(ledger.endDay - Math.min(...days))
    const weekend = own.filter((i) => [0, 6].includes(new Date(ledger.lines.day[i] * 86_400_000).getUTCDay()))
    const spend = (of: number[]) => of.reduce((sum, i) => sum + ledger.lines.money[i], 0)
    if (spend(own) > 0) expect(cells[column('weekendSpend')]).toBeCloseTo(spend(weekend) / spend(own), 12)
    compared++
  }
  expect(compared).toBeGreaterThan(100)
})

it('knows nothing of what comes after the day', () => {
  const ledger = randomLedger(60, 4)
  const until = 19_900
  const kept = [...ledger.lines.user.keys()].filter((i) => ledger.lines.day[i] < until)
  const cut: Ledger = { ...ledger, lines: { ...ledger.lines, count: kept.length } }
  for (const name of ['user', 'product', 'day'] as const) cut.lines[name] = Int32Array.from(kept, (i) => ledger.lines[name][i]) // prettier-ignore
  for (const name of ['units', 'money', 'discount'] as const) cut.lines[name] = Float64Array.from(kept, (i) => ledger.lines[name][i]) // prettier-ignore
  cut.lines.starts = ledger.lines.starts.map((_, user) => kept.filter((i) => ledger.lines.user[i] < user).length)
  const [all, early] = [traitReader(ledger, until, null), traitReader(cut, until, null)]
  expect(all.specs).toEqual(early.specs)
  const [one, other] = [new Float64Array(all.specs.length), new Float64Array(all.specs.length)]
  for (let user = 0; user < ledger.users.count; user++) {
    all.read(user, one)
    early.read(user, other)
    expect(one).toEqual(other)
  }
})

it('makes vectors of mean 0 and deviation 1, with the unknown at the mean', () => {
  const ledger = randomLedger(80, 5)
  const links = Float64Array.from({ length: 80 }, () => 2)
  const vectors = traitVectors(traitReader(ledger, ledger.endDay, links), everybody(ledger))
  const width = vectors.specs.length
  for (let column = 0; column < width; column++) {
    const values = Array.from({ length: vectors.rows }, (_, row) => vectors.values[row * width + column])
    const sum = values.reduce((total, value) => total + value, 0)
    const squares = values.reduce((total, value) => total + value * value, 0)
    expect(sum).toBeCloseTo(0, 3)
    // Everybody has two links: what does not vary says nothing.
    if (vectors.specs[column].name === 'links') expect(values.every((value) => value === 0)).toBe(true)
    else expect(squares).toBeCloseTo(vectors.known[column] - 1, 2)
  }
})
