import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openForWriting } from '../../../main/storage/open.ts'
import { createTestProject } from '../projects.ts'

it('stands in the old state when the process is killed while rules are applied', async () => {
  const project = createTestProject()
  try {
    const rows = Array.from({ length: 2000 }, (_, i) => `u${i % 7},2024-05-0${1 + (i % 9)},${i % 50}\n`).join('')
    await project.import(project.write('orders.csv', `user_id,time,amount\n${rows}`), 'orders')
    const before = { content: project.content(), views: project.views() }
    const script = join(import.meta.dirname, 'applyUntilKilled.ts')
    const child = spawn(process.execPath, [script, project.path], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('cleaning')) child.kill('SIGKILL')
    })
    const [, signal] = await once(child, 'exit')
    expect([signal, said]).toEqual(['SIGKILL', 'cleaning\n'])
    const again = openForWriting(project.path)
    expect(again.database.pragma('integrity_check', { simple: true })).toBe('ok')
    again.database.close()
    expect({ content: project.content(), views: project.views() }).toEqual(before)
  } finally {
    project.remove()
  }
})
