import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadWords, resourcesFolder } from '../../main/base/resources.ts'
import { standingOf } from '../../main/charts/standing.ts'
import { ablationFile } from '../../main/verdict/ablation.ts'
import { switches } from '../bench/quality/switches.ts'

const ablation = ablationFile.parse(JSON.parse(readFileSync(path.join(resourcesFolder, 'ablation.json'), 'utf8')))
const trialsOf = (name: string) => Object.values(ablation).flatMap((shop) => shop.switches[name] ?? [])

describe('what the switches were measured to do', () => {
  it.each(['en', 'zh-CN'] as const)('is worded for every switch and shop, in %s', (language) => {
    const words = loadWords(language)
    const names = Object.keys(switches).map((name) => `verdict.ablation.switches.${name}`)
    const shops = Object.keys(ablation).map((shop) => `verdict.ablation.shops.${shop}`)
    for (const key of [...names, ...shops]) expect(words.say(key)).not.toBe(key)
  })

  it('speaks of switches that the bench knows, each held against one of the same shop', () => {
    for (const { switches: kept } of Object.values(ablation)) {
      for (const [name, { against, differences }] of Object.entries(kept)) {
        expect(Object.keys(switches)).toContain(name)
        if (against) expect(Object.keys(kept)).toContain(against)
        for (const { value, low, high } of Object.values(differences)) {
          expect(low).toBeLessThanOrEqual(value)
          expect(value).toBeLessThanOrEqual(high)
        }
      }
    }
  })

  it('bears the default out: better on two shops, worse in nothing', () => {
    const standings = trialsOf('balanced').map(({ differences }) => Object.values(differences).map(standingOf))
    expect(standings.filter((own) => own.includes('ahead')).length).toBeGreaterThanOrEqual(2)
    expect(standings.flat()).not.toContain('behind')
  })
})
