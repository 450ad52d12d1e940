//! A Python wheel, or the folder that it was unpacked to.
//!
//! Sizes are limited, so that an archive that unpacks without end (a zip bomb) is an error and not an exhausted machine.

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zip::ZipArchive;
use zip::result::ZipError;

use super::ImportError;
use crate::source::{escaped, read_regular};

/// The maximum size of a file: far more than the largest one of the metadata (4 MB).
const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// The maximum size of a wheel: far more than that of tccli (15 MB).
const MAX_WHEEL_BYTES: u64 = 1024 * 1024 * 1024;

/// The files of a wheel or folder by path, with `/` as the separator. A clone shares the bytes of a wheel.
#[derive(Clone)]
pub struct Archive {
    path: PathBuf,
    content: Content,
}

#[derive(Clone)]
enum Content {
    Wheel(Box<ZipArchive<Cursor<Arc<[u8]>>>>),
    Folder,
}

impl Archive {
    /// Opens a wheel or a folder.
    ///
    /// ```no_run
    /// use tc3_codegen::import::Archive;
    ///
    /// let archive = Archive::open("tccli-3.1.0-py3-none-any.whl".as_ref())?;
    /// println!("{} services and versions", archive.names("/api.json")?.len());
    /// # Ok::<(), tc3_codegen::import::ImportError>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error if it does not exist, cannot be read, or is not a complete zip archive.
    pub fn open(path: &Path) -> Result<Self, ImportError> {
        let is_folder = fs::metadata(path)
            .map_err(|error| ImportError::of_file(path, &error))?
            .is_dir();
        if !is_folder {
            return Self::from_bytes(path, read_wheel(path)?);
        }
        Ok(Self {
            path: path.to_owned(),
            content: Content::Folder,
        })
    }

    /// Reads a wheel that is in memory. Error messages show it under the name `path`, which is not opened.
    ///
    /// ```
    /// use tc3_codegen::import::Archive;
    ///
    /// let error = Archive::from_bytes("tccli.whl".as_ref(), b"not a zip archive".to_vec()).err();
    /// assert!(error.is_some_and(|error| error.to_string().starts_with("tccli.whl: ")));
    /// ```
    ///
    /// # Errors
    /// Returns an error if the bytes are not a complete zip archive.
    pub fn from_bytes(path: &Path, bytes: impl Into<Arc<[u8]>>) -> Result<Self, ImportError> {
        let wheel = ZipArchive::new(Cursor::new(bytes.into())).map_err(|error| not_a_wheel(path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            content: Content::Wheel(Box::new(wheel)),
        })
    }

    /// Returns the path of a file in it for an error message.
    pub(crate) fn displayed(&self, name: &str) -> String {
        match name {
            "" => escaped(&self.path.to_string_lossy()),
            name => escaped(&format!("{}/{name}", self.path.to_string_lossy())),
        }
    }

    /// Returns the paths of all files whose paths end in `ending`, sorted.
    ///
    /// ```
    /// use tc3_codegen::import::Archive;
    ///
    /// let folder = Archive::open(env!("CARGO_MANIFEST_DIR").as_ref())?;
    /// assert!(folder.names(".toml")?.contains(&"Cargo.toml".to_owned()));
    /// # Ok::<(), tc3_codegen::import::ImportError>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error if a folder cannot be read.
    pub fn names(&self, ending: &str) -> Result<Vec<String>, ImportError> {
        let mut names = match &self.content {
            Content::Wheel(wheel) => wheel.file_names().map(str::to_owned).collect(),
            Content::Folder => {
                let mut names = Vec::new();
                collect(&self.path, "", &mut names)?;
                names
            }
        };
        names.retain(|name| name.ends_with(ending));
        names.sort();
        Ok(names)
    }

