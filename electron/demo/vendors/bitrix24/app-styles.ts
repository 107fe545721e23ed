/** Style sheet of all sample applications: the calm look of the portal around them. */
export const APP_STYLES = `
:root {
  color-scheme: light;
  --ink: #1f2d3d; --soft: #6b7a8c; --line: #e3e8ee; --page: #f5f7f9; --sheet: #fff;
  --accent: #1b75bc; --accent-ink: #fff; --good: #2e7d4f; --good-soft: #e6f4ec; --wait: #8a6100; --wait-soft: #fff4d9;
}
* { box-sizing: border-box; }
html, body { margin: 0; }
body { background: var(--page); color: var(--ink); font: 14px/1.5 "Open Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.app { max-width: 1120px; margin: 0 auto; padding: 20px 24px 28px; }
header.top { display: flex; align-items: center; gap: 14px; margin-bottom: 18px; }
header.top .mark { width: 40px; height: 40px; flex: none; }
header.top h1 { font-size: 20px; line-height: 1.25; margin: 0; font-weight: 600; }
header.top p { margin: 0; color: var(--soft); }
header.top .person { margin-left: auto; display: flex; align-items: center; gap: 10px; color: var(--soft); }
header.top .avatar { width: 34px; height: 34px; border-radius: 50%; background: #d7e6f3; color: var(--accent); display: grid; place-items: center; font-weight: 600; }
nav.tabs { display: flex; gap: 4px; border-bottom: 1px solid var(--line); margin-bottom: 16px; }
nav.tabs button { border: 0; background: none; font: inherit; color: var(--soft); padding: 8px 12px; cursor: pointer; border-bottom: 2px solid transparent; margin-bottom: -1px; }
nav.tabs button[aria-selected="true"] { color: var(--ink); border-color: var(--accent); }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; margin-bottom: 16px; }
.sheet h2 { font-size: 15px; margin: 0 0 12px; font-weight: 600; }
.figures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; margin-bottom: 16px; }
.figures div { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px; }
.figures b { display: block; font-size: 22px; line-height: 1.3; font-weight: 600; }
.figures span { color: var(--soft); }
form.line { display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-end; }
label { display: grid; gap: 4px; color: var(--soft); flex: 1 1 180px; }
input, select, textarea { font: inherit; color: var(--ink); border: 1px solid #c9d2dc; border-radius: 6px; padding: 7px 10px; background: #fff; width: 100%; }
input:focus-visible, select:focus-visible, textarea:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
button.main { font: inherit; font-weight: 600; border: 0; border-radius: 6px; padding: 9px 18px; background: var(--accent); color: var(--accent-ink); cursor: pointer; }
button.main[disabled] { opacity: .6; cursor: default; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; color: var(--soft); font-weight: 400; }
th, td { padding: 9px 10px; border-bottom: 1px solid var(--line); }
td.sum, th.sum { text-align: right; font-variant-numeric: tabular-nums; }
tr:last-child td { border-bottom: 0; }
.empty { color: var(--soft); text-align: center; padding: 26px 0; }
.badge { display: inline-block; border-radius: 20px; padding: 1px 10px; background: var(--wait-soft); color: var(--wait); }
.note { background: var(--good-soft); color: var(--good); border-radius: 6px; padding: 8px 12px; margin: 12px 0 0; }
.steps { list-style: none; margin: 0 0 18px; padding: 0; display: grid; gap: 8px; }
.steps li { display: flex; gap: 10px; align-items: center; }
.steps li::before { content: ""; width: 18px; height: 18px; border-radius: 50%; border: 2px solid #c9d2dc; flex: none; }
.steps li.done::before { border-color: var(--good); background: var(--good); }
[hidden] { display: none !important; }
`;
