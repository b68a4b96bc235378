import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createTitleMiner } from '../../../main/features/titles/mine.ts'

const mine = createTitleMiner()

/** What a title says, without what it does not say. */
function said(title: string): Record<string, unknown> {
  const { values, quantities, packCount, sizeNumber } = mine(title)
  const lists = Object.entries(values).filter(([, meanings]) => meanings.length > 0)
  const numbers = Object.entries({ ...quantities, packCount, sizeNumber }).filter(([, value]) => value !== null)
  return Object.fromEntries([
    ...lists,
    ...numbers.map(([name, value]) => [name, Math.round(Number(value) * 100) / 100]),
  ])
}

describe('titles in English', () => {
  it.each([
    [
      "Women's Cotton T-Shirt, Navy Blue, M",
      { colour: ['blue'], material: ['cotton'], audience: ['women'], size: ['M'] },
    ],
    ["Nike Air Max 90 Men's Shoes Black EU 42", { colour: ['black'], audience: ['men'], sizeNumber: 42 }],
    ['Coca-Cola 6 x 330 ml cans', { volumeMl: 330, packCount: 6 }],
    ['Olive Oil Extra Virgin 1L (Pack of 2)', { volumeMl: 1000, packCount: 2 }],
    ['Cast-iron frying pan 28cm', { material: ['cast iron'], lengthCm: 28 }],
    ["M&M'S Peanut 1.74 OZ", { weightGrams: 49.33 }],
    ["L'OREAL Shampoo 12.6 fl oz", { volumeMl: 372.63 }],
    ['Baby Wipes 72 ct', { audience: ['babies'], packCount: 72 }],
    ['Rose gold ring, size 54', { colour: ['gold'], sizeNumber: 54 }],
    ['Pack of 3 linen towels 50x70 cm', { material: ['linen'], lengthCm: 70, packCount: 3 }],
    ['Hoodie XXL charcoal', { colour: ['grey'], size: ['2XL'] }],
    ['Large eggs 12 count', { size: ['L'], packCount: 12 }],
    ['Dog food 2,5 kg', { audience: ['pets'], weightGrams: 2500 }],
    ['18650 battery x4', { packCount: 4 }],
    ['27" monitor', { lengthCm: 68.58 }],
  ])('%s', (title, expected) => expect(said(title)).toEqual(expected))

  it.each([
    'Black pepper mill',
    'Red wine vinegar',
    'Vitamin S complex',
    'iPhone 15 Pro 256GB',
    'Mr. L board game',
    'Level 3 grammar',
  ])('say nothing of the kind: %s', (title) => expect(said(title)).toEqual({}))
})

describe('titles in Chinese', () => {
  it.each([
    ['农夫山泉 饮用天然水 550ml*24瓶 整箱', { volumeMl: 550, packCount: 24 }],
    ['拾野 轻量越野跑鞋 42码 黑色', { colour: ['black'], sizeNumber: 42 }],
    ['纯棉短袖T恤 男士 XXL码 藏青', { colour: ['blue'], material: ['cotton'], audience: ['men'], size: ['2XL'] }],
    [
      '三件套 304不锈钢保温杯 500毫升 银色',
      { colour: ['silver'], material: ['stainless steel'], volumeMl: 500, packCount: 3 },
    ],
    ['儿童牙刷 4支装 12个月以上', { audience: ['children'], packCount: 4 }],
    ['两双装 羊毛袜 均码', { material: ['wool'], size: ['one size'], packCount: 2 }],
    ['新疆大枣 5斤 包邮', { weightGrams: 2500 }],
    ['牛仔裤女款 深蓝 L', { colour: ['blue'], material: ['denim'], audience: ['women'], size: ['L'] }],
    ['釜香坊 铸铁平底锅 28厘米 １套', { material: ['cast iron'], lengthCm: 28 }],
    ['桑蚕丝四件套 1.8米 香槟色', { colour: ['gold'], material: ['silk'], lengthCm: 180, packCount: 4 }],
    ['洗衣液 3kg×4桶 家庭装', { weightGrams: 3000, packCount: 4 }],
    ['一次性医用口罩 50只 白色', { colour: ['white'], packCount: 50 }],
  ])('%s', (title, expected) => expect(said(title)).toEqual(expected))

  it.each(['黑胡椒粉', '红枣枸杞茶', '对折优惠', '白酒', '学习机'])('say nothing of the kind: %s', (title) =>
    expect(said(title)).toEqual({}),
  )
})

const products = resolve(import.meta.dirname, '../../../../shared/data/completejourney/products.csv.gz')

describe.skipIf(!existsSync(products))(
  'the grocer’s own words (Complete Journey; skipped where the file is missing)',
  () => {
    it('give a size for nearly every one of its packages (“in” is a word to the reader, not an inch)', () => {
      const rows = gunzipSync(readFileSync(products)).toString('utf8').trimEnd().split('\n').slice(1)
      const packages = [...new Set(rows.map((row) => row.slice(row.lastIndexOf(',') + 1).trim()))]
      const measured = packages.filter((words) => /\d\s*(oz|lb|ml|ltr|l|gal|qt|pt|ct|pk|gr?|inch|ft)\b/i.test(words))
      const read = measured.filter((words) => Object.keys(said(words)).length > 0)
      expect(packages.length).toBeGreaterThan(1000)
      expect(read.length / measured.length).toBeGreaterThan(0.9)
    })

    it.each([
      ['22 LB', { weightGrams: 9979.02 }],
      ['.34 OZ', { weightGrams: 9.64 }],
      ['6/12 OZ', { weightGrams: 340.19, packCount: 6 }],
      ['SOFT DRINKS 12/18&15PK CAN CAR', { packCount: 15 }],
      ['POPULAR 750ML WINES', { volumeMl: 750 }],
      ['SFT DRNK 2 LITER BTL CARB INCL', { volumeMl: 2000 }],
      ['BABY DIAPERS', { audience: ['babies'] }],
    ])('%s', (words, expected) => expect(said(words)).toEqual(expected))
  },
)
