import { afterAll, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { loadWords } from '../../main/base/resources.ts'
import { everything, fitFeatureSet } from '../../main/features/featureSet.ts'
import { loadWorld } from '../../main/features/world.ts'
import { createShop } from './shop.ts'

const shop = createShop()
afterAll(() => shop.close())

/** A shop that says everything a column can be made of. */
function allSpecs() {
  const kinds = ['Home > Kitchen > Pans', 'Home > Bath', 'Garden > Tools > Spades', 'Garden > Seeds']
  shop.products(
    Array.from({ length: 40 }, (_, i) => ({
      ...{ product: `p${i}`, brand: `b${i % 3}`, category: kinds[i % 4], price: 5 + i },
      title: `${["women's cotton", "men's linen"][i % 2]} shirt ${['red', 'blue'][i % 2]} ${['XL', 'M'][i % 2]} size 42, 2 x 500 ml 100 g 30 cm`,
    })),
  )
  const time = Date.UTC(2023, 5, 1)
  shop.acts(Array.from({ length: 40 }, (_, i) => ({ user: `u${i}`, product: `p${i}`, amount: 9, time })))
  shop.links(Array.from({ length: 30 }, (_, i) => ({ user: `u${i}`, peer: `u${i + 1}`, time })))
  shop.contacts([{ user: 'u1', campaign: 'c', time }])
  shop.users([{ user: 'u1', gender: 'F', region: 'North' }])
  const { project } = shop
  return fitFeatureSet(loadWorld(project, unattended), project.calendar, 20_000, everything, 'builtIn', 0).specs
}

describe('input columns', () => {
  const specs = allSpecs()

  it('each have a name of their own in their group', () => {
    const names = specs.map(({ group, name }) => `${group} ${name}`)
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(['en', 'zh-CN'] as const)('all have words in %s', (language) => {
    const words = loadWords(language)
    const features = new Set(specs.map(({ name }) => name.split(' = ')[0].replace(/ known$/, '')))
    const lacking = [...features]
      .map((name) => name.replace(/^(user|product|brand|pair) /, ''))
      .filter(
        (name) => !words.has(`charts.features.${name}`) && !words.has(`charts.features.${name.replace(/\d+$/, '')}`),
      )
    expect(lacking).toEqual([])
  })

  it('belong to the export they need: what a title, a category or a brand says to the catalogue', () => {
    const sourceOf = (name: string) => specs.find((spec) => spec.name === name)?.source
    for (const name of [
      'titleText = 1',
      'titleColour = red',
      'titleSize = XL',
      'titleMaterial = cotton',
      'brand = b1',
    ]) {
      expect(sourceOf(name), name).toBe('products')
    }
    expect(sourceOf('topCategory = Home')).toBe('products')
    expect(sourceOf('subcategory = Home > Kitchen')).toBe('products')
    expect(['titleVolumeMl', 'titleVolumeMl known', 'titleWeightGrams', 'titleLengthCm'].map(sourceOf)).toEqual(
      Array(4).fill('products'),
    )
    expect(['titlePackCount', 'titleSizeNumber', 'titleAudience = women', 'brandEntropy'].map(sourceOf)).toEqual(
      Array(4).fill('products'),
    )
    expect(['saleSpendShare', 'product weekUnits = 12', 'product weekTrend'].map(sourceOf)).toEqual(
      Array(3).fill('behaviour'),
    )
    expect(['hasLinks', 'secondSpend', 'neighbourBrand = b1', 'pair secondShare'].map(sourceOf)).toEqual(
      Array(4).fill('social'),
    )
  })

  it('of one vector share the weight of a few', () => {
    const weightOf = (start: string) =>
      specs.filter(({ name }) => name.startsWith(start)).reduce((sum, { weight = 1 }) => sum + weight ** 2, 0)
    expect(weightOf('titleText =')).toBeCloseTo(4)
    expect(weightOf('product weekUnits =')).toBeCloseTo(12 * 0.09)
  })
})
