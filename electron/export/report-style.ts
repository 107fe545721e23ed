/** Style of report.html: one file, no fonts or pictures from elsewhere, made for screen and paper. */
export const REPORT_STYLE = `
:root { --ink: #1c2430; --soft: #5a6675; --line: #d9dfe7; --paper: #fff; --ground: #eef1f5; --accent: #2456a6;
  --pass: #1b7a43; --pass-bg: #e6f4ec; --fail: #b3261e; --fail-bg: #fbeae8; --warn: #8a5a00; --warn-bg: #fdf3dc; --mute-bg: #f3f5f8; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.5 Inter, 'Segoe UI', 'PT Sans', 'DejaVu Sans', system-ui, sans-serif; }
main { max-width: 960px; margin: 24px auto; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
header { padding: 28px 40px 24px; border-bottom: 1px solid var(--line); border-top: 6px solid var(--accent); }
header.approve { border-top-color: var(--pass); } header.return { border-top-color: var(--warn); }
header.refuse, header.withdraw { border-top-color: var(--fail); }
.kicker { color: var(--soft); font-size: 12px; letter-spacing: .06em; text-transform: uppercase; margin: 0 0 6px; }
.head { display: flex; gap: 20px; align-items: flex-start; }
.head img { width: 64px; height: 64px; border-radius: 12px; border: 1px solid var(--line); object-fit: contain; background: #fff; }
.head > div { flex: 1; min-width: 0; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
.sub { color: var(--soft); margin: 0; }
.verdict { flex: none; font-weight: 600; padding: 6px 12px; border-radius: 6px; border: 1.5px solid currentColor; white-space: nowrap; }
.verdict.approve { color: var(--pass); background: var(--pass-bg); } .verdict.return { color: var(--warn); background: var(--warn-bg); }
.verdict.refuse, .verdict.withdraw { color: var(--fail); background: var(--fail-bg); }
nav { display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 10px 40px; border-bottom: 1px solid var(--line); background: var(--mute-bg); font-size: 13px; }
nav a { color: var(--accent); text-decoration: none; white-space: nowrap; }
nav a:hover { text-decoration: underline; }
section { padding: 24px 40px; border-bottom: 1px solid var(--line); }
section:last-of-type { border-bottom: 0; }
h2 { font-size: 17px; margin: 0 0 14px; }
h2 .count { color: var(--soft); font-weight: 400; }
h3 { font-size: 14px; margin: 18px 0 8px; }
dl.facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 14px 28px; margin: 0; }
dl.facts dt, .finding dt { color: var(--soft); font-size: 12px; }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
.letter { white-space: pre-wrap; overflow-wrap: anywhere; border-left: 3px solid var(--accent); background: var(--mute-bg); padding: 14px 18px; border-radius: 0 6px 6px 0; margin: 0; }
.finding { border: 1px solid var(--line); border-left: 4px solid var(--fail); border-radius: 6px; padding: 14px 18px; margin: 0 0 14px; }
.finding.major { border-left-color: var(--warn); } .finding.minor { border-left-color: var(--soft); } .finding.apart { opacity: .75; }
.finding h3 { margin: 0 0 2px; font-size: 15px; }
.finding dl { margin: 10px 0 0; } .finding dd { margin: 0 0 8px; white-space: pre-wrap; overflow-wrap: anywhere; }
.tags { color: var(--soft); font-size: 12px; margin: 0; }
.shots { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 14px 12px; margin: 10px 0 0; }
figure { margin: 0; max-width: 420px; }
figure img { display: block; width: 100%; max-height: 220px; object-fit: contain; object-position: top left; border: 1px solid var(--line); border-radius: 4px; background: var(--mute-bg); }
figcaption { font-size: 12px; color: var(--soft); margin-top: 4px; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: 12px; padding: 4px 10px 6px 0; border-bottom: 1px solid var(--line); }
td { padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
tr:last-child td { border-bottom: 0; }
table.checks { table-layout: fixed; } table.checks th:nth-child(2) { width: 170px; } table.checks th:nth-child(3) { width: 270px; }
td.num, th.num { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.when, td.short { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.text { white-space: pre-wrap; }
.small { font-size: 12px; color: var(--soft); }
code, .mono { font: 12px/1.5 'JetBrains Mono', 'DejaVu Sans Mono', Consolas, monospace; overflow-wrap: anywhere; }
.state { white-space: nowrap; font-weight: 600; }
.state::before { display: inline-block; width: 1.5em; }
.state.good { color: var(--pass); } .state.good::before { content: '✓'; }
.state.bad { color: var(--fail); } .state.bad::before { content: '✗'; }
.state.unknown { color: var(--warn); } .state.unknown::before { content: '?'; }
.state.none { color: var(--soft); font-weight: 400; } .state.none::before { content: '–'; }
.phases { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 3px; margin: 6px 0 12px; padding: 0; list-style: none; }
.phases li { min-width: 0; padding: 5px 8px; font-size: 12px; border-radius: 4px; background: var(--mute-bg); color: var(--soft); overflow-wrap: anywhere; }
.phases li.good { background: var(--pass-bg); color: var(--pass); } .phases li.bad { background: var(--fail-bg); color: var(--fail); }
.phases li.unknown { background: var(--warn-bg); color: var(--warn); }
.totals { display: flex; flex-wrap: wrap; gap: 18px; margin: 0 0 12px; }
a { color: var(--accent); }
footer { padding: 14px 40px; color: var(--soft); font-size: 12px; background: var(--mute-bg); border-top: 1px solid var(--line); }
@media (max-width: 720px) { main { margin: 0; border: 0; border-radius: 0; } header, nav, section, footer { padding-left: 18px; padding-right: 18px; }
  dl.facts { grid-template-columns: 1fr 1fr; } .head { flex-wrap: wrap; } }
@media print { @page { margin: 16mm 14mm; } body { background: #fff; font-size: 11px; } main { margin: 0; border: 0; max-width: none; }
  nav { display: none; } header, section, footer { padding-left: 0; padding-right: 0; } header { border-top-width: 3px; }
  .finding, figure, tr, .phases { break-inside: avoid; } h2, h3 { break-after: avoid; } a { color: inherit; text-decoration: none; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
`;
