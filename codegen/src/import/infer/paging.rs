//! How an action pages, where the shape of its request and response leaves one reading.
//!
//! A wrong reading loses items without an error, so what the vendor's texts and examples say against a reading counts,
//! even where descriptions are not imported: the `Offset` of some actions is the number of a page, and page numbers begin
//! at 0 as often as at 1.

use crate::spec::{ActionFile, ItemType, Json, JsonValue, Member, Paging};

const REQUEST_ID: &str = "RequestId";
const SIZES: [&str; 8] = [
    "limit",
    "pagesize",
    "maxresults",
    "maxresult",
    "size",
    "pagelimit",
    "perpage",
    "countperpage",
];
const PAGES: [&str; 8] = [
    "pagenumber",
    "pageno",
    "pageindex",
    "page",
    "pagenum",
    "currentpage",
    "curpage",
    "currentpageno",
];
const TOTALS: [&str; 11] = [
    "totalcount",
    "total",
    "totalnum",
    "totalnumber",
    "totalcnt",
    "totalcounts",
    "totalelements",
    "totalrecords",
    "totalrecord",
    "totalrows",
    "totalitems",
];
const MORE: [&str; 6] = ["hasmore", "hasnext", "hasnextpage", "istruncated", "more", "havemore"];
const LAST: [&str; 7] = [
    "listover",
    "isover",
    "isend",
    "islast",
    "islastpage",
    "finished",
    "isfinished",
];

/// Whether a parameter of this name may be the number of a page, whose first one the documented requests may show.
pub(in crate::import) fn is_page_number(name: &str) -> bool {
    PAGES.iter().any(|page| name.eq_ignore_ascii_case(page))
}

/// What the shape of an action says about its paging.
#[derive(Debug, PartialEq)]
pub(in crate::import) enum Inference {
    /// It pages, in the one way that its shape allows.
    Paged(Box<Paging>),
    /// It has a parameter for a page, and more than one reading or none: why.
    Ambiguous(String),
    /// It has no parameter for a page.
    NotPaged,
}

/// Infers how an action pages. `description` is what the source says about a parameter, whether or not it is imported.
pub(in crate::import) fn infer<'a>(action: &ActionFile, description: impl Fn(&str) -> &'a str) -> Inference {
    let size = find(&action.parameters, &SIZES, holds_number);
    let offset = find(&action.parameters, &["offset"], holds_number).filter(|_| size.is_some());
    let page = find(&action.parameters, &PAGES, holds_number).filter(|_| size.is_some());
    let tokens: Vec<(&Member, &Member)> = tokens(action).collect();
    let positions = usize::from(offset.is_some()) + usize::from(page.is_some()) + tokens.len();
    if positions == 0 {
        return Inference::NotPaged;
    }
    let inferred = if positions > 1 {
        Err("more than one parameter may be the position of a page".to_owned())
    } else {
        paged(action, size, offset, page, tokens.first().copied(), &description)
    };
    match inferred {
        Ok(paging) => Inference::Paged(Box::new(paging)),
        Err(why) => Inference::Ambiguous(why),
    }
}

