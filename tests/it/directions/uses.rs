//! Which file uses which, read from the source: every name is followed to the file that defines it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Segments of a path of names.
type Names = Vec<String>;

/// A module that has a file of its own.
#[derive(Default)]
struct Module {
    file: PathBuf,
    /// Names that `use` brings, with where they come from.
    imports: BTreeMap<String, Import>,
    /// What ends in `*`.
    globs: Vec<Import>,
    /// Names that are defined here.
    items: BTreeSet<String>,
    /// Paths in the code, `a::b` at least.
    paths: BTreeSet<Names>,
    /// Single words of the code.
    words: BTreeSet<String>,
}

#[derive(Clone)]
struct Import {
    path: Names,
    is_public: bool,
}

enum Target {
    Module(Names),
    /// Something that the file of this module defines.
    Item(Names),
    /// Something of another crate.
    Foreign,
}

/// The modules of a crate by their paths; the root's is empty.
pub struct Crate(BTreeMap<Names, Module>);

/// From file to file, with the names that are used.
pub type Uses = BTreeMap<(PathBuf, PathBuf), BTreeSet<String>>;

impl Crate {
    /// Of the files below the crate's `src`.
    pub fn read(files: &[(PathBuf, String)]) -> Self {
        let modules = files.iter().filter(|(path, _)| path != Path::new("main.rs"));
        Self(modules.map(|(path, text)| (names_of(path), Module::read(path, text))).collect())
    }

    pub fn uses(&self) -> Uses {
        let mut uses = Uses::new();
        for (own, module) in &self.0 {
            // A name that is only passed on is used by nobody here.
            let is_used = |name: &str, import: &Import| !import.is_public || module.words.contains(name);
            let imports = module.imports.iter().filter(|(name, import)| is_used(name, import));
            let paths = imports.map(|(_, import)| &import.path).chain(&module.paths);
            let items = paths.filter_map(|path| match self.resolve(own, path, 0) {
                Target::Item(home) => Some((home, path.join("::"))),
                Target::Module(_) | Target::Foreign => None,
            });
            let globs = module.globs.iter().filter(|glob| !glob.is_public);
            let globs = globs.filter_map(|glob| match self.resolve(own, &glob.path, 0) {
                Target::Module(home) | Target::Item(home) => Some((home, glob.path.join("::") + "::*")),
                Target::Foreign => None,
            });
            for (home, name) in items.chain(globs) {
                let file = self.0[&home].file.clone();
                if file != module.file {
                    uses.entry((module.file.clone(), file)).or_default().insert(name);
                }
            }
        }
        uses
    }

    /// What a path means in a module.
    fn resolve(&self, module: &[String], path: &[String], steps: u32) -> Target {
        let parent = |module: &[String]| module[..module.len().saturating_sub(1)].to_vec();
        let (first, rest) = path.split_first().unwrap();
        let mut target = match first.as_str() {
            "crate" => Target::Module(Names::new()),
            "self" => Target::Module(module.to_vec()),
            "super" => Target::Module(parent(module)),
            name => self.lookup(module, name, steps).unwrap_or(Target::Foreign),
        };
        for name in rest {
            let Target::Module(module) = &target else { break };
            target = match name.as_str() {
                "super" => Target::Module(parent(module)),
                // What a macro defines is found nowhere.
                _ => self.lookup(module, name, steps).unwrap_or_else(|| Target::Item(module.clone())),
            };
        }
        target
    }

    fn lookup(&self, module: &[String], name: &str, steps: u32) -> Option<Target> {
        let of = self.0.get(module).filter(|_| steps < 16)?;
        let child = [module, &[name.to_owned()]].concat();
        if self.0.contains_key(&child) {
            return Some(Target::Module(child));
        }
        if of.items.contains(name) {
            return Some(Target::Item(module.to_vec()));
        }
        if let Some(import) = of.imports.get(name) {
            return Some(self.resolve(module, &import.path, steps + 1));
        }
        of.globs.iter().find_map(|glob| match self.resolve(module, &glob.path, steps + 1) {
            Target::Module(from) if from != *module => self.lookup(&from, name, steps + 1),
            _ => None,
        })
    }
}

