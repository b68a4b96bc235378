import type { ChartKit } from '../charts/chart.ts'
import type { Block, Report, ReportTable } from './types.ts'

/** Every table of a report in order: its own, and the figures behind its charts unless a table shows them already. */
export function allTables({ sections }: Report): ReportTable[] {
  const tables: ReportTable[] = []
  for (const { id, blocks } of sections) {
    const own = blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : []))
    const drawn = chartsOf(blocks)
      .filter(({ table }) => table.rows.length > 0 && !own.some(({ rows }) => rows === table.rows))
      .map(({ title, subtitle, table }, at) => ({ id: `${id}:chart${at + 1}`, title, subtitle, ...table, keys: 0 }))
    tables.push(...own, ...drawn)
  }
  return tables
}

export const chartsOf = (blocks: Block[]) =>
  blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : block.kind === 'charts' ? block.charts : []))

/** The words of a block, for formats of cells; null for what is no words. */
export function wordsOf(block: Block): string[] | null {
  switch (block.kind) {
    case 'list':
      return block.items
    case 'heading':
    case 'paragraph':
    case 'note':
      return [block.text]
    case 'markdown':
      return block.text.split(/\r?\n/).filter((line) => line.trim() !== '')
    default:
      return null
  }
}

/** How the ends of an interval are headed. */
export const intervalWords = ({ translate }: ChartKit) => ({
  low: translate('report.document.low'),
  high: translate('report.document.high'),
})
