import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openForWriting } from '../../main/storage/open.ts'
import { createTestProject } from './projects.ts'

it('leaves the project as it was when the process is killed half-way', async () => {
  const project = createTestProject()
  try {
    await project.import(project.write('first.csv', 'user_id,time,amount\n1,2024-05-01,5\n'), 'orders')
    const before = project.content()
    const rows = Array.from({ length: 400_000 }, (_, i) => `u${i},2024-05-01,${i}\n`).join('')
    const path = project.write('long.csv', `user_id,time,amount\n${rows}`)
    const script = join(import.meta.dirname, 'importUntilKilled.ts')
    const child = spawn(process.execPath, [script, project.path, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('storing')) child.kill('SIGKILL')
    })
    const [, signal] = await once(child, 'exit')
    expect(signal).toBe('SIGKILL')
    expect(said).not.toContain('done')
    const again = openForWriting(project.path)
    expect(again.database.pragma('integrity_check', { simple: true })).toBe('ok')
    again.database.close()
    expect(project.content()).toEqual(before)
    expect(await project.import(path, 'orders')).toMatchObject({ rowsKept: 400_000, rowsRejected: 0 })
  } finally {
    project.remove()
  }
})
