//! No file imports another one that imports it back, directly or by way of others.
//!
//! A `mod.rs`, `lib.rs` or `main.rs` may name its children while they name it: that is what a folder is. All other
//! files of a crate have to be in layers. What counts is every path that begins with `crate`, `self` or `super`, in a
//! `use` or in code. A name that a `mod.rs` re-exports counts for the file that the `mod.rs` takes it from. Code behind
//! `#[cfg(test)]` does not count.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::files::{has_extension, texts};

/// The folders that hold the roots of the crates.
const CRATES: [&str; 3] = ["codegen/src", "runtime/src", "emulator/src"];

/// A module's path from the root of its crate.
type Module = Vec<String>;

struct Source {
    path: String,
    /// Paths that it names, from the root of the repository.
    named: Vec<Module>,
    /// What it re-exports or imports: the name, and the path that it is taken from.
    imported: Vec<(String, Module)>,
}

impl Source {
    fn is_folder(&self) -> bool {
        ["mod.rs", "lib.rs", "main.rs"]
            .iter()
            .any(|name| self.path.ends_with(name))
    }
}

/// An import of one file by another.
struct Import {
    target: Module,
    /// What is imported, as it is named.
    name: String,
}

struct Graph {
    sources: BTreeMap<Module, Source>,
    imports: BTreeMap<Module, Vec<Import>>,
}

impl Graph {
    fn of(files: &[(String, String)]) -> Self {
        let mut sources = BTreeMap::new();
        for (path, text) in files {
            let module = module_of(path);
            let source = read(path, &module, text);
            sources.insert(module, source);
        }
        let mut graph = Self {
            sources,
            imports: BTreeMap::new(),
        };
        graph.link();
        graph
    }

    fn link(&mut self) {
        let mut imports = BTreeMap::new();
        for (module, source) in self.sources.iter().filter(|(_, source)| !source.is_folder()) {
            let mut found = Vec::new();
            for named in &source.named {
                let target = self.resolve(named, 0);
                let is_file = self.sources.get(&target).is_some_and(|target| !target.is_folder());
                if is_file && target != *module {
                    let name = named.last().cloned().unwrap_or_default();
                    found.push(Import { target, name });
                }
            }
            imports.insert(module.clone(), found);
        }
        self.imports = imports;
    }

    /// The module of the file that holds what `named` names.
    fn resolve(&self, named: &[String], depth: usize) -> Module {
        let longest = (0..=named.len())
            .rev()
            .find(|end| self.sources.contains_key(&named[..*end]));
        let (module, rest) = named.split_at(longest.unwrap_or(0));
        let (Some(source), Some(name)) = (self.sources.get(module), rest.first()) else {
            return module.to_vec();
        };
        let taken = source.imported.iter().find(|(imported, _)| imported == name);
        match taken {
            // Eight re-exports of a re-export are more than anybody writes, unless they go in a circle.
            Some((_, from)) if source.is_folder() && depth < 8 => self.resolve(from, depth + 1),
            _ => module.to_vec(),
        }
    }

    /// The modules that can be reached from `start` by at least one import.
    fn reachable(&self, start: &Module) -> BTreeSet<&Module> {
        let mut reached = BTreeSet::new();
        let mut open = vec![start];
        while let Some(module) = open.pop() {
            for import in self.imports.get(module).into_iter().flatten() {
                if reached.insert(&import.target) {
                    open.push(&import.target);
                }
            }
        }
        reached
    }

    /// Each circle once: its files, and what they import from each other.
    fn circles(&self) -> Vec<String> {
        let reachable: BTreeMap<&Module, BTreeSet<&Module>> = self
            .imports
            .keys()
            .map(|module| (module, self.reachable(module)))
            .collect();
        let mut seen = BTreeSet::new();
        let mut circles = Vec::new();
        for (module, reached) in &reachable {
            if !reached.contains(module) || seen.contains(module) {
                continue;
            }
            let members: BTreeSet<&Module> = reached
                .iter()
                .copied()
                .filter(|other| reachable.get(other).is_some_and(|back| back.contains(module)))
                .collect();
            seen.extend(members.iter().copied());
            circles.push(self.describe(&members));
        }
        circles
    }

    fn describe(&self, members: &BTreeSet<&Module>) -> String {
        let mut lines = BTreeSet::new();
        for member in members {
            for import in &self.imports[*member] {
                if members.contains(&import.target) {
                    let (from, to) = (&self.sources[*member], &self.sources[&import.target]);
                    lines.insert(format!("  {} imports {} of {}", from.path, import.name, to.path));
                }
            }
        }
        let lines: Vec<String> = lines.into_iter().collect();
        format!("a circle of {} files:\n{}", members.len(), lines.join("\n"))
    }
}

/// `a/b.rs` and `a/b/mod.rs` are the module `a::b`.
fn module_of(path: &str) -> Module {
    let path = path.trim_end_matches(".rs");
    let mut segments: Module = path.split('/').map(str::to_owned).collect();
    if segments
        .last()
        .is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str()))
    {
        segments.pop();
    }
    segments
}

fn read(path: &str, module: &Module, text: &str) -> Source {
    let mut source = Source {
        path: path.to_owned(),
        named: Vec::new(),
        imported: Vec::new(),
    };
    let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
    walk(tokens, module, false, &mut source);
    source
}

fn walk(tokens: TokenStream, module: &Module, is_use: bool, source: &mut Source) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut index = 0;
    let mut is_use = is_use;
    while let Some(token) = tokens.get(index) {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' && is_test_attribute(tokens.get(index + 1)) => {
                index = end_of_item(&tokens, index + 2);
                continue;
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => is_use = false,
            TokenTree::Ident(ident) if ident == "use" => is_use = true,
            TokenTree::Ident(_) if !follows_path(&tokens, index) => {
                if let Some(end) = path(&tokens, index, module, is_use, source) {
                    index = end;
                    continue;
                }
            }
            TokenTree::Group(group) => walk(group.stream(), module, is_use, source),
            _ => {}
        }
        index += 1;
    }
}

