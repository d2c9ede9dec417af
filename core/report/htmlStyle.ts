import { PALETTES, paletteCss } from './palette.ts';

const SHEET = `
*{box-sizing:border-box;margin:0}
html{color-scheme:light}
body{background:var(--bg);color:var(--ink);font:400 13px/20px var(--sans);font-variant-numeric:tabular-nums;font-feature-settings:"tnum","cv05","calt" 0;-webkit-font-smoothing:antialiased}
.sheet{width:794px;max-width:100%;margin:24px auto;padding:44px 48px 40px;background:var(--panel);border:1px solid var(--line-2)}
.mono{font-family:var(--mono);font-feature-settings:"calt" 0,"zero"}
.label{font:500 11px/16px var(--sans);color:var(--ink-3)}
.top{display:grid;grid-template-columns:1fr auto;gap:24px;align-items:start;padding-bottom:12px;border-bottom:2px solid var(--ink)}
h1{font:600 28px/32px var(--sans);letter-spacing:-.02em;overflow-wrap:anywhere}
h2{font:600 15px/20px var(--sans);margin:28px 0 8px;padding-bottom:6px;border-bottom:1px solid var(--line-2);break-after:avoid}
h3{font:600 12px/16px var(--sans);overflow-wrap:anywhere}
p{overflow-wrap:anywhere;margin:6px 0;font-size:12px;line-height:18px}p .dim3{font-size:10.5px}
.meta{display:grid;grid-template-columns:auto minmax(0,auto);column-gap:16px;font-size:11px;line-height:16px}
.meta dt{color:var(--ink-3)}.meta dd{overflow-wrap:anywhere;max-width:260px}
.simulated{margin-top:12px;padding:8px 12px;border:1px solid var(--inconclusive);border-radius:6px;background:var(--warn-bg);font-size:12px;line-height:16px}
.simulated b{color:var(--inconclusive);letter-spacing:.06em;margin-right:8px}
.sum{display:flex;flex-wrap:wrap;align-items:center;gap:8px 24px;padding:16px 0}
.sum .v{font:600 15px/20px var(--sans)}.sum .zero{font:400 13px/20px var(--sans);color:var(--ink-3)}
.v{display:inline-flex;align-items:center;gap:6px;font:600 13px/16px var(--sans);white-space:nowrap}
.v svg{width:16px;height:16px;flex:none}
.v-pass{color:var(--pass)}.v-fail{color:var(--fail)}.v-inconclusive{color:var(--inconclusive)}.v-nv{color:var(--nv)}.v-manual{color:var(--manual)}
table{border-collapse:collapse;width:100%}
thead{display:table-header-group}
th{font:500 11px/16px var(--sans);color:var(--ink-3);text-align:left;padding:4px 8px;border-bottom:1px solid var(--line-2);vertical-align:bottom}
td{padding:5px 8px;vertical-align:top;font-size:12px;line-height:16px;overflow-wrap:anywhere}
th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
.num{text-align:right}
.claims tbody{break-inside:avoid;border-bottom:1px solid var(--line-2)}
.claims td{padding-bottom:2px}.claims .why td{padding:0 6px 4px;color:var(--ink-2);font-size:11px;line-height:15px}
.claims{table-layout:fixed}.claims .n{width:30px}.claims .w{width:156px}.claims .m{width:144px}.claims .c{width:40px}.claims .g{width:82px}.claims .d{width:114px}.claims td,.claims th{padding-left:6px;padding-right:6px}.claims .measured{font-size:12.5px}.claims .n{padding-left:0}.claims td:last-child{padding-right:0}.bare .what,.bare .words{display:inline}.bare .words{margin-left:6px}
.badge{display:inline-block;min-width:18px;height:18px;padding:0 3px;border:1px solid var(--line-2);border-radius:3px;background:var(--raise);font:600 11px/16px var(--sans);text-align:center}
.words{font-weight:500}.claims .what{color:var(--ink-2);font-size:12px}
.measured{font:600 13px/16px var(--sans)}
sup{font-size:9px;line-height:0;font-weight:500;color:var(--ink-2);margin-left:2px;white-space:nowrap}
.charts{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:18px 24px;margin-top:20px}
figure{break-inside:avoid;min-width:0}.wide{grid-column:1/-1}
figcaption{display:flex;flex-wrap:wrap;align-items:center;gap:0 10px;min-height:20px;margin-bottom:2px}
figcaption h3{margin-right:auto}
.key{display:inline-flex;align-items:center;gap:6px;font-size:11px;line-height:16px;color:var(--ink-2)}
svg{display:block}.chart{width:100%;height:auto}
.axis{font:400 10px var(--sans);fill:var(--ink-3)}.axis-title{font:500 10px var(--sans);fill:var(--ink-2)}
.grid{stroke:var(--grid)}.grid-label{stroke:var(--grid-2)}.frame{stroke:var(--grid-2);fill:none}
.trace{fill:none;stroke-width:1.4;stroke-linejoin:round}
.trace.t2{stroke-dasharray:5 3}.trace.t3{stroke-dasharray:1.5 3;stroke-linecap:round}.trace.t4{stroke-dasharray:7 3 1.5 3}
.t1{--tone:var(--ch-l)}.t2{--tone:var(--ch-r)}.t3{--tone:var(--ch-3)}.t4{--tone:var(--ch-4)}
.trace{stroke:var(--tone)}.marker{stroke:var(--tone);stroke-width:1.3;fill:var(--panel)}.marker.t1{fill:var(--tone)}.marker.t3{fill:var(--tone)}
.band{fill:var(--tone);fill-opacity:.18;stroke:none}
.limit{stroke:var(--limit);stroke-width:1.6;fill:none}.leader{stroke:var(--ink-3);stroke-width:1;stroke-dasharray:1.5 2.5;fill:none}.leader.limit{stroke:var(--limit);stroke-width:1}
.limit-label{font:500 10px var(--sans);fill:var(--limit)}.mark{fill:var(--panel);stroke:var(--ink);stroke-width:1.6}.mark-label{font:500 10px var(--sans);fill:var(--ink)}
.limit-label,.mark-label{paint-order:stroke;stroke:var(--panel);stroke-width:3px;stroke-linejoin:round}
.notes{columns:2;column-gap:24px;font-size:11px;line-height:15px;color:var(--ink-2);padding:0;list-style:none}
.notes li{break-inside:avoid;display:grid;grid-template-columns:20px minmax(0,1fr);margin-bottom:4px;overflow-wrap:anywhere}.notes b{color:var(--ink);font-weight:600}
.one{columns:1}
.step-head{margin-top:14px;display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 12px;break-after:avoid;margin-bottom:2px}.step-head .how{color:var(--ink-2);font-size:11px}
.small td{font-size:10.5px;line-height:14px;padding:3px 8px;border-bottom:1px solid var(--line)}.small td:first-child{padding-left:0}.small td:last-child{padding-right:0}.small tr{break-inside:avoid}
.small .mono{font-size:9.5px}.small .measured{font:600 11px/14px var(--sans)}.dim3+.measured{margin-right:8px}
.small{table-layout:fixed}.flag{font-weight:600}
.dim{color:var(--ink-2)}.dim3{color:var(--ink-3)}.damage{color:var(--fail);font-weight:600}
.facts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 24px;font-size:11px}
.facts div{display:flex;justify-content:space-between;gap:16px;padding:3px 0;border-bottom:1px solid var(--line);line-height:16px}
.facts dt{color:var(--ink-2);flex:none}.facts dd{text-align:right;overflow-wrap:anywhere;min-width:0}
.photos{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px}.photos img{display:block;width:100%;height:auto}.photos figure{break-inside:avoid}.photos figcaption{font-size:11px;color:var(--ink-2)}
.foot{margin-top:28px;padding-top:10px;border-top:1px solid var(--line-2);font-size:10px;line-height:14px;color:var(--ink-3)}
@media screen and (max-width:840px){.sheet{margin:0;border:0;padding:20px 16px}.top{grid-template-columns:1fr}.charts,.facts{grid-template-columns:minmax(0,1fr)}.notes{columns:1}.scroll{overflow-x:auto}.claims{min-width:620px}}
@page{size:A4;margin:14mm 12.5mm 16mm;@bottom-right{content:counter(page) " / " counter(pages);font:400 8pt "Inter","Liberation Sans",sans-serif;color:#5d666d}}
@media print{.sum{padding:10px 0}.claims td{padding-top:4px}.claims .why td{padding:0 6px 3px}.simulated{margin-top:10px;padding:5px 12px}.charts{margin-top:14px}body,.sheet{background:none}.sheet{width:auto;margin:0;padding:0;border:0}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;

/** The style sheet of the HTML report: light on paper, light or dark on screen as the reader's system asks. */
export const REPORT_STYLE =
  `:root{--sans:"Inter","Inter Variable","Segoe UI","Helvetica Neue","Liberation Sans",system-ui,sans-serif;` +
  `--mono:"JetBrains Mono","Cascadia Mono","SF Mono","DejaVu Sans Mono",monospace;${paletteCss(PALETTES.light)}}` +
  `@media screen and (prefers-color-scheme:dark){html{color-scheme:dark}:root{${paletteCss(PALETTES.dark)}}}${SHEET}`;
