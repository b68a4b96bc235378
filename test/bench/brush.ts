/**
 * Brushing the picture of 100,000 products in a real Chromium: the workbench as an analyst has it, a frame dragged over the
 * picture by mouse steps, and how many frames the browser shows meanwhile. Without a graphics card Chromium draws in software,
 * which is the slower case.
 *
 *   node test/bench/brush.ts [--points 100000] [--seconds 3]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { openForWriting } from '../../main/storage/open.ts'
import { goTo, settled, startWorkbench } from '../e2e/workbench.ts'
import { createLargeShop } from './largeShop.ts'

const { values: options } = parseArgs({
  options: { points: { type: 'string', default: '100000' }, seconds: { type: 'string', default: '3' } },
})
const goal = 30

const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'))
try {
  const path = join(folder, 'shop.assay')
  // A part of the products is neither sold nor predicted to be, and stands nowhere in the picture.
  createLargeShop(path, { acts: 300_000, users: 20_000, products: Math.round(1.1 * Number(options.points)) })
  putAllOnSale(path)
  const workbench = await startWorkbench(join(folder, 'home'), path)
  try {
    await measure(await workbench.open({ width: 1440, height: 1000 }))
  } finally {
    await workbench.close()
  }
} finally {
  rmSync(folder, { recursive: true })
}

async function measure(page: Page): Promise<void> {
  await goTo(page, 'products')
  const picture = page.locator('.picture.brushable')
  await picture.waitFor()
  await settled(page)
  const drawn = await picture.locator('canvas').count()
  const idle = await framesDuring(page, () => page.waitForTimeout(1000))
  const drags = [await framesDuring(page, () => drag(page)), await framesDuring(page, () => drag(page))]
  const startedAt = performance.now()
  await page.getByText('Framed:').or(page.locator('.card p button')).first().waitFor()
  await settled(page)
  const shownMs = performance.now() - startedAt
  for (const { perSecond, longestMs, steps } of drags) {
    console.log(`${perSecond.toFixed(1)} frames a second over ${steps} frames, the longest ${longestMs.toFixed(0)} ms`)
  }
  const worst = Math.min(...drags.map(({ perSecond }) => perSecond))
  console.log(
    `brushing ${await pointsDrawn(page)} points on ${drawn > 0 ? 'a canvas' : 'SVG'}: ${worst.toFixed(1)} frames a second (goal ` +
      `${goal}; ${idle.perSecond.toFixed(1)} at rest); list shown ${(shownMs / 1000).toFixed(1)} s after`,
  )
  if (worst < goal) process.exitCode = 1
}

interface Frames {
  perSecond: number
  longestMs: number
  steps: number
}

/** Counts the frames that the browser shows while something is done. */
async function framesDuring(page: Page, act: () => Promise<void>): Promise<Frames> {
  await page.evaluate(
    `(() => {
      const times = (window.benchFrames = [])
      const note = (at) => {
        times.push(at)
        if (window.benchFrames === times) requestAnimationFrame(note)
      }
      requestAnimationFrame(note)
    })()`,
  )
  await act()
  const times = await page.evaluate<number[]>(
    `(() => {
      const times = window.benchFrames
      window.benchFrames = null
      return times
    })()`,
  )
  const gaps = times.slice(1).map((at, i) => at - times[i])
  return {
    perSecond: (1000 * gaps.length) / (times[times.length - 1] - times[0]),
    longestMs: Math.max(...gaps),
    steps: gaps.length,
  }
}

/** Draws a frame from corner to corner and back, as fast as the browser takes mouse steps, for so many seconds. */
async function drag(page: Page): Promise<void> {
  const box = await page.locator('.picture.brushable').boundingBox()
  if (!box) throw new Error('the picture has no size')
  const [left, top, right, bottom] = [box.x + 90, box.y + 60, box.x + box.width - 40, box.y + box.height - 70]
  await page.mouse.move(left, top)
  await page.mouse.down()
  const endAt = performance.now() + 1000 * Number(options.seconds)
  for (let step = 0; performance.now() < endAt; step++) {
    const share = (1 - Math.cos(step / 20)) / 2
    await page.mouse.move(left + share * (right - left), top + share * (bottom - top))
  }
  await page.mouse.move((left + right) / 2, (top + bottom) / 2)
  await page.mouse.up()
}

/** As the chart's own words say. */
async function pointsDrawn(page: Page): Promise<string> {
  const words = await page.locator('.card').filter({ has: page.locator('.picture.brushable') }).locator('header p').innerText() // prettier-ignore
  return /[\d,]+/.exec(words)?.[0] ?? '?'
}

function putAllOnSale(path: string): void {
  const { database } = openForWriting(path)
  database.prepare('UPDATE product_fact SET launched_ms = ?').run(Date.UTC(2023, 0, 1))
  database.close()
}
