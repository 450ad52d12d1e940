//! Pages that `tc3-codegen import page` cannot read completely: each error is reported with its line, nothing is
//! written, and nothing panics.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod pages;

use std::fs;

use pages::{Folder, LAYOUTS, page};
use tc3_codegen::load;
use tc3_codegen::spec::SourceSet;

const TYPES: &str = "data-types.txt";
const PLAIN: &str = "create-proxy-group.txt";
const HTML: &str = "create-proxy-group.html";

/// Imports `text` as a page, and expects it to be rejected with `messages`.
fn rejected(name: &str, text: impl AsRef<[u8]>, messages: &[&str]) {
    let folder = Folder::new(&format!("page-refused-{name}"));
    folder.write_page(name, text);
    let ran = folder.import(&[name, TYPES], &["--service", "gaap", "--version", "2018-05-29"]);
    assert_eq!(ran.exit_code, 1, "{messages:?}");
    for message in messages {
        assert!(ran.err.contains(message), "{message} in {}", ran.err);
    }
    assert!(ran.err.contains(name), "{}", ran.err);
    assert!(ran.err.trim_end().ends_with("nothing was written"), "{}", ran.err);
    assert!(!folder.spec().exists());
}

fn altered(layout: &str, old: &str, new: &str) -> String {
    let text = page(layout);
    assert!(text.contains(old), "{old}");
    text.replacen(old, new, 1)
}

/// Returns the place of the line in `text` that contains `what`.
fn place(name: &str, text: &str, what: &str) -> String {
    let line = text.lines().position(|line| line.contains(what)).unwrap() + 1;
    format!("{name}:{line}:")
}

#[test]
fn other_files_are_rejected() {
    rejected("empty.txt", "", &["the page is empty", "API 3.0"]);
    rejected("blank.txt", " \n\n", &["the page is empty"]);
    rejected("prose.txt", "A letter.\n", &["no table of parameters"]);
    rejected(
        "prose.html",
        "<html><body><p>A letter.</p></body></html>",
        &["no table of parameters"],
    );
    rejected("latin.txt", b"caf\xe9".as_slice(), &["not UTF-8"]);
    rejected("picture.png", b"\x89PNG\r\n\x1a\n\0\0".as_slice(), &["not UTF-8"]);
    rejected("zeros.txt", "a\0b", &["not a text"]);
}

#[test]
fn a_page_of_another_product_is_rejected() {
    let other = page(PLAIN).replace("gaap.tencentcloudapi.com", "gaap.example.com");
    rejected("other.txt", &other, &["names no host of the API"]);
    let unnamed = altered(PLAIN, "Action Yes String Common", "Deed Yes String Uncommon");
    let header = place("unnamed.txt", &unnamed, "Parameter Name Required");
    rejected(
        "unnamed.txt",
        &unnamed,
        &["no row of the common parameter Action", &header],
    );
    let undated = altered(PLAIN, "2018-05-29.", "the newest.");
    rejected(
        "undated.txt",
        &undated,
        &[
            "the row Version has no valid value",
            &place("undated.txt", &undated, "the newest"),
        ],
    );
}

#[test]
fn a_page_without_one_of_its_tables_is_rejected() {
    let text = page(PLAIN);
    let lines: Vec<&str> = text.lines().collect();
    let without = |header: &str| {
        let kept: Vec<&str> = lines.iter().filter(|line| **line != header).copied().collect();
        kept.join("\n")
    };
    let no_input = without("Parameter Name Required Type Description");
    rejected("no-input.txt", no_input, &["no table of input parameters"]);
    let no_output = without("Parameter Name Type Description");
    rejected("no-output.txt", no_output, &["no table of output parameters"]);
    let two = format!("{text}\n{text}");
    rejected("two.txt", two, &["a second table of input parameters", "the first one"]);
}

