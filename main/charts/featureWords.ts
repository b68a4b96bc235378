import { wordsFor, type ChartKit } from './chart.ts'

/**
 * An input column in words. Names are built from parts: `views30` counts over the last 30 days, `product views30` belongs
 * to a product, `region = North` marks one value of the shop's own column.
 */
export function featureWords(kit: ChartKit, name: string): string {
  const value = /^(.+?) = (.*)$/s.exec(name)
  if (value) return kit.translate('charts.featureParts.value', { name: featureWords(kit, value[1]), value: value[2] })
  const known = /^(.+) known$/s.exec(name)
  if (known) return kit.translate('charts.featureParts.known', { name: featureWords(kit, known[1]) })
  const owner = /^(user|product|brand|pair) (.+)$/s.exec(name)
  if (owner) return kit.translate(`charts.featureParts.${owner[1]}`, { name: featureWords(kit, owner[2]) })
  const windowed = /^([a-zA-Z]+?)(\d+)$/.exec(name)
  if (windowed && !windowed[1].startsWith('period')) {
    return kit.translate('charts.featureParts.window', { name: wordOf(kit, windowed[1]), days: windowed[2] })
  }
  return wordOf(kit, name)
}

const wordOf = (kit: ChartKit, name: string): string => wordsFor(kit, 'charts.features', name)
