import MarkdownIt from 'markdown-it'

/** HTML in the text stays text, and pictures are not fetched; a link goes to the web or a mailbox, or stays words. */
const renderer = new MarkdownIt({ html: false, linkify: false, breaks: true }).disable('image')
renderer.validateLink = (address) => /^(https?:|mailto:)/i.test(address.trim())
renderer.renderer.rules.link_open = (tokens, at, options, _env, self) => {
  tokens[at].attrSet('rel', 'noopener noreferrer nofollow')
  tokens[at].attrSet('target', '_blank')
  return self.renderToken(tokens, at, options)
}
// Headings of notes stand below those of the section.
for (const rule of ['heading_open', 'heading_close'] as const) {
  renderer.renderer.rules[rule] = (tokens, at, options, _env, self) => {
    const { tag } = tokens[at]
    tokens[at].tag = `h${Math.min(6, Number(tag.slice(1)) + 2)}`
    return self.renderToken(tokens, at, options)
  }
}

/** Markdown (CommonMark with tables) as HTML that may stand in a page of any origin. */
export const markdownHtml = (text: string): string => `<div class="notes">${renderer.render(text)}</div>`
