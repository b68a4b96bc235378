import { describe, expect, it } from 'vitest'
import { customProperties, dark, light, type Tokens } from '../../renderer/src/theme/tokens.ts'

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

type Colour = Exclude<keyof Tokens, 'categories'>

const pairs: [Colour, Colour][] = [
  ...(['ink', 'ink2', 'ink3', 'accent', 'positive', 'negative', 'warning'] as const).flatMap(
    (text): [Colour, Colour][] => [
      [text, 'surface'],
      [text, 'bg'],
    ],
  ),
  ['ink2', 'well'],
  ['accent', 'accentSoft'],
  ['ink2', 'accentSoft'],
  ['onAccent', 'accent'],
  ['warning', 'warningSoft'],
  ['negative', 'negativeSoft'],
]

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s theme', (_, tokens) => {
  it.each(pairs)('sets %s on %s with a contrast of 4.5:1', (text, ground) => {
    expect(contrast(tokens[text], tokens[ground])).toBeGreaterThanOrEqual(4.5)
  })

  it('draws controls and series with a contrast of 1.5:1 at least, controls of 3:1', () => {
    expect(contrast(tokens.control, tokens.surface)).toBeGreaterThanOrEqual(3)
    for (const colour of tokens.categories) expect(contrast(colour, tokens.surface)).toBeGreaterThan(1.5)
  })
})

it('measures contrast as published: black on white is 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
})

it('names every token as a custom property', () => {
  expect(customProperties(light)).toMatchObject({ '--accent-soft': light.accentSoft, '--c2': '#e69f00' })
  expect(Object.keys(customProperties(light))).toEqual(Object.keys(customProperties(dark)))
})