fn paged<'a>(
    action: &ActionFile,
    size: Option<&Member>,
    offset: Option<&Member>,
    page: Option<&Member>,
    token: Option<(&Member, &Member)>,
    description: &impl Fn(&str) -> &'a str,
) -> Result<Paging, String> {
    let items = items(action)?;
    let mut paging = Paging {
        size: size.map(|size| size.name.clone()),
        items: items.name.clone(),
        ..Paging::default()
    };
    let flag = |names: &[&str]| find(&action.output, names, holds_flag).map(|flag| flag.name.clone());
    (paging.more, paging.last) = match (flag(&MORE), flag(&LAST)) {
        (Some(_), Some(_)) => return Err("the response has a flag for more pages and one for the last".to_owned()),
        flags => flags,
    };
    if let Some((position, next)) = token {
        let is_named_next = next.name.to_ascii_lowercase().starts_with("next");
        if !is_named_next && paging.more.is_none() && paging.last.is_none() {
            return Err(format!(
                "nothing in the response says when pages end: `{}` may be the token of the next page or of this one",
                next.name.value
            ));
        }
        paging.kind = "token".to_owned().into();
        paging.position = position.name.clone();
        paging.next = Some(next.name.clone());
        return Ok(paging);
    }
    paging.total = Some(total(action)?.name.clone());
    if let Some(offset) = offset {
        if calls_it_a_page(description(&offset.name)) {
            return Err(format!(
                "the documentation calls `{}` a page number, not a number of items",
                offset.name.value
            ));
        }
        paging.kind = "offset".to_owned().into();
        paging.position = offset.name.clone();
    } else if let Some(page) = page {
        paging.kind = "page".to_owned().into();
        paging.position = page.name.clone();
        let first = first_page(action, page, description(&page.name))?;
        paging.first_page = (first != 1).then(|| first.into());
    }
    Ok(paging)
}

/// Returns the one member of `members` that has one of `names` and passes `fits`; the first name counts most.
fn find<'a>(members: &'a [Member], names: &[&str], fits: fn(&Member) -> bool) -> Option<&'a Member> {
    names.iter().find_map(|name| {
        let mut found = members.iter().filter(|member| member.name.eq_ignore_ascii_case(name));
        found.next().filter(|member| fits(member))
    })
}

/// Returns the pairs of a parameter and a member of the output that are a token and the next one.
fn tokens(action: &ActionFile) -> impl Iterator<Item = (&Member, &Member)> {
    let texts = action.parameters.iter().filter(|member| holds_text(member));
    let positions = texts.filter(|member| {
        let name = member.name.to_ascii_lowercase();
        let is_token = [
            "nexttoken",
            "pagetoken",
            "scrolltoken",
            "continuetoken",
            "continuationtoken",
            "paginationtoken",
        ]
        .iter()
        .any(|token| name.ends_with(token));
        let is_marker = name.ends_with("marker") || name.ends_with("cursor");
        is_token || is_marker || ["context", "searchafter"].contains(&name.as_str())
    });
    positions.filter_map(|position| {
        let name = position.name.to_ascii_lowercase();
        let next = format!("next{name}");
        let find = |wanted: &str| {
            let mut output = action.output.iter();
            output.find(|member| member.name.eq_ignore_ascii_case(wanted) && holds_text(member))
        };
        find(&next).or_else(|| find(&name)).map(|next| (position, next))
    })
}

fn items(action: &ActionFile) -> Result<&Member, String> {
    let lists: Vec<&Member> = action.output.iter().filter(|member| member.type_ref().list).collect();
    match lists.as_slice() {
        [only] => Ok(only),
        [] => Err("the response has no list of its own".to_owned()),
        several => {
            let names: Vec<&str> = several.iter().map(|list| list.name.as_str()).collect();
            Err(format!("the response has several lists: {}", names.join(", ")))
        }
    }
}

fn total(action: &ActionFile) -> Result<&Member, String> {
    let is_total = |member: &&Member| {
        TOTALS.iter().any(|total| member.name.eq_ignore_ascii_case(total)) && member.name.value != REQUEST_ID
    };
    let totals: Vec<&Member> = action
        .output
        .iter()
        .filter(is_total)
        .filter(|member| holds_number(member))
        .collect();
    match totals.as_slice() {
        [only] => Ok(only),
        [] => Err("the response has no total that is known by its name, such as TotalCount".to_owned()),
        _ => Err("the response has several totals".to_owned()),
    }
}

/// Whether a description of an offset says that it counts pages. Formulas such as `(page number - 1) * page size` do not.
fn calls_it_a_page(description: &str) -> bool {
    const WORDS: [&str; 7] = [
        "页码",
        "第几页",
        "页数",
        "頁碼",
        "第幾頁",
        "page number",
        "number of pages",
    ];
    let text = description.to_lowercase();
    let is_formula = ["*", "×", "乘", "multipl"].iter().any(|sign| text.contains(sign));
    !is_formula && WORDS.iter().any(|words| text.contains(words))
}