#[test]
fn a_row_that_cannot_be_read_is_named_with_its_line() {
    let lost = page(PLAIN)
        .replace(" Yes String", " String")
        .replace(" No String", " String");
    let first = place("lost.txt", &lost, "Action String");
    rejected(
        "lost.txt",
        &lost,
        &["the first row of the table cannot be read", &first],
    );
    let doubtful = altered(
        HTML,
        "<td>GroupName</td>\n<td>Yes</td>",
        "<td>GroupName</td>\n<td>maybe</td>",
    );
    let row = doubtful.lines().position(|line| line.contains("GroupName")).unwrap();
    let row = format!("doubtful.html:{row}:");
    rejected("doubtful.html", &doubtful, &["has neither Yes nor No", &row]);
    let one_line = doubtful.replace("\n<t", "<t");
    rejected("line.html", &one_line, &["has neither Yes nor No", "line.html:"]);
    let typeless = altered(
        "create-proxy-group.md",
        "GroupName | Yes | String",
        "GroupName | Yes | a text",
    );
    rejected(
        "typeless.md",
        &typeless,
        &["is not a type", &place("typeless.md", &typeless, "a text")],
    );
    let nameless = altered("create-proxy-group.tabs.txt", "GroupName\tYes", "Group Name\tYes");
    rejected(
        "nameless.txt",
        &nameless,
        &[
            "not the name of a member",
            &place("nameless.txt", &nameless, "Group Name"),
        ],
    );
    let twice = altered(PLAIN, "GroupName Yes", "ProjectId Yes");
    rejected(
        "twice.txt",
        &twice,
        &["`ProjectId` is described twice", "first described here"],
    );
    let unknown = altered(PLAIN, "GroupName Yes String", "GroupName Yes Strng");
    rejected(
        "unknown.txt",
        &unknown,
        &[
            "the type `Strng` is not described",
            &place("unknown.txt", &unknown, "Strng"),
        ],
    );
}

#[test]
fn a_line_that_may_be_a_row_is_reported_and_not_imported() {
    let folder = Folder::new("page-doubtful");
    let text = altered(PLAIN, "GroupName Yes String", "GroupName Oui String");
    folder.write_page("page.txt", &text);
    let ran = folder.import(&["page.txt", TYPES], &[]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let warning = "read as part of the description of `ProjectId`, but it looks like a row";
    assert!(ran.err.contains(warning), "{}", ran.err);
    assert!(ran.err.contains(&place("page.txt", &text, "Oui")), "{}", ran.err);
}

#[test]
fn an_error_code_after_the_table_is_reported() {
    let folder = Folder::new("page-late-code");
    folder.write_page(
        "page.txt",
        format!("{}\nInternalError.Late It came late.\n", page(PLAIN)),
    );
    let ran = folder.import(&["page.txt", TYPES], &[]);
    assert!(
        ran.err.contains("it looks like an error code, but the table is over"),
        "{}",
        ran.err
    );
    assert!(!folder.whole().contains("EdgeOne") && !folder.whole().contains("InternalError.Late"));
}

#[test]
fn pages_that_contradict_each_other_are_rejected() {
    rejected(
        "again.txt",
        page(PLAIN) + "\nName Type Description\nA String B\n",
        &["without the name of their type"],
    );
    let folder = Folder::new("page-twice");
    folder.write_page("copy.txt", page(PLAIN));
    let ran = folder.import(&[PLAIN, "copy.txt", TYPES], &[]);
    assert!(
        ran.err.contains("the action `CreateProxyGroup` is on two pages"),
        "{}",
        ran.err
    );
    let ran = folder.import(&[PLAIN, TYPES], &["--service", "cvm", "--version", "2017-03-12"]);
    assert!(
        ran.err.contains("of gaap 2018-05-29, not of cvm 2017-03-12"),
        "{}",
        ran.err
    );
    let ran = folder.import(
        &[TYPES, "data-types.html"],
        &["--service", "gaap", "--version", "2018-05-29"],
    );
    assert!(
        ran.err.contains("the type `AccessConfiguration` is described twice"),
        "{}",
        ran.err
    );
    let ran = folder.import(&["no-such-file.txt"], &[]);
    assert_eq!(ran.exit_code, 1);
    assert!(ran.err.contains("no-such-file.txt"), "{}", ran.err);
    assert_eq!(folder.import(&[], &[]).exit_code, 2);
    assert!(!folder.spec().exists());
}

#[test]
fn a_spec_with_errors_is_left_alone() {
    let folder = Folder::with_committed_spec("page-into-wrong");
    fs::write(folder.spec().join(pages::ACTION), "{").unwrap();
    let before = folder.whole();
    let ran = folder.import(&[PLAIN], &[]);
    assert_eq!(ran.exit_code, 1);
    assert!(
        ran.err.contains("fix the spec first; nothing was written"),
        "{}",
        ran.err
    );
    assert_eq!(folder.whole(), before);
}

/// A fixed sequence of pseudorandom numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    /// `text` with lines dropped, swapped, doubled or cut.
    fn damaged(&mut self, text: &str) -> String {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for _ in 0..=self.below(4) {
            let (one, other) = (self.below(lines.len()), self.below(lines.len()));
            match self.below(5) {
                0 => drop(lines.remove(one)),
                1 => lines.swap(one, other),
                2 => lines.insert(other, lines[one].clone()),
                3 => lines.truncate(one + 1),
                _ => {
                    let end = self.below(lines[one].chars().count() + 1);
                    lines[one] = lines[one].chars().take(end).collect();
                }
            }
        }
        lines.join("\n")
    }
}

