//! Generated calls of this crate and of `tc3`, from one client, to one emulator.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use tc3::gaap::{CreateProxyGroupRequest, TagPair};
use tc3::{Client, CommonErrorCode, Credentials};
use tc3_codegen::spec::{Source, SourceSet};
use tc3_emulator::{Emulator, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};
use tc3_tests_consumer::cloud::gaap::{self, CreateGlobalDomainErrorCode, CreateGlobalDomainRequest};
use tc3_tests_consumer::cloud::notes::{self, Colour, CreateNoteRequest, ListNotesRequest, Reminder};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const OWN_SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/spec");
const SHIPPED_SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec");

fn client(emulator: &Emulator, secret_key: &str) -> Result<Client> {
    let builder = Client::builder()
        .credentials(Credentials::new(SAMPLE_SECRET_ID, secret_key))
        .region("eu-frankfurt")
        .endpoint(emulator.url().parse()?);
    Ok(builder.build()?)
}

/// Both specs as one; where both have a file, the shipped one counts.
fn both_specs() -> Result<SourceSet> {
    let mut files: BTreeMap<String, Source> = BTreeMap::new();
    for folder in [OWN_SPEC, SHIPPED_SPEC] {
        let read = SourceSet::read_dir(Path::new(folder))?;
        files.extend(read.iter().map(|(_, source)| (source.path.clone(), source.clone())));
    }
    Ok(SourceSet::new("both", files.into_values()))
}

/// Service and action of each request, the oldest first.
fn received(emulator: &Emulator) -> Vec<(String, String)> {
    let requests = emulator.requests().into_iter();
    requests
        .map(|request| (request.service.unwrap_or_default(), request.action.unwrap_or_default()))
        .collect()
}

#[tokio::test]
async fn a_service_of_our_own_is_called_through_its_generated_functions() -> Result {
    let emulator = Emulator::builder().spec_dir(OWN_SPEC).start().await?;
    let client = client(&emulator, SAMPLE_SECRET_KEY)?;

    let request = CreateNoteRequest::new("water the plants")
        .colour(Colour::Green)
        .reminders([Reminder::new(90).repeat(true)]);
    let created = notes::create_note(&client, &request).await?;
    assert!(created.note_id.starts_with("note-"), "{}", created.note_id);

    let listed = notes::list_notes(&client, &ListNotesRequest::default().limit(1)).await?;
    assert_eq!(listed.anomalies(), []);
    assert_eq!(listed.total_count, 3);
    let [note] = listed.notes.as_slice() else {
        return Err(format!("{:?}", listed.notes).into());
    };
    assert_eq!((note.text.as_str(), &note.colour), ("water the plants", &Colour::Green));
    assert_eq!(note.reminders, [Reminder::new(90).repeat(true)]);
    assert_eq!(note.read_at, None);

    let sent = emulator.requests();
    assert_eq!(
        sent[0].body,
        r#"{"Text":"water the plants","Colour":"green","Reminders":[{"AfterMinutes":90,"Repeat":true}]}"#
    );
    assert_eq!(sent[0].version.as_deref(), Some("2024-01-01"));
    assert_eq!(sent[0].region.as_deref(), Some("eu-frankfurt"));
    Ok(())
}

#[tokio::test]
async fn a_call_of_our_own_is_signed_with_the_key_that_the_client_has() -> Result {
    let emulator = Emulator::builder().spec_dir(OWN_SPEC).start().await?;
    let client = client(&emulator, "another key")?;
    let refused = notes::create_note(&client, &CreateNoteRequest::new("hello")).await;
    let error = refused.err().ok_or("the wrong key was accepted")?;
    assert!(error.is(CommonErrorCode::AuthFailureSignatureFailure), "{error}");
    assert!(error.to_string().starts_with("notes CreateNote: "), "{error}");
    Ok(())
}

#[tokio::test]
async fn one_client_serves_shipped_and_added_actions_with_the_same_types() -> Result {
    let emulator = Emulator::builder().sources(both_specs()?).start().await?;
    let client = client(&emulator, SAMPLE_SECRET_KEY)?;
    let tags = [TagPair::new("team", "edge")];

    let request = CreateProxyGroupRequest::new(0, "test", "EastChina").tag_set(tags.clone());
    let group = tc3::gaap::create_proxy_group(&client, &request).await?;
    assert!(group.group_id.starts_with("lg-"), "{}", group.group_id);

    let request = CreateGlobalDomainRequest::new(0, "127.0.0.1").tag_set(tags);
    let domain = gaap::create_global_domain(&client, &request).await?;
    assert!(domain.domain_id.starts_with("dm-"), "{}", domain.domain_id);

    let note = notes::create_note(&client, &CreateNoteRequest::new("both work")).await?;
    assert!(note.note_id.starts_with("note-"), "{}", note.note_id);

    let of = |service: &str, action: &str| (service.to_owned(), action.to_owned());
    assert_eq!(
        received(&emulator),
        [
            of("gaap", "CreateProxyGroup"),
            of("gaap", "CreateGlobalDomain"),
            of("notes", "CreateNote"),
        ]
    );
    let body = &emulator.requests()[1].body;
    assert_eq!(
        body,
        r#"{"ProjectId":0,"DefaultValue":"127.0.0.1","TagSet":[{"TagKey":"team","TagValue":"edge"}]}"#
    );
    Ok(())
}

#[test]
fn secrets_and_error_codes_of_our_own_spec_are_known() {
    let request = CreateNoteRequest::new("hello").passphrase("open sesame");
    assert!(!format!("{request:?}").contains("sesame"), "{request:?}");
    assert_eq!(
        CreateGlobalDomainErrorCode::LimitExceededDomain.as_ref(),
        "LimitExceeded.Domain"
    );
}
