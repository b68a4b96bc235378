import { describe, expect, it } from 'vitest'
import { piecesOf } from '../../../main/features/text/subwords.ts'
import { withoutRepetitions, wordsOf } from '../../../main/features/text/words.ts'

describe('words', () => {
  it('are runs of letters and of digits, in one form and case', () => {
    expect(wordsOf("Women's T-Shirt ＸＬ, 42码 №5").words).toEqual([
      'women',
      's',
      't',
      'shirt',
      'xl',
      '42',
      '码',
      'no',
      '5',
    ])
    expect(wordsOf('Crème BRÛLÉE 8.5 oz').words).toEqual(['crème', 'brûlée', '8', '5', 'oz'])
    expect(wordsOf(' –!').words).toEqual([])
  })

  it('are every two neighbouring characters of Chinese, marked where they share one', () => {
    const { words, overlaps } = wordsOf('越野跑鞋 男')
    expect(words).toEqual(['越野', '野跑', '跑鞋', '男'])
    expect(overlaps).toEqual([true, true, false, false])
  })

  it('are cut where a text is no title any more', () => {
    expect(wordsOf('a '.repeat(500)).words).toHaveLength(48)
    expect(wordsOf('长'.repeat(500)).words).toHaveLength(48)
    expect(wordsOf('x'.repeat(500)).words[0]).toHaveLength(24)
  })

  it('stand once where repetitions go, their neighbours touching no longer', () => {
    const { words, overlaps } = withoutRepetitions(wordsOf('红色红色 dress red dress'))
    expect(words).toEqual(['红色', '色红', 'dress', 'red'])
    expect(overlaps).toEqual([true, false, false, false])
  })
})

describe('pieces', () => {
  it('are n-grams of 3 to 5 with the ends marked, and the word itself', () => {
    expect(piecesOf('shoe')).toEqual(['shoe', '<sh', 'sho', 'hoe', 'oe>', '<sho', 'shoe', 'hoe>', '<shoe', 'shoe>'])
  })

  it('are both characters of a Chinese word, and of a number nothing more', () => {
    expect(piecesOf('跑鞋')).toEqual(['跑鞋', '跑', '鞋'])
    expect(piecesOf('750')).toEqual(['750'])
  })
})
