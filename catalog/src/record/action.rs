//! Actions.

use tc3_codegen::spec::{ActionFile, ErrorCode, Paging, Spanned};

use super::block::{Decoder, Texts};
use crate::error::CatalogError;
use crate::file::Reader;
use crate::summary::Sites;

/// What is set of an action.
pub(crate) mod flags {
    pub(crate) const NOT_CN: u64 = 1;
    pub(crate) const NOT_INTL: u64 = 1 << 1;
    pub(crate) const DEPRECATED: u64 = 1 << 2;
    pub(crate) const REGION_REQUIRED: u64 = 1 << 3;
    pub(crate) const READ_ONLY: u64 = 1 << 4;
    pub(crate) const NOT_READ_ONLY: u64 = 1 << 5;
    pub(crate) const STREAMING: u64 = 1 << 6;
    pub(crate) const PAGING: u64 = 1 << 7;
    pub(crate) const HOST: u64 = 1 << 8;
    pub(crate) const RATE_LIMIT: u64 = 1 << 9;
    pub(crate) const CONTENT: u64 = 1 << 10;
    pub(crate) const UNSIGNED: u64 = 1 << 11;
    pub(crate) const ERRORS: u64 = 1 << 12;
}

/// Returns the sites that the flags of an action name.
pub(crate) fn sites(flags: u64) -> Sites {
    Sites {
        cn: flags & self::flags::NOT_CN == 0,
        intl: flags & self::flags::NOT_INTL == 0,
    }
}

impl<'a> Decoder<'a> {
    /// Reads an action.
    pub(super) fn action(
        &self,
        name: &str,
        reader: &mut Reader<'a>,
        texts: &mut Texts<'a>,
        reached: &mut Vec<usize>,
    ) -> Result<(ActionFile, Sites), CatalogError> {
        let pool = self.pool();
        let flags = reader.number()?;
        let is = |flag: u64| flags & flag != 0;
        let owned = |text: &str| Spanned::from(text.to_owned());
        let mut action = ActionFile {
            name: owned(name),
            description: owned(texts.next()?),
            region_required: is(flags::REGION_REQUIRED),
            read_only: if is(flags::READ_ONLY) {
                Some(true)
            } else {
                is(flags::NOT_READ_ONLY).then_some(false)
            },
            streaming: is(flags::STREAMING).into(),
            signed: is(flags::UNSIGNED).then(|| false.into()),
            ..ActionFile::default()
        };
        if is(flags::DEPRECATED) {
            action.deprecated = Some(owned(pool.text(reader)?));
        }
        if is(flags::HOST) {
            action.host = Some(owned(pool.text(reader)?));
        }
        if is(flags::RATE_LIMIT) {
            action.rate_limit = Some(reader.number()?.into());
        }
        if is(flags::CONTENT) {
            action.content = Some(owned(pool.text(reader)?));
        }
        if is(flags::PAGING) {
            action.paging = Some(self.paging(reader)?);
        }
        action.parameters = self.members(reader, texts, reached)?;
        action.output = self.members(reader, texts, reached)?;
        if is(flags::ERRORS) {
            action.errors = self.errors(reader, texts)?;
        }
        Ok((action, sites(flags)))
    }

    /// Reads error codes.
    pub(super) fn errors(
        &self,
        reader: &mut Reader<'a>,
        texts: &mut Texts<'a>,
    ) -> Result<Vec<ErrorCode>, CatalogError> {
        let mut errors = Vec::new();
        for _ in 0..reader.count()? {
            let code = self.pool().text(reader)?.to_owned().into();
            let description = Some(texts.next()?).filter(|text| !text.is_empty());
            errors.push(ErrorCode {
                code,
                rust_name: None,
                description: description.map(|text| text.to_owned().into()),
            });
        }
        Ok(errors)
    }

    fn paging(&self, reader: &mut Reader<'a>) -> Result<Paging, CatalogError> {
        let pool = self.pool();
        let owned = |text: &str| Spanned::from(text.to_owned());
        Ok(Paging {
            kind: owned(pool.text(reader)?),
            position: owned(pool.text(reader)?),
            items: owned(pool.text(reader)?),
            size: pool.optional(reader)?.map(owned),
            total: pool.optional(reader)?.map(owned),
            next: pool.optional(reader)?.map(owned),
            more: pool.optional(reader)?.map(owned),
            last: pool.optional(reader)?.map(owned),
            first_page: reader.number()?.checked_sub(1).map(Spanned::from),
        })
    }
}
