//! Which file of a crate uses which, and the cycles among them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use crate::tokens::{Token, tokens};

/// A module path below the root of the crate.
type Module = Vec<String>;

/// A path in a source file, with the module that contains it.
#[derive(Clone)]
struct PathUse {
    module: Module,
    segments: Vec<String>,
    /// The name that a `use` gives to the last segment.
    name: String,
    line: usize,
    is_import: bool,
}

struct File {
    name: String,
    lines: Vec<String>,
    module: Module,
    uses: Vec<PathUse>,
}

impl File {
    /// Whether it is the root of a folder: its job is to declare and re-export, so it is in no cycle.
    fn is_root(&self) -> bool {
        matches!(
            Path::new(&self.name).file_name().and_then(|name| name.to_str()),
            Some("mod.rs" | "lib.rs" | "main.rs")
        )
    }
}

/// The files of one crate and the uses between them.
pub(crate) struct Graph {
    files: Vec<File>,
    /// For each file the files it uses, with the lines.
    edges: Vec<BTreeMap<usize, BTreeSet<usize>>>,
}

impl Graph {
    /// Reads the sources below `src`.
    pub(crate) fn read(src: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        collect(src, &mut Vec::new(), &mut files)?;
        files.sort_by(|a: &File, b| a.name.cmp(&b.name));
        let by_module: BTreeMap<Module, usize> = (0..files.len()).map(|at| (files[at].module.clone(), at)).collect();
        let edges = files
            .iter()
            .enumerate()
            .map(|(from, file)| {
                let mut edges: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
                for path in &file.uses {
                    if let Some(to) = resolve(&files, &by_module, path, 0)
                        && to != from
                    {
                        edges.entry(to).or_default().insert(path.line);
                    }
                }
                edges
            })
            .collect();
        Ok(Self { files, edges })
    }

    /// The strongly connected components of more than one file, each with the lines that close it.
    pub(crate) fn cycles(&self) -> Vec<String> {
        let reached: Vec<BTreeSet<usize>> = (0..self.files.len()).map(|from| self.reached_from(from)).collect();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let mut cycles = Vec::new();
        for first in 0..self.files.len() {
            if !reached[first].contains(&first) || seen.contains(&first) {
                continue;
            }
            let members: BTreeSet<usize> = reached[first]
                .iter()
                .copied()
                .filter(|other| reached[*other].contains(&first))
                .collect();
            seen.extend(&members);
            cycles.push(self.describe(&members));
        }
        cycles
    }

    fn reached_from(&self, from: usize) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut open = vec![from];
        while let Some(file) = open.pop() {
            open.extend(self.successors(file).filter(|next| reached.insert(*next)));
        }
        reached
    }

    fn successors(&self, file: usize) -> impl Iterator<Item = usize> {
        let targets = self.edges[file].keys().copied();
        targets.filter(move |to| !self.files[file].is_root() && !self.files[*to].is_root())
    }

    fn describe(&self, members: &BTreeSet<usize>) -> String {
        let mut text = format!("cycle of {} files:\n", members.len());
        for from in members {
            for (to, lines) in &self.edges[*from] {
                if members.contains(to) {
                    let file = &self.files[*from];
                    text += &format!("  {} uses {}\n", file.name, self.files[*to].name);
                    for line in lines {
                        text += &format!("    {line}: {}\n", file.lines[line - 1].trim());
                    }
                }
            }
        }
        text
    }

    /// Files of fewer than `limit` lines that fewer than two other files use, not counting roots of folders.
    pub(crate) fn small_files(&self, limit: usize) -> Vec<String> {
        let mut small = Vec::new();
        for (at, file) in self.files.iter().enumerate() {
            let users = (0..self.files.len()).filter(|from| self.edges[*from].contains_key(&at));
            let users = users.filter(|from| !self.files[*from].is_root()).count();
            let length = file.lines.len();
            if length < limit && users < 2 && !file.is_root() {
                small.push(format!("{}: {length} lines, used by {users}", file.name));
            }
        }
        small
    }
}

/// Reads the folder of the module `module`.
fn collect(folder: &Path, module: &mut Module, files: &mut Vec<File>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            module.push(stem);
            collect(&path, module, files)?;
            module.pop();
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            let mut name = module.join("/");
            if !name.is_empty() {
                name.push('/');
            }
            name += &format!("{stem}.rs");
            let mut module = module.clone();
            if !matches!(stem.as_str(), "mod" | "lib" | "main") {
                module.push(stem);
            }
            files.push(File {
                uses: uses(&tokens(&text), &module),
                lines: text.lines().map(ToOwned::to_owned).collect(),
                name,
                module,
            });
        }
    }
    Ok(())
}

