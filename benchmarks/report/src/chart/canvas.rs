//! What is drawn on: an SVG with a style of its own for light and dark, a title and a description.
//!
//! The picture brings its own background, because the page around it may be light while the browser prefers dark: text
//! on a transparent background would then vanish.
//!
//! Texts and shapes are written with the crate `svg`, which escapes and indents. Chart crates were tried for less: those
//! with SVG output (`plotters`) write colors as attributes, with no title, description or style sheet, and have no bars
//! with a range and a target on a scale of their own; others run a JavaScript engine (`charming`).

use std::fmt::Write;

use svg::Document;
use svg::node::element::{Description, Path, Rectangle, Style, Text, Title};

/// The width of all pictures, in pixels.
pub(crate) const WIDTH: f64 = 860.0;
/// The space around the contents.
pub(crate) const MARGIN: f64 = 16.0;

const STYLE: &str = "text{font:12px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#424a53}\
.bg{fill:#fff;stroke:#d0d7de}.h1{font-size:17px;font-weight:600;fill:#1f2328}.h2{font-size:13px;font-weight:600;fill:#1f2328}\
.small{font-size:11px;fill:#59636e}.met{font-size:11px;fill:#116329}.missed{font-size:11px;fill:#a40e26}\
path{fill:none}.grid{stroke:#d8dee4}.axis{stroke:#8c959f}.range{stroke:#1f2328}.target{stroke:#a40e26;stroke-width:2;stroke-dasharray:3 2}\
.linear{stroke:#8c959f;stroke-dasharray:6 4}\
rect.s0{fill:#0969da}rect.s1{fill:#9ec5f4}rect.s2{fill:#b5bbc2}\
.d0,.d1,.d2,.d3,.d4,.d5{stroke-width:9;stroke-linecap:round}.d0,.l0{stroke:#0969da}.d1,.l1{stroke:#bc4c00}.d2,.l2{stroke:#6e7781}\
.d3,.l3{stroke:#1a7f37}.d4,.l4{stroke:#8250df}.d5,.l5{stroke:#bf3989}.l0,.l1,.l2,.l3,.l4,.l5{stroke-width:1.5}\
@media(prefers-color-scheme:dark){text{fill:#c9d1d9}.bg{fill:#0d1117;stroke:#30363d}.h1,.h2{fill:#f0f6fc}.small{fill:#9198a1}\
.met{fill:#56d364}.missed{fill:#ff7b72}.grid{stroke:#262c33}.axis,.linear{stroke:#6e7681}.range{stroke:#f0f6fc}.target{stroke:#ff7b72}\
rect.s0{fill:#388bfd}rect.s1{fill:#1f4f8f}rect.s2{fill:#4d555e}.d0,.l0{stroke:#58a6ff}.d1,.l1{stroke:#f0883e}\
.d2,.l2{stroke:#9198a1}.d3,.l3{stroke:#3fb950}.d4,.l4{stroke:#bc8cff}.d5,.l5{stroke:#f778ba}}";

/// Where a text begins, ends, or has its middle.
#[derive(Clone, Copy)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture that grows downwards.
pub(crate) struct Canvas {
    nodes: Vec<Box<dyn svg::Node>>,
    /// Where the next thing goes.
    pub(crate) y: f64,
}

impl Canvas {
    /// Begins with the title.
    pub(crate) fn new(title: &str) -> Self {
        let mut canvas = Self {
            nodes: Vec::new(),
            y: MARGIN + 16.0,
        };
        canvas.text(MARGIN, "h1", Anchor::Start, title);
        canvas.y += 22.0;
        canvas
    }

    /// Writes a text at the current height.
    pub(crate) fn text(&mut self, x: f64, class: &str, anchor: Anchor, content: &str) {
        let mut text = Text::new(content).set("x", short(x)).set("y", short(self.y));
        if !class.is_empty() {
            text = text.set("class", class);
        }
        match anchor {
            Anchor::Start => {}
            Anchor::Middle => text = text.set("text-anchor", "middle"),
            Anchor::End => text = text.set("text-anchor", "end"),
        }
        self.add(text);
    }

    /// Writes a text as lines that fit into the picture.
    pub(crate) fn paragraph(&mut self, content: &str) {
        // The average width of a letter of this size.
        let letters = ((WIDTH - 2.0 * MARGIN) / 5.6) as usize;
        let mut line = String::new();
        for word in content.split(' ') {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > letters {
                self.text(MARGIN, "small", Anchor::Start, &line);
                self.y += 15.0;
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.text(MARGIN, "small", Anchor::Start, &line);
        self.y += 15.0;
    }

    /// Draws a filled rectangle.
    pub(crate) fn rectangle(&mut self, class: &str, [x, y, width, height]: [f64; 4]) {
        let rectangle = Rectangle::new()
            .set("class", class)
            .set("x", short(x))
            .set("y", short(y))
            .set("width", short(width))
            .set("height", short(height));
        self.add(rectangle);
    }

    /// Draws lines.
    pub(crate) fn lines(&mut self, class: &str, lines: &Lines) {
        if !lines.data.is_empty() {
            self.add(Path::new().set("class", class).set("d", lines.data.as_str()));
        }
    }

    fn add(&mut self, node: impl Into<Box<dyn svg::Node>>) {
        self.nodes.push(node.into());
    }

    /// The finished picture. The description is for those who cannot see it.
    pub(crate) fn finish(self, title: &str, description: &str) -> String {
        let height = self.y + MARGIN - 8.0;
        let mut document = Document::new()
            .set("viewBox", (0.0, 0.0, WIDTH, short(height)))
            .set("width", WIDTH)
            .set("height", short(height))
            .set("role", "img")
            .add(Title::new(title))
            .add(Description::new().add(svg::node::Text::new(description)))
            .add(Style::new(STYLE));
        let background = Rectangle::new()
            .set("class", "bg")
            .set("x", 0.5)
            .set("y", 0.5)
            .set("width", WIDTH - 1.0)
            .set("height", short(height - 1.0))
            .set("rx", 6);
        document = document.add(background);
        for node in self.nodes {
            document = document.add(node);
        }
        let mut text = document.to_string();
        text.push('\n');
        text
    }
}

/// Straight lines that are drawn alike.
#[derive(Default)]
pub(crate) struct Lines {
    data: String,
}

impl Lines {
    /// A line through points.
    pub(crate) fn through(&mut self, points: impl IntoIterator<Item = (f64, f64)>) {
        for (index, (x, y)) in points.into_iter().enumerate() {
            let command = if index == 0 { 'M' } else { 'L' };
            let _ = write!(self.data, "{command}{} {}", short(x), short(y));
        }
    }

    /// A dot: a line without length, of which the round ends are seen.
    pub(crate) fn dot(&mut self, x: f64, y: f64) {
        let _ = write!(self.data, "M{} {}h0", short(x), short(y));
    }

    /// A horizontal range with ends.
    pub(crate) fn across(&mut self, from: f64, to: f64, y: f64) {
        let _ = write!(
            self.data,
            "M{0} {1}v6m0-3H{2}m0-3v6",
            short(from),
            short(y - 3.0),
            short(to)
        );
    }
}

/// A coordinate, as exact as a screen shows it.
fn short(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