/// Returns the number of the first page, 0 or 1, by what the description and the documented requests say.
fn first_page(action: &ActionFile, page: &Member, description: &str) -> Result<u64, String> {
    let documented: Vec<u64> = action
        .examples
        .iter()
        .filter_map(|example| number_in(example.request.as_ref()?, &page.name))
        .collect();
    let is_zero_shown = documented.contains(&0);
    match (
        says_first(description, '0'),
        says_first(description, '1'),
        is_zero_shown,
    ) {
        (true, false, _) | (false, false, true) => Ok(0),
        (false, true, false) => Ok(1),
        (false, false, false) if documented.contains(&1) => Ok(1),
        (false, false, false) => Err(format!(
            "nothing says whether `{}` counts from 0 or from 1",
            page.name.value
        )),
        _ => Err(format!(
            "`{}` counts from 0 by one part of the documentation and from 1 by another",
            page.name.value
        )),
    }
}

/// Whether a description says that pages begin at the number `first`, or that it is the default.
fn says_first(description: &str, first: char) -> bool {
    const BEFORE: [&str; 17] = [
        "从",
        "從",
        "默认",
        "默认为",
        "默认值",
        "默认值为",
        "默认是",
        "默認",
        "默認為",
        "起始为",
        "起始值",
        "startsfrom",
        "startfrom",
        "startingfrom",
        "startsat",
        "beginsfrom",
        "defaultvalue",
    ];
    const MORE_BEFORE: [&str; 4] = ["default", "defaultsto", "defaultis", "defaultvalueis"];
    let text: String = description
        .to_lowercase()
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    let is_alone = |after: &str| !after.starts_with(|next: char| next.is_ascii_digit());
    let before = BEFORE.iter().chain(&MORE_BEFORE);
    let stated = before.map(|words| format!("{words}{first}")).any(|words| {
        let mut found = text.match_indices(&words);
        found.any(|(at, words)| is_alone(&text[at + words.len()..]))
    });
    stated || text.contains(&format!("{first}开始")) || text.contains(&format!("{first}開始"))
}

/// Returns the number that a documented request has for a parameter, written as a number or in quotes.
fn number_in(request: &Json, name: &str) -> Option<u64> {
    let entries = request.as_object()?;
    let value = &entries.iter().find(|entry| entry.name == name)?.value;
    match &value.value {
        JsonValue::Number(text) => text.parse().ok(),
        _ => value.as_str()?.trim().parse().ok(),
    }
}

fn holds_number(member: &Member) -> bool {
    let held = member.type_ref();
    !held.list && matches!(held.item, ItemType::Int64 | ItemType::Uint64 | ItemType::String)
}

fn holds_text(member: &Member) -> bool {
    let held = member.type_ref();
    !held.list && held.item == ItemType::String
}

fn holds_flag(member: &Member) -> bool {
    let held = member.type_ref();
    !held.list && held.item == ItemType::Boolean
}

#[cfg(test)]
mod tests {
    use super::{Inference, calls_it_a_page, infer, says_first};
    use crate::spec::{ActionFile, Member};

    fn members(members: &[(&str, &str)]) -> Vec<Member> {
        let member = |(name, type_name): &(&str, &str)| Member {
            name: (*name).to_owned().into(),
            type_name: (*type_name).to_owned().into(),
            ..Member::default()
        };
        members.iter().map(member).collect()
    }

