//! The crate has facts of the vendor's services and none of its sentences.

use std::collections::BTreeSet;

use tc3_catalog::{Catalog, Language};
use tc3_codegen::load;
use tc3_codegen::spec::{Member, Service, SourceSet};

use crate::{embedded, spec_folder, versions};

/// What the importer corrects, with the words of this project.
const OVERRIDES: &str = include_str!("../../../codegen/src/import/overrides.json");

/// Every text of a service that a person wrote.
fn texts(service: &Service) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    let mut add = |text: &str| {
        if !text.is_empty() {
            texts.insert(text.to_owned());
        }
    };
    fn members(members: &[Member], add: &mut dyn FnMut(&str)) {
        members.iter().for_each(|member| add(&member.description));
    }
    add(&service.file.description);
    for action in &service.actions {
        add(&action.description);
        members(&action.parameters, &mut add);
        members(&action.output, &mut add);
        action.examples.iter().for_each(|example| add(&example.title));
        let errors = action.errors.iter().chain(&service.file.errors);
        errors.flat_map(|error| &error.description).for_each(|text| add(text));
    }
    for shared in &service.types {
        add(&shared.description);
        members(shared.members.as_deref().unwrap_or_default(), &mut add);
        shared.values.iter().flatten().for_each(|value| add(&value.description));
        shared
            .integers
            .iter()
            .flatten()
            .for_each(|value| add(&value.description));
    }
    texts
}

#[test]
fn only_the_services_of_the_spec_have_texts_and_these_are_the_specs() {
    let spec = load(&SourceSet::read_dir(&spec_folder()).unwrap()).unwrap().spec;
    let mut described = 0;
    for language in [Language::English, Language::Chinese] {
        let library = embedded().language(language);
        for (name, version) in versions(&library) {
            let service = library.service(&name, Some(&version)).unwrap();
            let ours = spec
                .services
                .iter()
                .find(|known| known.file.name.value == name && known.file.version.value == version);
            let known = ours.map(texts).unwrap_or_default();
            let foreign: Vec<String> = texts(&service).difference(&known).cloned().collect();
            let foreign: Vec<String> = foreign.into_iter().filter(|text| !OVERRIDES.contains(text)).collect();
            assert_eq!(foreign, Vec::<String>::new(), "{name} {version}");
            described += usize::from(!known.is_empty());
            if ours.is_none() {
                // An import without descriptions has the name in place of the title.
                assert!(
                    ["", &name].contains(&&*service.file.title.value),
                    "{name}: {}",
                    service.file.title.value
                );
                let has_example = service.actions.iter().any(|action| !action.examples.is_empty());
                assert!(!has_example, "{name} {version} has documented requests");
            }
        }
        for service in library.services().unwrap() {
            let is_ours = spec
                .services
                .iter()
                .any(|known| known.file.title.value == service.title);
            assert!(
                is_ours || ["", &service.name].contains(&&*service.title),
                "{}",
                service.title
            );
        }
    }
    assert_eq!(described, 2 * spec.services.len());
    assert!(!embedded().has_texts());
}

/// What a lookup does not show: the sections as they are, and the blocks unpacked.
#[test]
fn there_is_no_chinese_in_the_file_but_values_of_our_examples() {
    let bytes = crate::facts();
    let is_chinese = |character: char| ('\u{4e00}'..='\u{9fff}').contains(&character);
    let sources = SourceSet::read_dir(&spec_folder()).unwrap();
    let spec: String = sources.iter().map(|(_, source)| source.text.as_str()).collect();
    let catalog = Catalog::embedded().unwrap();
    assert!(!catalog.about().unwrap().contains(is_chinese));
    let mut blocks = 0;
    for at in 0..bytes.len() - 2 {
        // The beginning of a block that was packed as tightly as can be.
        if bytes[at..at + 2] != [0x78, 0xda] {
            continue;
        }
        let mut block = Vec::new();
        let mut inflater = flate2::read::ZlibDecoder::new(&bytes[at..]);
        if std::io::Read::read_to_end(&mut inflater, &mut block).is_err() {
            continue;
        }
        blocks += 1;
        let block = String::from_utf8_lossy(&block);
        for run in block.split(|character: char| !is_chinese(character)) {
            // Bytes of numbers that happen to be a character are no sentence.
            assert!(run.chars().count() < 2 || spec.contains(run), "{run}");
        }
    }
    assert!(blocks > 500, "{blocks} blocks");
}
