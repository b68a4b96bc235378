import { importanceChart } from '../../charts/importance.ts'
import type { RunFacts } from '../gather.ts'
import type { Block, Section } from '../types.ts'
import type { Wording } from '../wording.ts'

const inputsDrawn = 12

/** What the model leans on, of every task that was explained. */
export function importanceSection(
  { explanations }: RunFacts,
  { kit, say, task, heading, paragraph }: Wording,
): Section {
  const blocks = explanations.flatMap((explanation, at): Block[] => [
    heading('findings.importance', { task: task(explanation.task) }),
    ...(at === 0 ? [paragraph('findings.importanceNote')] : []),
    { kind: 'chart', chart: importanceChart({ result: explanation.result, shown: inputsDrawn }, kit) },
  ])
  return {
    id: 'importance',
    title: say('findings.importanceTitle'),
    blocks: blocks.length > 0 ? blocks : [paragraph('findings.notExplained')],
  }
}
