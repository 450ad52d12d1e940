//! Members and types.

use tc3_codegen::spec::{AllowedValue, Json, Member, NamedInteger, Spanned, TypeFile};

use super::block::{Decoder, Texts};
use crate::error::CatalogError;
use crate::file::Reader;
use crate::summary::Site;

/// What is set of a member. The low bits are the frequent ones, so that most members take one byte.
pub(crate) mod flags {
    pub(crate) const REQUIRED: u64 = 1;
    pub(crate) const NULLABLE: u64 = 1 << 1;
    /// The sites that lack it.
    pub(crate) const NOT_CN: u64 = 1 << 2;
    pub(crate) const NOT_INTL: u64 = 1 << 3;
    pub(crate) const UNSIGNED: u64 = 1 << 4;
    pub(crate) const SECRET: u64 = 1 << 5;
    pub(crate) const DEPRECATED: u64 = 1 << 6;
    /// Required on the international site, if not as `REQUIRED` says.
    pub(crate) const OTHER_REQUIRED: u64 = 1 << 7;
    /// `secret` is said to be false.
    pub(crate) const NOT_SECRET: u64 = 1 << 8;
    pub(crate) const VALUES: u64 = 1 << 9;
    pub(crate) const DEFAULT: u64 = 1 << 10;
    pub(crate) const UNIT: u64 = 1 << 11;
    pub(crate) const MINIMUM: u64 = 1 << 12;
    pub(crate) const MAXIMUM: u64 = 1 << 13;
    pub(crate) const MAX_LENGTH: u64 = 1 << 14;
    pub(crate) const MAX_ITEMS: u64 = 1 << 15;
}

/// The kinds of members: a built-in type by its place in this list, or a type of the service.
pub(crate) mod kinds {
    pub(crate) const LIST: u8 = 0x80;
    pub(crate) const NAMED: u8 = 0x7f;
}

/// The kinds of types.
pub(crate) mod type_kinds {
    pub(crate) const STRUCTURE: u8 = 0;
    pub(crate) const VALUES: u8 = 1;
    pub(crate) const INTEGERS: u8 = 2;
    pub(crate) const UNSIGNED_INTEGERS: u8 = 3;
    /// None of these, which a wrong spec may have.
    #[cfg(feature = "write")]
    pub(crate) const EMPTY: u8 = 4;
}

impl<'a> Decoder<'a> {
    /// Reads a list of members, of which those of another site are left out. `reached` gets the types.
    pub(super) fn members(
        &self,
        reader: &mut Reader<'a>,
        texts: &mut Texts<'a>,
        reached: &mut Vec<usize>,
    ) -> Result<Vec<Member>, CatalogError> {
        let count = reader.count()?;
        let mut members = Vec::with_capacity(count);
        for _ in 0..count {
            members.extend(self.member(reader, texts, reached)?);
        }
        Ok(members)
    }

