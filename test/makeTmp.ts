import { withSession } from '../main/host/cli/session.ts'
import { rmSync } from 'node:fs'
const path = process.argv[2]
rmSync(path, { force: true })
await withSession(async (session) => {
  await session.call('project.create', { path, currency: 'CNY', timezone: 'Asia/Shanghai' })
  await session.job('dataset.importSample', {})
})
