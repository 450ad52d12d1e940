//! Generates again only the services whose files changed since the last run.
//!
//! The unit is a service with all its versions, since services do not depend on each other. A stamp has, for each service,
//! a hash of its files and of everything else that its code depends on, and a hash of each file that was written. A
//! service whose hashes are all as they were, before and after the generator, is neither parsed nor checked nor printed:
//! its files are taken from the folder. What depends on several services is made again every time.
//!
//! A build.rs keeps the stamp in `OUT_DIR`, and the command keeps it in the user's cache folder: next to checked-in code
//! it would be one more file to merge. Without a stamp, or with one that cannot be read, everything is generated.
//!
//! Hashes are those of the standard library. Another version of it may hash differently; then everything is generated
//! once more.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::check::{EXAMPLE_MISMATCH, load};
use crate::emit::{Context, Layouts};
use crate::generate::{GenerateError, generate_modules, services_file};
use crate::lower::{Module, ServiceFacts};
use crate::options::Options;
use crate::output::{FileSet, SERVICES_FILE, read_if_exists, write_atomically};
use crate::source::{Diagnostics, Source, SourceSet};
use crate::timings::phase;

/// What a run generated, and what it has to say.
pub(crate) struct Run {
    pub(crate) files: FileSet,
    /// Warnings about the services that were generated in this run.
    pub(crate) warnings: Diagnostics,
    stamp: Stamp,
    place: Option<PathBuf>,
}

impl Run {
    /// Generates what changed since the run whose stamp is at `place`, if there is one, and whose files are in `folder`.
    ///
    /// # Errors
    /// Returns an error as [`generate`](fn@crate::generate) and [`load`] do.
    pub(crate) fn new(
        sources: &SourceSet,
        options: &Options,
        folder: &Path,
        place: Option<PathBuf>,
    ) -> Result<Self, GenerateError> {
        let stamp = phase!("stamp", Stamp::new(sources, options));
        let last = place.as_deref().and_then(Stamp::read).unwrap_or_default();
        let reused = phase!("stamp", stamp.reusable(last, folder));
        let changed = sources.filtered(|source| !reused.contains_key(service_of(source)));
        let elsewhere: HashSet<&str> = reused.keys().map(String::as_str).collect();
        let mut run = Self {
            files: FileSet::default(),
            warnings: Diagnostics::default(),
            stamp,
            place,
        };
        let mut modules = Vec::new();
        if !changed.is_empty() || reused.is_empty() {
            let spec = load(&changed)?;
            let mut layouts = Layouts::new(options.format);
            let output = generate_modules(&spec, options, Module::file_name, &elsewhere, &mut layouts)?;
            run.add(&output.modules, &output.files);
            modules = output.modules;
            run.files = output.files;
            run.note_warnings(&spec.warnings);
            run.warnings = spec.warnings;
        }
        for (service, reused) in reused {
            modules.extend(reused.outline.modules.iter().map(Outline::module));
            for (path, text) in reused.texts {
                run.files.insert(path, text);
            }
            run.stamp.outlines.insert(service, reused.outline);
        }
        modules.sort_by(|one, other| (&one.service, &one.version).cmp(&(&other.service, &other.version)));
        let text = services_file(&modules, &Context::new(options)?, options)?;
        run.files.insert(SERVICES_FILE, text);
        Ok(run)
    }

    /// Writes the stamp, once the files are written. A stamp that cannot be written costs the next run time, no more.
    pub(crate) fn finish(&self) {
        let Some(place) = &self.place else {
            return;
        };
        let stamp = self.stamp.to_json();
        if !read_if_exists(place).is_ok_and(|there| there.as_deref() == Some(stamp.as_str())) {
            let _ = write_atomically(place, &stamp);
        }
    }

    /// Returns what to say about all services in a few lines: each warning, but those about documented examples, of which
    /// an imported spec may have hundreds, in one line that ends in `command`, which shows them.
    pub(crate) fn warning_lines(&self, command: &str) -> Vec<String> {
        let outlines = self.stamp.outlines.values();
        let mut lines: Vec<String> = outlines
            .clone()
            .flat_map(|outline| outline.warnings.iter().cloned())
            .collect();
        match outlines.map(|outline| outline.examples).sum::<u64>() {
            0 => {}
            1 => lines.push(format!(
                "1 documented example does not fit its types: {command} shows it"
            )),
            count => lines.push(format!(
                "{count} documented examples do not fit their types: {command} shows them"
            )),
        }
        lines
    }

