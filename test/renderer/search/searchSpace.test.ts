import { expect, it } from 'vitest'
import { firstChoices, problemOf, spaceOf, variedIn } from '../../../renderer/src/search/searchSpace.ts'
import { searchContract } from '../../../main/search/contract.ts'

it('begins with a space that the app accepts', () => {
  const choices = firstChoices()
  expect(problemOf(choices)).toBeNull()
  const space = spaceOf(choices)
  expect(searchContract['search.start'].input.parse({ space }).space).toEqual(space)
  expect(variedIn(space).map(({ setting }) => setting)).toEqual([
    'learningRate',
    'dropout',
    'weightDecay',
    'towerWidth',
  ])
})

it('names what keeps choices from making a search', () => {
  const choices = firstChoices()
  expect(problemOf(choices.map((choice, i) => ({ ...choice, varied: i < 2 })))).toBe('count')
  expect(problemOf(choices.map((choice, i) => (i === 1 ? { ...choice, low: choice.high } : choice)))).toBe('order')
  expect(problemOf(choices.map((choice, i) => (i === 0 ? { ...choice, low: 0 } : choice)))).toBe('logOfZero')
})