/// Whatever happens to a page, the spec is valid or does not exist.
#[test]
fn a_damaged_page_never_leaves_half_a_spec() {
    let mut random = Random(20_180_529);
    let mut taken = 0;
    let mut refused = 0;
    for fixture in LAYOUTS.into_iter().chain(["describe-things.txt"]) {
        let text = page(fixture);
        let types = if fixture.starts_with("create") {
            TYPES
        } else {
            "demo-types.txt"
        };
        let types_text = page(types);
        for round in 0..40 {
            let folder = Folder::new("page-damaged");
            folder.write_page(fixture, random.damaged(&text));
            if round % 2 == 0 {
                folder.write_page(types, random.damaged(&types_text));
            }
            let ran = folder.import(&[fixture, types], &["--docs"]);
            if ran.exit_code == 0 {
                taken += 1;
                let sources = SourceSet::read_dir(&folder.spec()).unwrap();
                assert!(load(&sources).is_ok(), "{fixture}, round {round}");
            } else {
                refused += 1;
                assert!(!folder.spec().exists(), "{fixture}, round {round}: {}", ran.err);
                assert!(ran.err.contains("nothing was written"), "{}", ran.err);
            }
        }
    }
    assert!(taken > 20 && refused > 20, "{taken} taken, {refused} refused");
}