/// Whether the token before `index` makes what is there a later segment of a path.
fn follows_path(tokens: &[TokenTree], index: usize) -> bool {
    index > 0
        && matches!(&tokens[index - 1], TokenTree::Punct(punct) if punct.as_char() == ':')
        && index > 1
        && matches!(&tokens[index - 2], TokenTree::Punct(punct) if punct.as_char() == ':')
}

/// Reads a path that begins at `index`, and returns where it ends; `None` if none does. In a `use` of a folder's own
/// file a path may begin with a child's name too.
fn path(tokens: &[TokenTree], index: usize, module: &Module, is_use: bool, source: &mut Source) -> Option<usize> {
    let TokenTree::Ident(first) = &tokens[index] else {
        return None;
    };
    // The root of a crate is the folder `CRATE/src`, or that of a binary below it.
    let root = root_of(module);
    let base = match first.to_string().as_str() {
        "crate" => module[..root].to_vec(),
        "self" => module.clone(),
        "super" => module[..module.len().saturating_sub(1)].to_vec(),
        name if is_use && source.is_folder() => {
            let mut child = module.clone();
            child.push(name.to_owned());
            child
        }
        _ => return None,
    };
    let mut end = index + 1;
    segments(tokens, &mut end, base, is_use, source);
    Some(end)
}

fn root_of(module: &Module) -> usize {
    let bin = module.iter().position(|segment| segment == "bin");
    bin.map_or(2, |bin| bin + 2).min(module.len())
}

/// Reads `::a::{b, c as d}` from `end` on, after `base`.
fn segments(tokens: &[TokenTree], end: &mut usize, base: Module, is_use: bool, source: &mut Source) {
    let mut base = base;
    while is_path_separator(tokens, *end) {
        match tokens.get(*end + 2) {
            Some(TokenTree::Ident(segment)) => {
                if segment == "super" {
                    base.pop();
                } else if segment != "self" {
                    base.push(segment.to_string());
                }
                *end += 3;
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                *end += 3;
                branches(group.stream(), &base, is_use, source);
                return;
            }
            _ => break,
        }
    }
    let mut name = base.last().cloned();
    if let (Some(TokenTree::Ident(word)), Some(TokenTree::Ident(alias))) = (tokens.get(*end), tokens.get(*end + 1)) {
        if word == "as" {
            name = Some(alias.to_string());
            *end += 2;
        }
    }
    if let (true, Some(name)) = (is_use, name) {
        source.imported.push((name, base.clone()));
    }
    source.named.push(base);
}

fn branches(tokens: TokenStream, base: &Module, is_use: bool, source: &mut Source) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        if let TokenTree::Ident(first) = token {
            let mut branch = base.clone();
            if first != "self" {
                branch.push(first.to_string());
            }
            index += 1;
            segments(&tokens, &mut index, branch, is_use, source);
        } else {
            index += 1;
        }
    }
}

fn is_path_separator(tokens: &[TokenTree], index: usize) -> bool {
    let is_colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    is_colon(tokens.get(index)) && is_colon(tokens.get(index + 1))
}

fn is_test_attribute(token: Option<&TokenTree>) -> bool {
    match token {
        Some(TokenTree::Group(group)) => group.to_string().replace(' ', "").starts_with("[cfg(test)"),
        _ => false,
    }
}

/// Past the item that begins at `index`: its first `;` or its first `{..}`.
fn end_of_item(tokens: &[TokenTree], index: usize) -> usize {
    let is_end = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    let rest = tokens.get(index..).unwrap_or_default();
    rest.iter().position(is_end).map_or(tokens.len(), |at| index + at + 1)
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let mut circles = Vec::new();
    for folder in CRATES {
        let files = texts(folder, |path| has_extension(path, "rs"));
        assert!(!files.is_empty(), "no sources in {folder}");
        circles.extend(Graph::of(&files).circles());
    }
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

fn circles_of(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    Graph::of(&files).circles()
}

#[test]
fn a_circle_is_found_through_reexports_groups_and_inline_paths() {
    let files = [
        ("a/src/lib.rs", "mod one; mod two; mod three;"),
        (
            "a/src/one.rs",
            "use crate::{two::{Second as Other}, Root};\nuse std::fmt;",
        ),
        (
            "a/src/two/mod.rs",
            "mod inner;\npub(crate) use inner::Second;\nuse super::one;",
        ),
        ("a/src/two/inner.rs", "fn f() { super::super::three::g() }"),
        (
            "a/src/three.rs",
            "\nuse super::one::First;\n#[cfg(test)]\nmod tests { use crate::two::Second; }",
        ),
    ];
    assert_eq!(
        circles_of(&files),
        ["a circle of 3 files:\n  \
          a/src/one.rs imports Second of a/src/two/inner.rs\n  \
          a/src/three.rs imports First of a/src/one.rs\n  \
          a/src/two/inner.rs imports g of a/src/three.rs"]
    );
}

#[test]
fn layers_folders_and_tests_are_no_circles() {
    let files = [
        ("a/src/lib.rs", "mod one;\nmod two;\npub use one::First;"),
        (
            "a/src/one.rs",
            "use crate::two::{self, Second};\n#[cfg(test)]\nuse crate::two::back;",
        ),
        (
            "a/src/two/mod.rs",
            "mod inner;\nuse inner::Second;\nuse crate::one::First;",
        ),
        ("a/src/two/inner.rs", "use super::{Folder, other};"),
    ];
    assert!(circles_of(&files).is_empty());
}
