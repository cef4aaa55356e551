/** The style sheet of the git host's pages; light and dark follow the system. */
export const styles = `
:root{color-scheme:light dark;--ground:#F6F5F2;--surface:#FFFFFF;--raised:#FBFAF8;--text:#1E1D1A;--second:#5C5952;--line:#DEDBD3;--edge:#8A867C;--accent:#0B6E5F;--on-accent:#FFFFFF;--good:#187434;--good-bg:#E6F4EA;--bad:#B3261E;--bad-bg:#FCE8E6;--info:#0B5CAD;--info-bg:#E5F0FB}
@media (prefers-color-scheme:dark){:root{--ground:#141513;--surface:#1C1E1B;--raised:#242622;--text:#ECEBE6;--second:#ABA99F;--line:#363932;--edge:#7D7F76;--accent:#4FC3A8;--on-accent:#0B1F1A;--good:#5FD07F;--good-bg:#16301F;--bad:#FF8A80;--bad-bg:#3A1916;--info:#79B8FF;--info-bg:#13283F}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
header{display:flex;gap:16px;flex-wrap:wrap;align-items:center;padding:12px 24px;background:var(--surface);border-bottom:1px solid var(--line)}
header .mark{fill:var(--accent);vertical-align:middle;margin-right:8px}
header form,header .who{margin-left:auto}header form{display:flex;gap:12px;align-items:center}
main{max-width:1080px;margin:0 auto;padding:24px}
h1{font-size:22px;line-height:1.25;font-weight:600;margin:0 0 8px;overflow-wrap:anywhere}
h2{font-size:16px;font-weight:600;margin:24px 0 8px;overflow-wrap:anywhere}
p{margin:0 0 16px;max-width:75ch}
a{color:var(--accent)}
.second{color:var(--second)}
nav ul{display:flex;gap:16px;flex-wrap:wrap;list-style:none;margin:0 0 16px;padding:0}
ul.list{list-style:none;margin:0;padding:0;background:var(--surface);border:1px solid var(--line);border-radius:6px}
ul.list li{padding:8px 16px;border-top:1px solid var(--line);display:flex;gap:12px;flex-wrap:wrap;overflow-wrap:anywhere}
ul.list li:first-child{border-top:0}
code,pre,.code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre,.code{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:12px;margin:0 0 16px;overflow:auto}
pre.text{white-space:pre-wrap;overflow-wrap:anywhere}
table.code{display:block;border-collapse:collapse}
table.code td{padding:0 8px;white-space:pre;vertical-align:top}
table.code tr:target{background:var(--info-bg)}
td.number{text-align:right;font-variant-numeric:tabular-nums}
td.number a{color:var(--second);text-decoration:none}
.document{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:16px 24px;margin:0 0 16px;overflow-wrap:anywhere}
.document h1{font-size:18px}.document h1,.document h2,.document h3{margin:24px 0 8px}.document>:first-child{margin-top:0}.document>:last-child{margin-bottom:0}
.document ul,.document ol{margin:0 0 16px;padding-left:24px}.document img{max-width:100%}
.document blockquote{margin:0 0 16px;padding-left:16px;border-left:3px solid var(--edge);color:var(--second)}
.document pre{background:var(--raised)}.document :not(pre)>code{background:var(--raised);border-radius:4px;padding:0 4px}
.document table{display:block;overflow:auto;border-collapse:collapse;margin:0 0 16px}.document th,.document td{border:1px solid var(--line);padding:4px 12px;text-align:left}
.add{color:var(--good);background:var(--good-bg)}.del{color:var(--bad);background:var(--bad-bg)}.hunk{color:var(--info);background:var(--info-bg)}
pre span{display:block;min-height:1.5em}
.state{display:inline-block;padding:2px 8px;border-radius:6px}
.state.open{color:var(--good);background:var(--good-bg)}.state.closed{color:var(--bad);background:var(--bad-bg)}.state.merged{color:var(--info);background:var(--info-bg)}
.notice{padding:8px 12px;border-radius:6px;color:var(--bad);background:var(--bad-bg)}
.actions{display:flex;gap:12px;flex-wrap:wrap;margin:16px 0}
button{font:inherit;color:inherit;cursor:pointer;border-radius:6px;padding:8px 16px;background:var(--surface);border:1px solid var(--edge)}
button.main{background:var(--accent);color:var(--on-accent);border-color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`.trim();
