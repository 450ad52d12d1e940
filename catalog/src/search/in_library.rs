//! Searches a library: the spec, and the first catalog that has an index.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::{SearchIndex, SearchIndexBuilder, SearchIndexError, SearchResult};
use crate::catalog::sections;
use crate::error::CatalogError;
use crate::library::Library;
use crate::summary::Site;

/// What is searched of a library.
///
/// ```
/// use tc3_catalog::search::LibrarySearch;
/// use tc3_catalog::{Catalog, Library};
///
/// let library = Library::new().with_catalog(Catalog::embedded()?);
/// let search = LibrarySearch::new(&library)?;
/// let result = search.search("create proxy group", 10, None, None)?;
/// assert_eq!(result.hits[0].action, "CreateProxyGroup");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct LibrarySearch<'a> {
    /// An index over the spec, and the versions of services that it has; these are not searched in the catalog.
    spec: Vec<u8>,
    versions: Vec<(&'a str, &'a str)>,
    catalog: Option<Cow<'a, [u8]>>,
}

impl<'a> LibrarySearch<'a> {
    /// Reads the index of a catalog, and makes one over the spec.
    ///
    /// # Errors
    /// If the catalog is damaged.
    pub fn new(library: &'a Library) -> Result<Self, CatalogError> {
        let mut builder = SearchIndexBuilder::new();
        let mut versions = Vec::new();
        for service in library.spec_services() {
            let (name, version) = (service.file.name.as_str(), service.file.version.as_str());
            let has_other = library.spec_services().any(|other| {
                other.file.name.value == name && other.file.version.value != version && other.file.default_version
            });
            builder.add(service, !has_other, &[]);
            versions.push((name, version));
        }
        let mut catalog = None;
        for candidate in library.catalogs() {
            catalog = candidate.section(sections::SEARCH)?;
            if catalog.is_some() {
                break;
            }
        }
        let spec = builder.finish().map_err(|error| CatalogError::new(error.to_string()))?;
        Ok(Self {
            spec,
            versions,
            catalog,
        })
    }

    /// Searches for actions, as [`SearchIndex::search`] does: at most `limit`, of one service and of one site if these are
    /// given.
    ///
    /// # Errors
    /// If the index of the catalog is damaged.
    pub fn search(
        &self,
        query: &str,
        limit: usize,
        service: Option<&str>,
        site: Option<Site>,
    ) -> Result<SearchResult, SearchIndexError> {
        let is_service = |name: &str| service.is_none_or(|service| service == name);
        let in_spec = |name: &str, version: &str| self.versions.contains(&(name, version));
        let spec = SearchIndex::open(&self.spec)?;
        let of_spec = spec.search_where(query, limit, site, &|name, _| is_service(name));
        let Some(catalog) = &self.catalog else {
            return Ok(of_spec);
        };
        let catalog = SearchIndex::open(catalog)?;
        let is_wanted = |name: &str, version: &str| is_service(name) && !in_spec(name, version);
        let of_catalog = catalog.search_where(query, limit, site, &is_wanted);
        Ok(merged(of_spec, of_catalog, limit))
    }

    /// Returns the words of names that are nearest to a word, the nearest first, at most three.
    ///
    /// # Errors
    /// If the index of the catalog is damaged.
    pub fn near_words(&self, word: &str) -> Result<Vec<String>, SearchIndexError> {
        let searched: &[u8] = self.catalog.as_deref().unwrap_or(&self.spec);
        Ok(SearchIndex::open(searched)?.near_words(word))
    }
}

/// The hits of both, the best first. One that found all the words as they were typed wins over one that did not.
fn merged(one: SearchResult, other: SearchResult, limit: usize) -> SearchResult {
    let is_worse =
        |result: &SearchResult| result.hits.is_empty() || result.is_partial || !result.corrections.is_empty();
    match (is_worse(&one), is_worse(&other)) {
        (true, false) => return other,
        (false, true) => return one,
        _ => {}
    }
    if one.hits.is_empty() {
        return other;
    }
    if other.hits.is_empty() {
        return one;
    }
    let mut result = SearchResult {
        hits: [one.hits, other.hits].concat(),
        is_partial: one.is_partial && other.is_partial,
        corrections: one.corrections,
    };
    result.hits.sort_by_key(|hit| Reverse(hit.score));
    let mut seen = std::collections::HashSet::new();
    result
        .hits
        .retain(|hit| seen.insert((hit.service.clone(), hit.action.clone())));
    result.hits.truncate(limit);
    result
}
