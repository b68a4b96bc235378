import { cutTokens } from '../shape/expression/tokens.ts'
import type { ShapeStep } from '../shape/steps.ts'
import type { Mapping } from '../types.ts'

/** Those of a file's columns that its shape or mapping speaks of by name. */
export function columnsUsed(columns: string[], steps: ShapeStep[], mapping: Mapping): string[] {
  const said = new Set<string>()
  for (const source of Object.values(mapping)) for (const value of Object.values(source)) said.add(String(value))
  for (const step of steps) collect(step, said)
  return columns.filter((column) => said.has(column))
}

function collect(value: unknown, into: Set<string>, key = ''): void {
  if (typeof value === 'string') {
    if (key === 'expression' || key === 'where') for (const { text } of cutTokens(value)) into.add(text)
    else into.add(value)
  } else if (Array.isArray(value)) for (const each of value) collect(each, into)
  else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      // Fields of the second file are none of this one's.
      if (name !== 'fileKey' && !('fileKey' in value && name === 'columns')) collect(each, into, name)
    }
  }
}
