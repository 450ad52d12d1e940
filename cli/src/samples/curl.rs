use super::{Sample, SampleError, SampleInput};

pub(super) fn sample(_input: SampleInput<'_>) -> Result<Sample, SampleError> {
    Err("this language is not written yet".to_owned())
}
