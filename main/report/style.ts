import { chartThemes, fontFamily } from '../charts/theme.ts'

const { ink, muted, line, positive, negative, accent } = chartThemes.print

/** On screen a column of readable width; on paper table heads repeated and pictures whole. */
const shared = `
*{box-sizing:border-box}
html{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{margin:0;background:#fff;color:${ink};font:14px/1.55 ${fontFamily};font-variant-numeric:tabular-nums;overflow-wrap:break-word}
main{max-width:780px;margin:0 auto;padding:40px 24px 64px}
h1{font-size:28px;line-height:1.2;margin:0 0 4px;letter-spacing:-.01em}
h2{font-size:20px;line-height:1.3;margin:48px 0 12px;padding-top:12px;border-top:2px solid ${ink}}
h3{font-size:16px;line-height:1.3;margin:32px 0 8px}
p{margin:0 0 12px;max-width:75ch}
a{color:inherit;text-decoration-color:${muted}}
.subtitle{color:${muted};margin-bottom:20px}
.summary{font-size:16px;line-height:1.5}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(118px,1fr));gap:8px;margin:20px 0}
.figure{border:1px solid ${line};border-radius:8px;padding:10px 12px}
.figure dt{font-size:12px;line-height:1.35;min-height:2.7em;color:${muted}}
.figure dd{margin:2px 0 0;font-size:20px;line-height:1.3;font-weight:600}
.figure .detail{font-size:12px;font-weight:400;color:${muted}}
nav ol{display:flex;flex-wrap:wrap;gap:4px 20px;margin:0;padding:10px 0 0;border-top:1px solid ${line};list-style:none;font-size:13px}
ul{margin:0 0 12px;padding-left:20px;max-width:75ch}
li{margin-bottom:4px}
.note{display:flex;gap:10px;max-width:none;padding:10px 12px;border:1px solid ${line};border-left-width:4px;border-radius:4px}
.note.good{border-left-color:${positive}}.note.good b{color:${positive}}
.note.caution{border-left-color:${negative}}.note.caution b{color:${negative}}
.table{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:12px;line-height:1.4}
figcaption{font-size:13px;font-weight:600;margin-bottom:6px}
figcaption span{display:block;font-weight:400;font-size:12px;color:${muted}}
th,td{text-align:left;vertical-align:top;padding:5px 8px 5px 0;border-bottom:1px solid ${line};overflow-wrap:break-word}
th:last-child,td:last-child{padding-right:0}
thead th{font-weight:600;color:${muted};border-bottom-color:${muted};vertical-align:bottom;overflow-wrap:normal;word-break:keep-all}
tbody th{font-weight:500;min-width:84px}
.long{overflow-wrap:anywhere;min-width:120px;font-size:10px}
.number{text-align:right}
td.number,td .value,td .interval{white-space:nowrap}
td.number{white-space:normal}
.interval{color:${muted}}
.dense{font-size:11px}
.facts th,.facts td{padding-top:3px;padding-bottom:3px}
.facts th{width:34%;font-weight:400;color:${muted}}
figure{margin:20px 0 24px}
.beside{display:grid;grid-template:auto auto/1fr 1fr;gap:0 16px;margin:20px 0 24px}
.beside figure{display:grid;grid-row:span 2;grid-template-rows:subgrid;margin:0}
figure svg{display:block;width:100%;height:auto}
.tip{position:fixed;z-index:9;max-width:320px;padding:6px 10px;border:1px solid ${line};border-radius:4px;background:#fff;font-size:12px;line-height:1.4;white-space:pre-line;pointer-events:none}
.tip[hidden]{display:none}
[data-tip]{cursor:default}
details{margin-top:6px;font-size:12px}
summary{color:${muted};cursor:pointer}
thead button{all:unset;cursor:pointer}
thead button:focus-visible{outline:2px solid ${accent};outline-offset:2px}
thead th[aria-sort]::after{content:' ↓'}
thead th[aria-sort=ascending]::after{content:' ↑'}
.logo{display:block;max-width:220px;max-height:64px;margin-bottom:16px}
.notes h3,.notes h4,.notes h5,.notes h6{margin:16px 0 6px}
.notes table{width:auto}
.notes pre{overflow-x:auto;font-size:12px;white-space:pre-wrap}
a:focus-visible{outline:2px solid ${accent};outline-offset:2px}
@media screen and (max-width:620px){.beside{grid-template:none/1fr}}
@media print{
body{font-size:10pt}
main{max-width:none;padding:0}
h1{font-size:22pt}h2{font-size:15pt;margin:24px 0 10px;padding-top:10px}h3{font-size:12pt;margin-top:20px}
figure,.beside{margin:14px 0 16px}
h2,h3,h3+p,h2+p:not(:last-child),figcaption{break-after:avoid}
thead{display:table-header-group}
p,tr,.chart,.beside,.short,figcaption,.note,.figures,li{break-inside:avoid}
.table{overflow:visible}
.facts th,.facts td{padding-top:2px;padding-bottom:2px}
.facts:not(.short){columns:2;column-gap:24px}
.facts:not(.short) figcaption{column-span:all}
details,.tip{display:none}
.summary{font-size:11.5pt}
}
`

/** A file that is read on screen and may be printed by whoever has it: the browser numbers the pages. */
export const screenStyle = `${shared}
@page{size:A4;margin:16mm 15mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);font:9px sans-serif;color:${muted}}}
`

/** A page that Assay prints itself: head and foot come from the printing, the contents stand as a list. */
export const paperStyle = (paper: 'A4' | 'Letter'): string => `${shared}
@page{size:${paper === 'A4' ? 'A4' : 'letter'};margin:18mm 15mm 18mm}
@media print{
nav ol{display:block;columns:3;border-top:1px solid ${muted};padding-top:14px}
nav li{margin-bottom:6px;break-inside:avoid}
nav a{text-decoration:none}
}
`