/// The files that reach each other, in groups.
pub fn circles(uses: &Uses) -> Vec<BTreeSet<PathBuf>> {
    let mut ahead: BTreeMap<&Path, BTreeSet<&Path>> = BTreeMap::new();
    for (from, _) in uses.keys() {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from.as_path()]);
        while let Some(file) = next.pop() {
            let steps = uses.keys().filter(|(from, _)| from == file).map(|(_, to)| to.as_path());
            next.extend(steps.filter(|to| seen.insert(*to)));
        }
        ahead.insert(from, seen);
    }
    let circle = |file: &&Path| -> BTreeSet<PathBuf> {
        let leads_back = |to: &&&Path| ahead.get(*to).is_some_and(|seen| seen.contains(file));
        ahead[*file].iter().filter(leads_back).map(|to| to.to_path_buf()).collect()
    };
    let circles: BTreeSet<_> = ahead.keys().map(circle).filter(|circle| circle.len() > 1).collect();
    circles.into_iter().collect()
}

/// `a/b.rs` and `a/b/mod.rs` are both `a::b`.
fn names_of(path: &Path) -> Names {
    let path = path.with_extension("");
    let names = path.iter().map(|name| name.to_str().unwrap().to_owned());
    names.filter(|name| name != "mod" && name != "lib").collect()
}

impl Module {
    fn read(path: &Path, text: &str) -> Self {
        let mut module = Self { file: path.to_owned(), ..Self::default() };
        let tokens = tokens(text);
        let token = |at: usize| tokens.get(at).copied().unwrap_or_default();
        let (mut at, mut depth) = (0, 0);
        while at < tokens.len() {
            let before = if at > 0 { token(at - 1) } else { "" };
            match token(at) {
                "{" => depth += 1,
                "}" => depth -= 1,
                // Not that of `impl Trait + use<'a>`.
                "use" if token(at + 1) != "<" => {
                    let is_public = before == "pub" || before == ")";
                    at = module.read_use(&tokens, at + 1, &[], is_public);
                    continue;
                }
                "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" | "union" | "!"
                    if depth == 0 && is_name(token(at + 1)) =>
                {
                    module.items.insert(token(at + 1).to_owned());
                }
                word if is_name(word) && before != "in" => {
                    let mut names = vec![word.to_owned()];
                    while token(at + 1) == "::" && is_name(token(at + 2)) {
                        names.push(token(at + 2).to_owned());
                        at += 2;
                    }
                    module.words.insert(names[0].clone());
                    if names.len() > 1 {
                        module.paths.insert(names);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        module
    }

    /// One tree of a `use`, which begins at `at`; where it ends.
    fn read_use(&mut self, tokens: &[&str], mut at: usize, prefix: &[String], is_public: bool) -> usize {
        let (mut path, mut name) = (prefix.to_vec(), None);
        loop {
            match tokens[at] {
                "{" => {
                    while tokens[at] != "}" {
                        at = self.read_use(tokens, at + 1, &path, is_public);
                    }
                    return at + 1;
                }
                "*" => {
                    self.globs.push(Import { path, is_public });
                    return at + 1;
                }
                "as" => {
                    name = Some(tokens[at + 1].to_owned());
                    at += 1;
                }
                "::" => {}
                word if is_name(word) => path.push(word.to_owned()),
                _ => break,
            }
            at += 1;
        }
        if path.len() > prefix.len() {
            // `a::{self}` is `a`.
            if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
                path.pop();
            }
            let name = name.unwrap_or_else(|| path[path.len() - 1].clone());
            self.imports.insert(name, Import { path, is_public });
        }
        at
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Words, `::` and single signs; no comments, texts and characters.
fn tokens(text: &str) -> Vec<&str> {
    let (mut tokens, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(raw) = raw_text(rest) {
            raw
        } else if first == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |end| end + 2)
        } else if first == '\'' {
            // A character, else a lifetime.
            let escaped = rest[1..].starts_with('\\');
            let end = rest.char_indices().skip(if escaped { 3 } else { 2 }).find(|(_, c)| *c == '\'');
            end.filter(|(end, _)| escaped || rest[1..*end].chars().count() == 1).map_or(1, |(end, _)| end + 1)
        } else if is_name(rest) || first.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push(&rest[..end]);
            end
        } else {
            let length = if rest.starts_with("::") { 2 } else { first.len_utf8() };
            if !first.is_whitespace() {
                tokens.push(&rest[..length]);
            }
            length
        };
        rest = &rest[length..];
    }
    tokens
}

/// The length of `r"…"` or `r#"…"#` at the beginning.
fn raw_text(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let signs = after.len() - after.trim_start_matches('#').len();
    after[signs..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(signs));
    let begin = 1 + signs + 1;
    rest[begin..].find(&end).map(|at| begin + at + end.len())
}
