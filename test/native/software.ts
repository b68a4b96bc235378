import { existsSync } from 'node:fs'
import path from 'node:path'

/** Where packages of Chromium put their files. */
const folders = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome', '/usr/lib64/chromium-browser']

/**
 * What a process needs in its environment to find the software Vulkan device of a Chromium on this machine, set before
 * it starts; null where there is none.
 */
export function softwareVulkan(): Record<string, string> | null {
  const chromium = process.env.CHROMIUM_PATH
  const all = chromium ? [path.dirname(chromium), ...folders] : folders
  const folder = all.find((candidate) => existsSync(path.join(candidate, 'vk_swiftshader_icd.json')))
  if (folder === undefined) return null
  return {
    VK_ICD_FILENAMES: path.join(folder, 'vk_swiftshader_icd.json'),
    LD_LIBRARY_PATH: [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
  }
}
