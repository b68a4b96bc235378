import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AssayError } from '../base/errors.ts'
import type { PrintOrder, PrintPage } from '../report/printing.ts'
import { findBrowser } from './findBrowser.ts'
import { startDevTools, type DevTools } from './devTools.ts'

const withinMs = 180_000
const bytesPerRead = 1 << 20

/** Prints with an installed browser of Chromium's kin; the page's scripts do not run, and nothing is fetched. */
export const printWithBrowser: PrintPage = async (order, work) => {
  const program = findBrowser()
  const profile = await mkdtemp(join(tmpdir(), 'assay-print-'))
  const tools = startDevTools(program, profile)
  let late = false
  const clock = setTimeout(() => {
    late = true
    tools.close()
  }, withinMs)
  work.onCancel?.(() => tools.close())
  try {
    work.checkpoint()
    await print(tools, order)
  } catch (error) {
    work.checkpoint()
    if (late) throw new AssayError('report.browserFailed', { path: program, problem: `> ${withinMs / 1000} s` })
    throw error
  } finally {
    clearTimeout(clock)
    tools.close()
    await tools.gone
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

async function print(tools: DevTools, { html, pdf, header, footer }: PrintOrder): Promise<void> {
  const { targetId } = await tools.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await tools.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })
  const ask = <Result>(method: string, params: object = {}) => tools.send<Result>(method, params, sessionId)
  await ask('Emulation.setScriptExecutionDisabled', { value: true })
  const { frameTree } = await ask<{ frameTree: { frame: { id: string } } }>('Page.getFrameTree')
  await ask('Page.setDocumentContent', { frameId: frameTree.frame.id, html: await readFile(html, 'utf8') })
  const { stream } = await ask<{ stream: string }>('Page.printToPDF', {
    printBackground: true,
    preferCSSPageSize: true,
    displayHeaderFooter: true,
    headerTemplate: header,
    footerTemplate: footer,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
    transferMode: 'ReturnAsStream',
  })
  const file = await open(pdf, 'w')
  try {
    for (let eof = false; !eof;) {
      const part = await ask<{ data: string; base64Encoded: boolean; eof: boolean }>('IO.read', {
        handle: stream,
        size: bytesPerRead,
      })
      await file.write(Buffer.from(part.data, part.base64Encoded ? 'base64' : 'latin1'))
      eof = part.eof
    }
  } finally {
    await file.close()
  }
}
