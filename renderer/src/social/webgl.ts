/** Whether this window can draw with WebGL: without a graphics card, or where it is switched off, it can't. */
export function hasWebgl(): boolean {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('webgl2') ?? canvas.getContext('webgl')
  // A browser keeps few contexts: this one is only asked whether it exists.
  context?.getExtension('WEBGL_lose_context')?.loseContext()
  return context !== null
}