#[test]
fn what_is_no_regular_file_is_rejected_without_waiting_for_it() {
    let folder = Folder::new("page-no-file");
    let ran = folder.import(&["."], &[]);
    assert_eq!(ran.exit_code, 1);
    assert!(ran.err.contains("it is a folder"), "{}", ran.err);
    #[cfg(unix)]
    for device in ["/dev/null", "/dev/zero"] {
        let ran = folder.import(&[device], &[]);
        assert_eq!(ran.exit_code, 1);
        assert!(
            ran.err.contains(device) && ran.err.contains("no regular file"),
            "{}",
            ran.err
        );
        assert!(ran.err.contains("- for standard input"), "{}", ran.err);
    }
    assert!(!folder.spec().exists());
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_rejected_and_a_link_to_a_page_is_read() {
    let folder = Folder::new("page-pipe");
    folder.write_page("page.txt", page(PLAIN));
    let pages = folder.spec().parent().unwrap().to_owned();
    let made = std::process::Command::new("mkfifo").arg(pages.join("pipe")).status();
    assert!(made.unwrap().success());
    let ran = folder.import(&["pipe"], &[]);
    assert!(ran.exit_code == 1 && ran.err.contains("no regular file"), "{}", ran.err);
    std::os::unix::fs::symlink(pages.join("page.txt"), pages.join("link")).unwrap();
    let ran = folder.import(&["link", TYPES], &[]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
}

#[test]
fn a_faulty_row_is_skipped_only_by_its_place() {
    for (layout, row) in [
        (PLAIN, "GroupName Yes String"),
        ("create-proxy-group.md", "GroupName | Yes | String"),
    ] {
        let folder = Folder::new("page-skip");
        let faulty = row.replace("Yes", "Maybe");
        let text = altered(layout, row, &faulty);
        let line = text.lines().position(|line| line.contains(&faulty)).unwrap() + 1;
        folder.write_page(layout, &text);
        let path = folder.spec().with_file_name(layout);
        let place = |line: usize| format!("{}:{line}", path.display());
        let ran = folder.import(&[layout, TYPES], &["--skip-row", &place(line)]);
        assert_eq!(ran.exit_code, 0, "{layout}: {}", ran.err);
        assert!(ran.err.contains("the row is skipped"), "{}", ran.err);
        assert!(ran.err.contains("1 skipped"), "{}", ran.err);
        let action = folder.json(pages::ACTION);
        let mut names = action["parameters"].as_array().unwrap().iter();
        assert!(names.all(|member| member["name"] != "GroupName"), "{layout}");

        for unused in [place(1), place(100_000), "other.md:3".to_owned()] {
            let ran = folder.import(
                &[layout, TYPES],
                &["--skip-row", &place(line), "--skip-row", &unused, "--dry-run"],
            );
            assert_eq!(ran.exit_code, 1, "{unused}");
            let error = format!("no row of a table is at {unused}");
            assert!(ran.err.contains(&error), "{error} in {}", ran.err);
        }
    }
    let ran = Folder::new("page-skip-bad").import(&[PLAIN], &["--skip-row", "page.md"]);
    assert!(ran.exit_code != 0 && ran.err.contains("FILE:LINE"), "{}", ran.err);
}

#[test]
fn a_row_of_a_line_with_several_needs_its_column() {
    let folder = Folder::new("page-skip-column");
    let text = altered(HTML, "<td>GroupName</td>", "<td>Group Name</td>");
    let text = text.replace(['\n', '\r'], " ");
    folder.write_page("page.html", &text);
    let path = folder.spec().with_file_name("page.html");
    let ran = folder.import(&["page.html", TYPES], &[]);
    let place = |text: &str| {
        let at = text.find(&format!("{}:1:", path.display())).unwrap();
        text[at..].lines().next().unwrap().to_owned()
    };
    assert_eq!(ran.exit_code, 1);
    let column = place(&ran.err);
    let ran = folder.import(&["page.html", TYPES], &["--skip-row", &column]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let line = format!("{}:1", path.display());
    let ran = folder.import(&["page.html", TYPES], &["--skip-row", &line]);
    assert_eq!(ran.exit_code, 1);
    assert!(
        ran.err.contains("rows start in the line") && ran.err.contains("FILE:LINE:COLUMN"),
        "{}",
        ran.err
    );
}

#[test]
fn every_row_of_a_page_of_one_line_is_read() {
    const ROWS: usize = 4_000;
    let rows: String = (0..ROWS)
        .map(|number| format!("<tr><td>FailedOperation.N{number}</td><td>It failed.</td></tr>"))
        .collect();
    let text = page(HTML).replace(['\n', '\r'], " ");
    let (before, after) = text.rsplit_once("</table>").unwrap();
    let folder = Folder::new("page-one-line");
    folder.write_page("page.html", format!("{before}{rows}</table>{after}"));
    let ran = folder.import(&["page.html", TYPES], &[]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let spec = fs::read_to_string(folder.spec().join(pages::ACTION)).unwrap();
    assert_eq!(spec.matches("FailedOperation.N").count(), ROWS);
}