    fn member(
        &self,
        reader: &mut Reader<'a>,
        texts: &mut Texts<'a>,
        reached: &mut Vec<usize>,
    ) -> Result<Option<Member>, CatalogError> {
        let pool = self.pool();
        let name = pool.text(reader)?;
        let kind = reader.byte()?;
        let mut types = Vec::new();
        let item = if kind & !kinds::LIST == kinds::NAMED {
            self.type_reference(reader, &mut types)?
        } else {
            let built_in = tc3_codegen::spec::BUILT_IN_TYPES.get(usize::from(kind & !kinds::LIST));
            built_in.ok_or_else(|| CatalogError::damaged("an unknown kind of member"))?
        };
        let is_list = kind & kinds::LIST != 0;
        let type_name = if is_list {
            format!("Array of {item}")
        } else {
            item.to_owned()
        };
        let flags = reader.number()?;
        let is = |flag: u64| flags & flag != 0;
        let values = if is(flags::VALUES) {
            Some(self.type_reference(reader, &mut types)?)
        } else {
            None
        };
        let default = if is(flags::DEFAULT) {
            Some(json(pool.text(reader)?)?)
        } else {
            None
        };
        let unit = if is(flags::UNIT) {
            Some(pool.text(reader)?)
        } else {
            None
        };
        let minimum = if is(flags::MINIMUM) {
            Some(reader.float()?)
        } else {
            None
        };
        let maximum = if is(flags::MAXIMUM) {
            Some(reader.float()?)
        } else {
            None
        };
        let max_length = if is(flags::MAX_LENGTH) {
            Some(reader.number()?)
        } else {
            None
        };
        let max_items = if is(flags::MAX_ITEMS) {
            Some(reader.number()?)
        } else {
            None
        };
        let deprecated = if is(flags::DEPRECATED) {
            Some(pool.text(reader)?)
        } else {
            None
        };
        let description = texts.next()?;
        let (is_elsewhere, is_intl) = match self.site() {
            None => (false, false),
            Some(Site::Cn) => (is(flags::NOT_CN), false),
            Some(Site::Intl) => (is(flags::NOT_INTL), true),
        };
        if is_elsewhere {
            return Ok(None);
        }
        reached.append(&mut types);
        let owned = |text: &str| Spanned::from(text.to_owned());
        Ok(Some(Member {
            name: owned(name),
            type_name: type_name.into(),
            format: is(flags::UNSIGNED).then(|| owned("uint64")),
            values: values.map(owned),
            default: default.map(Spanned::from),
            unit: unit.map(owned),
            minimum: minimum.map(Spanned::from),
            maximum: maximum.map(Spanned::from),
            max_length: max_length.map(Spanned::from),
            max_items: max_items.map(Spanned::from),
            required: is(flags::REQUIRED) != (is_intl && is(flags::OTHER_REQUIRED)),
            nullable: is(flags::NULLABLE),
            deprecated: deprecated.map(owned),
            secret: if is(flags::SECRET) {
                Some(true)
            } else {
                is(flags::NOT_SECRET).then_some(false)
            },
            description: owned(description),
            rust_name: None,
        }))
    }

    fn type_reference(&self, reader: &mut Reader<'a>, types: &mut Vec<usize>) -> Result<&'a str, CatalogError> {
        let number = reader.number()?;
        let index = usize::try_from(number).map_err(|_| CatalogError::damaged("a type is missing"))?;
        let name = self.type_name(index)?;
        types.push(index);
        Ok(name)
    }

    /// Reads a type.
    pub(super) fn shared_type(
        &self,
        name: &str,
        reader: &mut Reader<'a>,
        texts: &mut Texts<'a>,
        reached: &mut Vec<usize>,
    ) -> Result<TypeFile, CatalogError> {
        let mut file = TypeFile {
            name: name.to_owned().into(),
            description: texts.next()?.to_owned().into(),
            ..TypeFile::default()
        };
        match reader.byte()? {
            type_kinds::STRUCTURE => file.members = Some(self.members(reader, texts, reached)?),
            type_kinds::VALUES => {
                let mut values = Vec::new();
                for _ in 0..reader.count()? {
                    values.push(AllowedValue {
                        value: self.pool().text(reader)?.to_owned().into(),
                        description: texts.next()?.to_owned().into(),
                        rust_name: None,
                    });
                }
                file.values = Some(values);
            }
            kind @ (type_kinds::INTEGERS | type_kinds::UNSIGNED_INTEGERS) => {
                let mut integers = Vec::new();
                for _ in 0..reader.count()? {
                    integers.push(NamedInteger {
                        value: reader.number()?.cast_signed().into(),
                        rust_name: self.pool().text(reader)?.to_owned().into(),
                        description: texts.next()?.to_owned().into(),
                    });
                }
                file.format = (kind == type_kinds::UNSIGNED_INTEGERS).then(|| "uint64".to_owned().into());
                file.integers = Some(integers);
            }
            _ => {}
        }
        Ok(file)
    }
}

fn json(text: &str) -> Result<Json, CatalogError> {
    Json::parse(text).map_err(|_| CatalogError::damaged("a value is no JSON"))
}