/// The paths in `tokens` that begin with `crate`, `super` or `self`, and all that are imported.
fn uses(tokens: &[Token], file: &Module) -> Vec<PathUse> {
    let mut found = Vec::new();
    let mut module = file.clone();
    // The depth of braces at which each inline module ends.
    let (mut depth, mut inline) = (0, Vec::new());
    let mut at = 0;
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    while at < tokens.len() {
        let follows_path = at > 0 && text(at - 1) == "::";
        match text(at) {
            "{" => depth += 1,
            "}" => {
                depth -= 1;
                if inline.last() == Some(&depth) {
                    inline.pop();
                    module.pop();
                }
            }
            "mod" if text(at + 2) == "{" => {
                inline.push(depth);
                module.push(text(at + 1).to_owned());
                depth += 1;
                at += 2;
            }
            "use" => {
                let mut tree = PathTree {
                    tokens,
                    module: &module,
                    is_import: true,
                    found: &mut found,
                };
                at = tree.read(at + 1, &[]);
                continue;
            }
            "crate" | "super" | "self" if text(at + 1) == "::" && !follows_path => {
                let mut tree = PathTree {
                    tokens,
                    module: &module,
                    is_import: false,
                    found: &mut found,
                };
                at = tree.read(at, &[]);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Reads `a::{b, c as d, e::*}`.
struct PathTree<'a> {
    tokens: &'a [Token],
    module: &'a Module,
    is_import: bool,
    found: &'a mut Vec<PathUse>,
}

impl PathTree<'_> {
    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    /// Reads the tree at `at` below `prefix`, and returns where it ends.
    fn read(&mut self, mut at: usize, prefix: &[String]) -> usize {
        let mut segments = prefix.to_vec();
        let line = self.tokens.get(at).map_or(0, |token| token.line);
        loop {
            if self.is_import && self.text(at) == "{" {
                at += 1;
                while !matches!(self.text(at), "}" | "") {
                    at = self.read(at, &segments);
                    if self.text(at) == "," {
                        at += 1;
                    }
                }
                return at + 1;
            }
            let is_name = self
                .text(at)
                .starts_with(|char: char| char.is_alphabetic() || char == '_');
            if is_name || self.text(at) == "*" {
                segments.push(self.text(at).to_owned());
                at += 1;
            } else if self.text(at) == "::" {
                at += 1;
                continue;
            }
            if self.text(at) != "::" {
                break;
            }
            at += 1;
        }
        if segments.last().is_some_and(|last| last == "self") && segments.len() > 1 {
            segments.pop();
        }
        let mut name = segments.last().cloned().unwrap_or_default();
        if self.is_import && self.text(at) == "as" {
            name = self.text(at + 1).to_owned();
            at += 2;
        }
        self.found.push(PathUse {
            module: self.module.clone(),
            segments,
            name,
            line,
            is_import: self.is_import,
        });
        // Whatever follows, the reader goes on.
        if at == 0 { at + 1 } else { at }
    }
}

/// The file that defines what `path` names: the longest prefix that is a module, or, if the rest is imported there,
/// the file that it is imported from.
fn resolve(files: &[File], by_module: &BTreeMap<Module, usize>, path: &PathUse, depth: usize) -> Option<usize> {
    let mut segments = path.segments.as_slice();
    let mut module = path.module.clone();
    match segments.first()?.as_str() {
        "crate" => (module, segments) = (Vec::new(), &segments[1..]),
        "super" => {
            while let [first, rest @ ..] = segments
                && first == "super"
            {
                module.pop();
                segments = rest;
            }
        }
        "self" => segments = &segments[1..],
        // A bare path is to a child, or to another crate.
        first => {
            module.push(first.to_owned());
            if !by_module.contains_key(&module) {
                return None;
            }
            segments = &segments[1..];
        }
    }
    let mut file = None;
    loop {
        file = by_module.get(&module).copied().or(file);
        let Some((next, rest)) = segments.split_first() else {
            return file;
        };
        let mut child = module.clone();
        child.push(next.clone());
        if by_module.contains_key(&child) {
            (module, segments) = (child, rest);
            continue;
        }
        // An item: defined here, or re-exported.
        let here = &files[file?];
        let import = here
            .uses
            .iter()
            .find(|import| import.is_import && import.name == *next && import.module == here.module && depth < 8);
        return match import {
            Some(import) if here.is_root() => resolve(files, by_module, import, depth + 1).or(file),
            _ => file,
        };
    }
}
