import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { resourcesFolder } from '../../../main/base/resources.ts'
import { ablationFile, type Ablation, type AblationTrial } from '../../../main/verdict/ablation.ts'
import { format, resolveConfig } from 'prettier'

export type PlainFigures = Ablation[string]['plain']

const file = path.join(resourcesFolder, 'ablation.json')

/** Figures that a table shows; what is beyond is noise. */
const round = (value: number) => Number(value.toFixed(4))

/** Keeps what the plain network came to on a data set. */
export async function keepPlain(dataset: string, cpuSeconds: number, plain: PlainFigures): Promise<void> {
  const kept = read()
  await write({ ...kept, [dataset]: { switches: kept[dataset]?.switches ?? {}, cpuSeconds: round(cpuSeconds), plain } })
}

/** Keeps what a switch did on a data set whose plain network is kept, in the place of what stood there. */
export async function keepTrial(
  dataset: string,
  name: string,
  { cpu, against, differences }: Omit<AblationTrial, 'measuredOn'>,
): Promise<void> {
  const kept = read()
  const rounded = Object.fromEntries(
    Object.entries(differences).map(([task, { value, low, high }]) => [
      task,
      { value: round(value), low: round(low), high: round(high) },
    ]),
  )
  const measuredOn = new Date().toISOString().slice(0, 10)
  const own = kept[dataset]
  const trial: AblationTrial = { measuredOn, cpu: Number(cpu.toFixed(1)), against, differences: rounded }
  const switches = { ...own.switches, [name]: trial }
  await write({ ...kept, [dataset]: { ...own, switches } })
}

const read = (): Ablation => (existsSync(file) ? ablationFile.parse(JSON.parse(readFileSync(file, 'utf8'))) : {})

async function write(kept: Ablation): Promise<void> {
  const style = { ...(await resolveConfig(file)), filepath: file }
  writeFileSync(file, await format(JSON.stringify(ablationFile.parse(kept)), style))
}
