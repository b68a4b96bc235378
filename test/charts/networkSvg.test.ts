import { SaxesParser } from 'saxes'
import { expect, it } from 'vitest'
import { networkSize, networkSvg } from '../../main/charts/networkSvg.ts'
import type { SocialNode } from '../../main/insight/social/types.ts'
import { createTestKit } from './kit.ts'

const node = (id: string, x: number, y: number, community: number | null, reach1: number): SocialNode => ({
  ...{ id, x, y, community, reach1, reach2: 0 },
  ...{ value: null, neighbourhoodValue: 0, neighboursKnown: 0 },
})

/** Every element with its attributes; throws where the text is no XML. */
function elementsOf(svg: string): { name: string; attributes: Record<string, string> }[] {
  const found: { name: string; attributes: Record<string, string> }[] = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes: { ...attributes } }))
  parser.on('error', (error) => {
    throw error
  })
  parser.write(svg).close()
  return found
}

it('draws everybody within the picture, alike in both directions, with the ties between them', () => {
  const { theme } = createTestKit()
  const nodes = [node('a', -10, 0, 1, 1), node('b', 10, 0, 2, 900), node('c', 0, 5, null, 0)]
  const svg = networkSvg({ nodes, edges: [0, 1, 1, 2] }, { title: 'Who <is> tied & how', subtitle: '3' }, theme)
  const elements = elementsOf(svg)
  const circles = elements.filter(({ name }) => name === 'circle').map(({ attributes }) => attributes)
  const [a, b, c] = circles.map(({ cx, cy }) => ({ x: Number(cx), y: Number(cy) }))
  for (const { x, y } of [a, b, c]) {
    expect(x).toBeGreaterThan(0)
    expect(x).toBeLessThan(networkSize.width)
    expect(y).toBeGreaterThan(64)
    expect(y).toBeLessThan(networkSize.height)
  }
  // Up is up, and a step is as long upwards as sideways.
  expect((a.y - c.y) / (b.x - a.x)).toBeCloseTo(5 / 20, 2)
  expect(circles.map(({ fill }) => fill)).toEqual([theme.categories[0], theme.categories[1], theme.neutral])
  expect(Number(circles[1].r)).toBe(8)
  const path = elements.find(({ name }) => name === 'path')?.attributes.d
  expect(path).toBe(`M${a.x.toFixed(1)},${a.y.toFixed(1)}L${b.x.toFixed(1)},${b.y.toFixed(1)}M${b.x.toFixed(1)},${b.y.toFixed(1)}L${c.x.toFixed(1)},${c.y.toFixed(1)}`) // prettier-ignore
})

it('is a picture even of nobody', () => {
  const svg = networkSvg({ nodes: [], edges: [] }, { title: '', subtitle: '' }, createTestKit().theme)
  expect(elementsOf(svg).map(({ name }) => name)).toEqual(['svg', 'rect', 'text', 'text', 'path'])
  expect(svg).not.toContain('NaN')
})
