//! What a page of an action says outside of its tables: host, rate, day, what the action does.

use std::ops::Range;

use super::report::Report;
use super::tables::Block;
use crate::check::is_date;

const DOMAIN: &str = ".tencentcloudapi.com";
const HOST_LINES: [&str; 2] = ["Domain name for API request", "接口请求域名"];
const RATE_LINES: [&str; 2] = ["per second for this", "频率限制"];
/// Where the lines start that every page has under its description.
const CHROME: [&str; 3] = [
    "We recommend you to use API Explorer",
    "推荐使用 API Explorer",
    "推荐使用API Explorer",
];
/// More than any label before a day has.
const LONGEST_LABEL: usize = 40;

/// The lines of text on a page, in their order.
fn texts(blocks: &[Block]) -> impl Iterator<Item = (&str, &Range<usize>)> {
    blocks.iter().filter_map(|block| match block {
        Block::Text(text, range) => Some((text.trim(), range)),
        Block::Heading(_) | Block::Table(_) => None,
    })
}

/// The text before the first table.
fn head(blocks: &[Block]) -> &[Block] {
    let end = blocks.iter().position(|block| matches!(block, Block::Table(_)));
    blocks.get(..end.unwrap_or(blocks.len())).unwrap_or_default()
}

/// The host that the page names, or else the one that its examples are sent to.
pub(super) fn host(blocks: &[Block]) -> Option<&str> {
    let is_named = |text: &str| HOST_LINES.iter().any(|line| text.contains(line));
    let is_sent = |text: &str| ["Host:", "https://"].iter().any(|start| text.starts_with(start));
    let host_where = |fits: &dyn Fn(&str) -> bool| {
        let lines = texts(blocks).map(|(text, _)| text);
        lines.filter(|text| fits(text)).find_map(host_in)
    };
    host_where(&is_named).or_else(|| host_where(&is_sent))
}

fn host_in(text: &str) -> Option<&str> {
    let end = text.find(DOMAIN)?;
    let is_part = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '-' | '.');
    let start = text[..end]
        .rfind(|letter| !is_part(letter))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let host = &text[start..end + DOMAIN.len()];
    (start < end).then_some(host)
}

/// Requests a second. A line that says it in words of its own is reported.
pub(super) fn rate(blocks: &[Block], report: &mut Report) -> Option<u64> {
    let (text, range) = texts(blocks).find(|(text, _)| RATE_LINES.iter().any(|line| text.contains(line)))?;
    let rate = ["requests", "次/秒", "次每秒"]
        .iter()
        .find_map(|unit| number_before(text, unit));
    if rate.is_none() {
        let message = "the line about the rate cannot be read, so no rate is taken";
        report.warning("page-fact", range, message, "no number of requests a second");
    }
    rate
}

fn number_before(text: &str, unit: &str) -> Option<u64> {
    let before = text.get(..text.find(unit)?)?.trim_end();
    let start = before
        .rfind(|letter: char| !letter.is_ascii_digit() && letter != ',')
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    before[start..].replace(',', "").parse().ok()
}

/// The day of the page, which stands above its tables.
pub(super) fn day(blocks: &[Block]) -> Option<String> {
    let mut lines = texts(head(blocks));
    lines.find_map(|(text, _)| {
        let at = text.find(|letter: char| letter.is_ascii_digit())?;
        let label = text[..at].trim_end();
        let day = text.get(at..at + "2023-07-13".len())?;
        let is_labelled = label.ends_with([':', '：']) && label.chars().count() <= LONGEST_LABEL;
        (is_labelled && is_date(day)).then(|| day.to_owned())
    })
}

/// The vendor's sentences about the action.
pub(super) fn description(blocks: &[Block]) -> String {
    let is_host_line = |text: &str| HOST_LINES.iter().any(|line| text.contains(line));
    let is_rate_line = |text: &str| RATE_LINES.iter().any(|line| text.contains(line));
    let after_host = texts(head(blocks)).skip_while(|(text, _)| !is_host_line(text)).skip(1);
    let own = after_host.take_while(|(text, _)| !CHROME.iter().any(|line| text.starts_with(line)));
    let lines: Vec<&str> = own
        .map(|(text, _)| text)
        .filter(|text| !text.is_empty() && !is_rate_line(text))
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{host_in, number_before};

    #[test]
    fn a_host_ends_where_its_name_ends() {
        assert_eq!(
            host_in("request: gaap.tencentcloudapi.com."),
            Some("gaap.tencentcloudapi.com")
        );
        assert_eq!(
            host_in("域名：gaap.intl.tencentcloudapi.com"),
            Some("gaap.intl.tencentcloudapi.com")
        );
        assert_eq!(
            host_in("https://cvm.tencentcloudapi.com/?A=1"),
            Some("cvm.tencentcloudapi.com")
        );
        assert_eq!(host_in("at .tencentcloudapi.com"), None);
        assert_eq!(host_in("gaap.example.com"), None);
    }

    #[test]
    fn a_number_is_read_from_its_unit_back() {
        assert_eq!(number_before("A maximum of 1,000 requests can", "requests"), Some(1000));
        assert_eq!(number_before("频率限制：100次/秒", "次/秒"), Some(100));
        assert_eq!(number_before("many requests", "requests"), None);
    }
}
