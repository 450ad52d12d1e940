use prost_types::{DescriptorProto, FileDescriptorProto, FileDescriptorSet};

/// The descriptors are built here, because protoc is not part of what is measured.
fn main() -> std::io::Result<()> {
    let note = DescriptorProto {
        name: Some("Note".to_owned()),
        ..DescriptorProto::default()
    };
    let file = FileDescriptorProto {
        name: Some("notes.proto".to_owned()),
        package: Some("notes".to_owned()),
        message_type: vec![note],
        syntax: Some("proto3".to_owned()),
        ..FileDescriptorProto::default()
    };
    prost_build::compile_fds(FileDescriptorSet { file: vec![file] })
}
