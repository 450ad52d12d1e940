//! A subscriber that keeps every span and event of every library, at every level unless it is limited to some.

use std::fmt::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Level, Metadata, Subscriber};

#[derive(Clone)]
pub(crate) struct Capture {
    state: Arc<Mutex<State>>,
    level: Level,
}

#[derive(Default)]
struct State {
    nodes: Vec<Node>,
    /// The spans that are entered, by their place in `nodes`.
    entered: Vec<usize>,
}

/// A span or an event.
struct Node {
    metadata: &'static Metadata<'static>,
    parent: Option<usize>,
    fields: Fields,
    /// How many handles there are; 0 for a span that is closed, and for events.
    handles: usize,
}

impl Capture {
    /// Begins to capture what happens on this thread.
    pub(crate) fn start() -> (Self, DefaultGuard) {
        Self::start_at(Level::TRACE)
    }

    /// As [`start`](Self::start), without what is below a level.
    pub(crate) fn start_at(level: Level) -> (Self, DefaultGuard) {
        let capture = Self {
            state: Arc::default(),
            level,
        };
        let guard = tracing::subscriber::set_default(capture.clone());
        (capture, guard)
    }

    /// What this library recorded: a line for each span and event, indented below its parent, in the order of their
    /// beginnings.
    pub(crate) fn tree(&self) -> Vec<String> {
        let state = self.state();
        let own = |node: &&Node| is_own(node.metadata.target());
        let unsigned: Vec<_> = state
            .nodes
            .iter()
            .filter(own)
            .flat_map(|node| &node.fields.unsigned)
            .collect();
        assert!(unsigned.is_empty(), "not i64: {unsigned:?}");
        state.nodes.iter().filter(own).map(|node| state.line(node)).collect()
    }

    /// All that any library recorded.
    pub(crate) fn everything(&self) -> String {
        let state = self.state();
        state.nodes.iter().map(|node| state.line(node) + "\n").collect()
    }

    /// The names of the fields whose value is a string with this text in it.
    pub(crate) fn strings_with(&self, text: &str) -> Vec<&'static str> {
        let state = self.state();
        let strings = state.nodes.iter().flat_map(|node| &node.fields.strings);
        let with_text = strings.filter(|(_, value)| value.contains(text));
        with_text.map(|(name, _)| *name).collect()
    }

    pub(crate) fn is_any_entered(&self) -> bool {
        !self.state().entered.is_empty()
    }

    /// This library's spans that are not closed.
    pub(crate) fn open(&self) -> Vec<&'static str> {
        let state = self.state();
        let open = state.nodes.iter().filter(|node| node.handles > 0);
        let own = open.filter(|node| is_own(node.metadata.target()));
        own.map(|node| node.metadata.name()).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl State {
    fn line(&self, node: &Node) -> String {
        let mut depth = 0;
        let mut parent = node.parent;
        while let Some(index) = parent {
            depth += 1;
            parent = self.nodes[index].parent;
        }
        let name = if node.metadata.is_span() {
            node.metadata.name()
        } else {
            "*"
        };
        format!(
            "{}{} {name}{}",
            "  ".repeat(depth),
            node.metadata.level(),
            node.fields.line
        )
    }

    fn push(&mut self, node: Node) -> Id {
        self.nodes.push(node);
        Id::from_u64(self.nodes.len() as u64)
    }

    fn parent(&self, explicit: Option<&Id>, is_contextual: bool) -> Option<usize> {
        let current = if is_contextual {
            self.entered.last().copied()
        } else {
            None
        };
        explicit.map(index).or(current)
    }
}

fn index(id: &Id) -> usize {
    id.into_u64() as usize - 1
}

impl Subscriber for Capture {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= self.level
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        let mut state = self.state();
        let parent = state.parent(span.parent(), span.is_contextual());
        state.push(Node {
            metadata: span.metadata(),
            parent,
            fields,
            handles: 1,
        })
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        values.record(&mut self.state().nodes[index(span)].fields);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let mut state = self.state();
        let parent = state.parent(event.parent(), event.is_contextual());
        state.push(Node {
            metadata: event.metadata(),
            parent,
            fields,
            handles: 0,
        });
    }

    fn enter(&self, span: &Id) {
        self.state().entered.push(index(span));
    }

    fn exit(&self, span: &Id) {
        let left = self.state().entered.pop();
        assert_eq!(left, Some(index(span)), "spans are left in the order of their entering");
    }

    fn clone_span(&self, span: &Id) -> Id {
        self.state().nodes[index(span)].handles += 1;
        span.clone()
    }

    fn try_close(&self, span: Id) -> bool {
        let handles = &mut self.state().nodes[index(&span)].handles;
        *handles -= 1;
        *handles == 0
    }
}

#[derive(Default)]
struct Fields {
    line: String,
    /// Those that were recorded as strings, which subscribers escape.
    strings: Vec<(&'static str, String)>,
    /// Those that the layer for OpenTelemetry, which has no such type, records as text.
    unsigned: Vec<&'static str>,
}

impl Visit for Fields {
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.unsigned.push(field.name());
        self.record_debug(field, &value);
    }

    /// How long something took differs from run to run.
    fn record_i64(&mut self, field: &Field, value: i64) {
        match field.name() {
            "elapsed_ms" => write!(self.line, " elapsed_ms=_").unwrap(),
            _ => self.record_debug(field, &value),
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.line, " {field}={value:?}").unwrap();
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.strings.push((field.name(), value.to_owned()));
        write!(self.line, " {field}={value}").unwrap();
    }
}

fn is_own(target: &str) -> bool {
    target == "tc3" || target.starts_with("tc3::")
}