    /// Returns how many warnings there are about services that this run did not generate.
    #[cfg(feature = "cli")]
    pub(crate) fn earlier_warnings(&self) -> usize {
        let count = |outline: &ServiceOutline| outline.warnings.len() + outline.examples as usize;
        let all: usize = self.stamp.outlines.values().map(count).sum();
        all.saturating_sub(self.warnings.iter().count())
    }

    fn note_warnings(&mut self, warnings: &Diagnostics) {
        for warning in warnings.iter() {
            let service = warnings.path_of(warning).split('/').next().unwrap_or_default();
            let outline = self.stamp.outlines.entry(service.to_owned()).or_default();
            if warning.code == EXAMPLE_MISMATCH {
                outline.examples += 1;
            } else {
                outline.warnings.push(warnings.line_of(warning));
            }
        }
    }

    fn add(&mut self, modules: &[Module], files: &FileSet) {
        for module in modules {
            let service = module.service.trim_start_matches("r#").to_owned();
            let outline = self.stamp.outlines.entry(service).or_default();
            let path = module.file_name();
            let text = files.get(&path).unwrap_or_default();
            outline.files.push((path, hash(&text)));
            outline.modules.push(Outline::of(module));
        }
    }
}

/// The name of the folder of the service that a file describes.
fn service_of(source: &Source) -> &str {
    source.path.split('/').next().unwrap_or_default()
}

/// Returns where a build.rs keeps the stamp of the code in `folder`: in `OUT_DIR`, if cargo set it.
pub(crate) fn place_in_out_dir(folder: &Path) -> Option<PathBuf> {
    let out_dir = PathBuf::from(std::env::var_os("OUT_DIR")?);
    Some(out_dir.join(format!(".tc3-codegen-{:016x}.stamp", hash(&folder))))
}

/// Returns where the command keeps the stamp of the code in `folder`: in the folder that `TC3_CODEGEN_CACHE` names, or
/// else in the user's cache folder. The variable is `off` for no stamp.
#[cfg(feature = "cli")]
pub(crate) fn place_in_cache(folder: &Path) -> Option<PathBuf> {
    let variable = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let cache = match variable("TC3_CODEGEN_CACHE") {
        Some(off) if off == Path::new("off") => return None,
        Some(folder) => folder,
        None => {
            let home = || variable("HOME");
            let of_user = if cfg!(windows) {
                variable("LOCALAPPDATA")
            } else if cfg!(target_os = "macos") {
                home().map(|home| home.join("Library/Caches"))
            } else {
                variable("XDG_CACHE_HOME").or_else(|| home().map(|home| home.join(".cache")))
            };
            of_user?.join("tc3-codegen")
        }
    };
    let whole = std::path::absolute(folder).ok()?;
    Some(cache.join(format!("{:016x}.stamp", hash(&whole))))
}

/// The services of a run: what went in, and what came out.
#[derive(Default)]
struct Stamp {
    /// A hash of the generator and the options.
    generator: u64,
    /// Hashes of the files of each service.
    services: BTreeMap<String, u64>,
    outlines: BTreeMap<String, ServiceOutline>,
}

/// What was generated for a service; nothing if the options leave it out.
#[derive(Default)]
struct ServiceOutline {
    modules: Vec<Outline>,
    /// The paths of the files, and hashes of their texts.
    files: Vec<(String, u64)>,
    /// Warnings about its spec, a line each, but those about examples.
    warnings: Vec<String>,
    /// How many warnings there are about its examples.
    examples: u64,
}

/// What the file of all services needs of a module.
struct Outline {
    service: String,
    version: String,
    docs: Vec<String>,
    service_docs: Vec<String>,
    is_default: bool,
}

/// A service that is as it was.
struct Reused {
    outline: ServiceOutline,
    texts: Vec<(String, String)>,
}

impl Stamp {
    fn new(sources: &SourceSet, options: &Options) -> Self {
        let mut hashers: BTreeMap<&str, DefaultHasher> = BTreeMap::new();
        for (_, source) in sources.iter() {
            let hasher = hashers.entry(service_of(source)).or_default();
            (&source.path, &source.text).hash(hasher);
        }
        let services = hashers
            .into_iter()
            .map(|(name, hasher)| (name.to_owned(), hasher.finish()));
        Self {
            generator: generator(options),
            services: services.collect(),
            outlines: BTreeMap::new(),
        }
    }