    fn inferred(parameters: &[(&str, &str)], output: &[(&str, &str)], description: &str) -> String {
        let action = ActionFile {
            parameters: members(parameters),
            output: members(output),
            ..ActionFile::default()
        };
        match infer(&action, |_| description) {
            Inference::Paged(paging) => {
                let optional = |name: &Option<crate::spec::Spanned<String>>| {
                    name.as_ref().map(|name| name.value.clone()).unwrap_or_default()
                };
                format!(
                    "{} {} {} {} {} {} {}",
                    paging.kind.value,
                    paging.position.value,
                    optional(&paging.size),
                    paging.items.value,
                    optional(&paging.total),
                    optional(&paging.next),
                    paging.first_page.map_or(1, |first| first.value)
                )
            }
            Inference::Ambiguous(why) => why,
            Inference::NotPaged => String::new(),
        }
    }

    const NUMBERS: [(&str, &str); 2] = [("Offset", "Integer"), ("Limit", "Integer")];
    const LIST: [(&str, &str); 2] = [("TotalCount", "Integer"), ("ProxySet", "Array of Proxy")];

    #[test]
    fn one_reading_is_taken() {
        assert_eq!(
            inferred(&NUMBERS, &LIST, ""),
            "offset Offset Limit ProxySet TotalCount  1"
        );
        let pages = [("PageNumber", "Integer"), ("PageSize", "Integer")];
        assert_eq!(
            inferred(&pages, &LIST, "页码，从0开始"),
            "page PageNumber PageSize ProxySet TotalCount  0"
        );
        let tokens = [("NextToken", "String"), ("MaxResults", "Integer")];
        let answer = [("NextToken", "String"), ("Items", "Array of String")];
        assert_eq!(
            inferred(&tokens, &answer, ""),
            "token NextToken MaxResults Items  NextToken 1"
        );
    }

    #[test]
    fn several_readings_are_ambiguous() {
        let lists = [("Total", "Integer"), ("As", "Array of A"), ("Bs", "Array of B")];
        let nested = [("Data", "Data")];
        let both = [("Offset", "Integer"), ("Limit", "Integer"), ("PageNumber", "Integer")];
        let pages = [("Page", "Integer"), ("Limit", "Integer")];
        let context = [("Context", "String"), ("Limit", "Integer")];
        let logs = [("Context", "String"), ("Logs", "Array of Log")];
        for (parameters, output, description, expected) in [
            (&NUMBERS[..], &lists[..], "", "the response has several lists: As, Bs"),
            (&NUMBERS, &nested, "", "the response has no list of its own"),
            (&NUMBERS, &LIST[1..], "", "no total that is known by its name"),
            (&NUMBERS, &LIST, "第几页", "calls `Offset` a page number"),
            (&both, &LIST, "", "more than one parameter"),
            (&pages, &LIST, "", "whether `Page` counts from 0 or from 1"),
            (&context, &logs, "", "nothing in the response says when pages end"),
        ] {
            let found = inferred(parameters, output, description);
            assert!(found.contains(expected), "{found}");
        }
        assert_eq!(inferred(&[("Id", "String")], &LIST, ""), "");
    }

    #[test]
    fn a_flag_ends_the_pages_of_a_token() {
        let context = [("Context", "String")];
        let logs = [("Context", "String"), ("ListOver", "Boolean"), ("Logs", "Array of Log")];
        assert_eq!(inferred(&context, &logs, ""), "token Context  Logs  Context 1");
    }

    #[test]
    fn a_formula_of_an_offset_is_no_page() {
        assert!(!calls_it_a_page("页起始偏移，取值为(页码-1)*一页条数"));
        assert!(calls_it_a_page("分页码，默认为0"));
        assert!(!calls_it_a_page("偏移量，默认为0。"));
    }

    #[test]
    fn the_first_page_is_read_in_two_languages() {
        for text in [
            "页码，从 0 开始",
            "Page number, starts from 0.",
            "默认值：0",
            "Default value: 0",
            "默认为0",
        ] {
            assert!(says_first(text, '0'), "{text}");
            assert!(!says_first(text, '1'), "{text}");
        }
        assert!(!says_first("Default: 10", '1'));
    }
}