    /// Returns the `METADATA` of the package, which names it: in the wheel, or next to the folder that pip installed.
    pub(super) fn distribution_metadata(&mut self) -> Result<Option<String>, ImportError> {
        let mut inside = self.names(".dist-info/METADATA")?;
        inside.retain(|name| name.matches('/').count() == 1);
        if let [only] = inside.as_slice() {
            return self.read(only).map(Some);
        }
        let Content::Folder = self.content else {
            return Ok(None);
        };
        let folder = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else {
            return Ok(None);
        };
        let name = format!("{}-", name.to_string_lossy().to_lowercase());
        let name_of_edition = name.replace('-', "_");
        let Ok(entries) = fs::read_dir(parent) else {
            return Ok(None);
        };
        let is_of_package = |path: &PathBuf| {
            let file = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
            file.ends_with(".dist-info") && (file.starts_with(&name) || file.starts_with(&name_of_edition))
        };
        let mut found = entries.flatten().map(|entry| entry.path()).filter(is_of_package);
        let only = found.next().filter(|_| found.next().is_none());
        Ok(only.and_then(|path| fs::read_to_string(path.join("METADATA")).ok()))
    }

    /// Returns the size and the CRC-32 of a file, which tell its releases apart. A wheel has them in its directory, so nothing
    /// is unpacked.
    #[cfg(feature = "cli")]
    pub(super) fn fingerprint(&mut self, name: &str) -> Result<String, ImportError> {
        let (size, crc) = match &mut self.content {
            Content::Wheel(wheel) => {
                let file = wheel.by_name(name).map_err(|error| not_a_wheel(&self.path, &error))?;
                (file.size(), file.crc32())
            }
            Content::Folder => {
                let path = self.path.join(name);
                let bytes = fs::read(&path).map_err(|error| ImportError::of_file(&path, &error))?;
                (bytes.len() as u64, crc32fast::hash(&bytes))
            }
        };
        Ok(format!("{size} {crc:08x}"))
    }

    /// Reads the text of a file.
    ///
    /// ```
    /// use tc3_codegen::import::Archive;
    ///
    /// let mut folder = Archive::open(env!("CARGO_MANIFEST_DIR").as_ref())?;
    /// assert!(folder.read("Cargo.toml")?.contains("tc3-codegen"));
    /// # Ok::<(), tc3_codegen::import::ImportError>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error if the file does not exist, is damaged, is larger than 256 MiB, or is not UTF-8.
    pub fn read(&mut self, name: &str) -> Result<String, ImportError> {
        let displayed = self.displayed(name);
        let mut bytes = Vec::new();
        let read = match &mut self.content {
            Content::Wheel(wheel) => {
                let file = wheel.by_name(name).map_err(|error| not_a_wheel(&self.path, &error))?;
                file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)
            }
            Content::Folder => read_regular(&self.path.join(name), MAX_FILE_BYTES).map(|read| {
                bytes = read;
                bytes.len()
            }),
        };
        read.map_err(|error| ImportError::new(&displayed, error).help("download it again"))?;
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Err(ImportError::new(displayed, "larger than 256 MiB"));
        }
        String::from_utf8(bytes).map_err(|_| ImportError::new(displayed, "not UTF-8"))
    }
}

fn read_wheel(path: &Path) -> Result<Vec<u8>, ImportError> {
    read_regular(path, MAX_WHEEL_BYTES).map_err(|error| ImportError::of_file(path, &error))
}

fn not_a_wheel(path: &Path, error: &ZipError) -> ImportError {
    ImportError::new(
        escaped(&path.to_string_lossy()),
        format!("not a whole zip archive ({error})"),
    )
    .help("download the wheel again, with `pip download --no-deps tccli`, or name the folder that it was unpacked to")
}

fn collect(root: &Path, below: &str, names: &mut Vec<String>) -> Result<(), ImportError> {
    let folder = root.join(below);
    let failed = |error: &std::io::Error| ImportError::of_file(&folder, error);
    for entry in fs::read_dir(&folder).map_err(|error| failed(&error))? {
        let entry = entry.map_err(|error| failed(&error))?;
        let Ok(name) = entry.file_name().into_string() else {
            continue; // not a name in the metadata
        };
        let below = if below.is_empty() {
            name
        } else {
            format!("{below}/{name}")
        };
        let kind = entry.file_type().map_err(|error| failed(&error))?;
        if kind.is_dir() {
            collect(root, &below, names)?;
        } else {
            names.push(below);
        }
    }
    Ok(())
}
