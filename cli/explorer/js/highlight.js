// Light colors for code by the CSS Custom Highlight API: ranges on the text, no nodes. Without it code is plain.

const NAMES = ["comment", "string", "number", "keyword"];
const COMMENTS = { hash: "#[^\\n]*", slash: "\\/\\/[^\\n]*|\\/\\*[^]*?\\*\\/" };
const HASH = new Set(["python", "curl", "tc3", "tccli", "php"]);
const STRINGS = '"""[^]*?"""|"(?:[^"\\\\\\n]|\\\\[^])*"|\'(?:[^\'\\\\]|\\\\[^])*\'|\\x60[^\\x60]*\\x60';
const RUST_STRINGS = 'b?r(#*)"[^]*?"\\1|"(?:[^"\\\\]|\\\\[^])*"';
const WORDS =
  "and|as|async|await|break|case|catch|class|const|continue|def|default|do|done|echo|elif|else|esac|except|exit|export|extends|false|False|fi|final|finally|fn|for|foreach|from|func|function|if|impl|import|in|let|local|loop|match|mod|mut|namespace|new|nil|None|not|null|or|package|pass|private|pub|public|raise|require|require_once|return|self|Self|static|struct|switch|then|throw|throws|true|True|try|type|use|using|val|var|void|while|with";
const LARGEST = 200_000;

// Colors the text of `node`, which has one text node, as code in the language named `language`.
export function paint(node, language) {
  if (!globalThis.Highlight || !CSS.highlights) return;
  const text = node.firstChild;
  for (const name of NAMES) CSS.highlights.delete(`code-${name}`);
  if (!text || text.length > LARGEST) return;
  const strings = language.startsWith("rust") ? RUST_STRINGS : STRINGS;
  const comments = HASH.has(language) ? COMMENTS.hash : COMMENTS.slash;
  const pattern = new RegExp(`(?<string>${strings})|(?<comment>(?<![\\w$\\\\{])(?:${comments}))|(?<number>\\b\\d[\\w.]*)|(?<keyword>\\b(?:${WORDS})\\b)`, "g");
  const found = Object.fromEntries(NAMES.map((name) => [name, new Highlight()]));
  for (const match of text.data.matchAll(pattern)) {
    const name = NAMES.find((key) => match.groups[key] !== undefined);
    found[name].add(new StaticRange({ startContainer: text, startOffset: match.index, endContainer: text, endOffset: match.index + match[0].length }));
  }
  for (const name of NAMES) CSS.highlights.set(`code-${name}`, found[name]);
}
