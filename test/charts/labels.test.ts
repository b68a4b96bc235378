import { describe, expect, it } from 'vitest'
import { overlap, placeLabels, textWidth } from '../../main/charts/labels.ts'

const area = { left: 0, right: 400, top: 0, bottom: 300 }
const boxOf = ({ x, y }: { x: number; y: number }, width: number) => ({
  left: x,
  right: x + width,
  top: y - 8,
  bottom: y + 8,
})

describe('labels beside points', () => {
  it('stands on the right where there is room, on the left at the right edge', () => {
    expect(placeLabels([{ x: 100, y: 100 }], [60], area)).toEqual([{ x: 110, y: 100 }])
    expect(placeLabels([{ x: 380, y: 100 }], [60], area)).toEqual([{ x: 310, y: 100 }])
  })

  it('shows every name of a cluster without covering another name or a point', () => {
    const points = [
      { x: 100, y: 100 },
      { x: 112, y: 104 },
      { x: 106, y: 118 },
      { x: 96, y: 90 },
    ]
    const widths = [70, 60, 80, 50]
    const boxes = placeLabels(points, widths, area).map((place, label) => boxOf(place, widths[label]))
    for (const [at, box] of boxes.entries())
      for (const other of boxes.slice(at + 1)) expect(overlap(box, other)).toBe(0)
  })

  it('takes a Chinese sign for as wide as it is high', () => {
    expect(textWidth('海岬')).toBe(24)
    expect(textWidth('Cape')).toBeLessThan(32)
  })
})