    /// Returns the services that went into `last` and came out of it as they are now in `folder`.
    fn reusable(&self, mut last: Self, folder: &Path) -> BTreeMap<String, Reused> {
        if last.generator != self.generator {
            return BTreeMap::new();
        }
        let mut reusable = BTreeMap::new();
        for (service, inputs) in &self.services {
            if last.services.get(service) != Some(inputs) {
                continue;
            }
            let outline = last.outlines.remove(service).unwrap_or_default();
            let read = |(path, expected): &(String, u64)| {
                let text = read_if_exists(&folder.join(path)).ok()??;
                (hash(&text.as_str()) == *expected).then(|| (path.clone(), text))
            };
            let texts: Option<Vec<(String, String)>> = outline.files.iter().map(read).collect();
            if let Some(texts) = texts {
                reusable.insert(service.clone(), Reused { outline, texts });
            }
        }
        reusable
    }

    fn read(place: &Path) -> Option<Self> {
        let text = read_if_exists(place).ok()??;
        let read: Value = serde_json::from_str(&text).ok()?;
        let number = |value: &Value| value.as_u64();
        let mut stamp = Self {
            generator: number(read.get("generator")?)?,
            ..Self::default()
        };
        for (name, service) in read.get("services")?.as_object()? {
            stamp.services.insert(name.clone(), number(service.get("inputs")?)?);
            let mut outline = ServiceOutline::default();
            for (path, hash) in service.get("files")?.as_object()? {
                outline.files.push((path.clone(), number(hash)?));
            }
            for module in service.get("modules")?.as_array()? {
                outline.modules.push(Outline::read(module)?);
            }
            outline.warnings = lines(service, "warnings")?;
            outline.examples = number(service.get("examples")?)?;
            stamp.outlines.insert(name.clone(), outline);
        }
        Some(stamp)
    }

    fn to_json(&self) -> String {
        let nothing = ServiceOutline::default();
        let services: Map<String, Value> = self
            .services
            .iter()
            .map(|(name, inputs)| {
                let outline = self.outlines.get(name).unwrap_or(&nothing);
                let files: Map<String, Value> = outline
                    .files
                    .iter()
                    .map(|(path, hash)| (path.clone(), json!(hash)))
                    .collect();
                let modules: Vec<Value> = outline.modules.iter().map(Outline::to_json).collect();
                let service = json!({
                    "inputs": inputs,
                    "files": files,
                    "modules": modules,
                    "warnings": outline.warnings,
                    "examples": outline.examples,
                });
                (name.clone(), service)
            })
            .collect();
        json!({ "generator": self.generator, "services": services }).to_string()
    }
}

impl Outline {
    fn of(module: &Module) -> Self {
        Self {
            service: module.service.clone(),
            version: module.version.clone(),
            docs: module.docs.clone(),
            service_docs: module.service_docs.clone(),
            is_default: module.is_default,
        }
    }

    /// Returns the module without what is in its file.
    fn module(&self) -> Module {
        Module {
            service: self.service.clone(),
            version: self.version.clone(),
            docs: self.docs.clone(),
            service_docs: self.service_docs.clone(),
            is_default: self.is_default,
            facts: ServiceFacts {
                name: String::new(),
                version: String::new(),
                host: String::new(),
            },
            inputs_elsewhere: Vec::new(),
            items: Vec::new(),
        }
    }

    fn read(value: &Value) -> Option<Self> {
        let text = |key: &str| value.get(key)?.as_str().map(str::to_owned);
        Some(Self {
            service: text("service")?,
            version: text("version")?,
            docs: lines(value, "docs")?,
            service_docs: lines(value, "serviceDocs")?,
            is_default: value.get("isDefault")?.as_bool()?,
        })
    }

    fn to_json(&self) -> Value {
        json!({
            "service": self.service,
            "version": self.version,
            "docs": self.docs,
            "serviceDocs": self.service_docs,
            "isDefault": self.is_default,
        })
    }
}

fn lines(value: &Value, key: &str) -> Option<Vec<String>> {
    let lines = value.get(key)?.as_array()?.iter();
    lines.map(|line| line.as_str().map(str::to_owned)).collect()
}

/// Hashes the options and the running program. A program that was built again has another time of change, so that a
/// developer's builds of one version differ without reading the program.
fn generator(options: &Options) -> u64 {
    let mut hasher = DefaultHasher::new();
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    format!("{options:?}").hash(&mut hasher);
    let program: io::Result<_> = std::env::current_exe().and_then(|path| {
        let data = fs::metadata(&path)?;
        Ok((path, data.len(), data.modified()?))
    });
    match program {
        Ok(program) => program.hash(&mut hasher),
        // Nothing is reused if nobody knows what generated it.
        Err(_) => std::time::SystemTime::now().hash(&mut hasher),
    }
    hasher.finish()
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
