import { useI18n } from 'vue-i18n'
import type { ColumnSelection, ShapeStep } from '../../../../main/dataset/shape/steps.ts'

/** Says in one sentence what a step does. */
export function useStepWords(): (step: ShapeStep) => string {
  const { t } = useI18n()
  const list = (names: string[]) => names.join(', ')

  function selection(columns: ColumnSelection): string {
    if ('list' in columns) return list(columns.list)
    if ('from' in columns) return t('import.steps.range', { from: columns.from, to: columns.to })
    if ('pattern' in columns) return columns.pattern
    if ('except' in columns) return t('import.steps.except', { columns: list(columns.except) })
    return t('import.steps.dates')
  }

  function paramsOf(step: ShapeStep): Record<string, string> {
    switch (step.step) {
      case 'unpivot':
        return { columns: selection(step.columns), name: step.name, value: step.value }
      case 'items':
        return { from: 'column' in step.from ? step.from.column : list(Object.values(step.from.groups)) }
      case 'lookup':
        return { file: fileName(step), key: step.key, columns: list(Object.keys(step.columns)) }
      case 'compute':
        return { column: step.column, expression: step.expression }
      case 'values':
        return { column: step.column, into: step.into ?? step.column, map: mapWords(step.map) }
      case 'constant':
        return { column: step.column, value: step.value }
      case 'omit':
        return { columns: list(step.columns) }
      case 'keep':
      case 'drop':
        return { where: step.where }
      case 'fill':
        return { key: step.key, columns: list(step.columns) }
      case 'spread':
        return { key: step.key, columns: list(step.columns) }
    }
  }

  const fileName = ({ file }: Extract<ShapeStep, { step: 'lookup' }>) =>
    'path' in file ? (file.path.split(/[\\/]/).at(-1) ?? file.path) : t('import.steps.secondFile')
  const mapWords = (map: Record<string, string>) =>
    Object.entries(map)
      .map(([from, to]) => `${from} → ${to || '–'}`)
      .join(', ')

  return (step) =>
    t(
      step.step === 'constant' && step.value === '' ? 'import.steps.words.empty' : `import.steps.words.${step.step}`,
      paramsOf(step),
    )
}
