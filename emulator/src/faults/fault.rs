//! One fault, as a test words it.

use std::time::Duration;

use crate::code::REQUEST_LIMIT_EXCEEDED;

/// Something that goes wrong on purpose: with which action, what, and how often.
///
/// Without [`times`](Self::times) and [`probability`](Self::probability) it strikes every request of the action.
/// Of the methods that change what is answered, the last one called counts; a delay and a shift of the clock
/// may stand beside it.
///
/// ```
/// use std::time::Duration;
/// use tc3_emulator::Fault;
///
/// // The group is created, and the client never hears of it: once.
/// let lost = Fault::on("CreateProxyGroup").drop_after_processing().times(1);
/// // One request in ten is two seconds late, the same ones in each run.
/// let late = Fault::on_any().latency(Duration::from_secs(2)).probability(0.1, 42);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a fault does nothing until the emulator has it"]
pub struct Fault {
    target: Target,
    pub(super) latency: Duration,
    pub(super) skew_seconds: i64,
    pub(super) effect: Option<Effect>,
    /// How often it may still strike; `None` for always.
    left: Option<u64>,
    chance: Option<Chance>,
}

/// Which requests a fault strikes.
#[derive(Clone, Debug)]
enum Target {
    AnyAction,
    Action(String),
    Metadata,
}

/// What a request asks.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asked<'r> {
    /// The API, for the action that it names, if any.
    Action(Option<&'r str>),
    /// The metadata service of the machine.
    Metadata,
}

/// What becomes of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Error { code: String, message: String },
    DropBeforeProcessing,
    DropAfterProcessing,
    BadGateway,
    Truncate,
}

#[derive(Clone, Debug)]
struct Chance {
    probability: f64,
    dice: fastrand::Rng,
}

impl Fault {
    /// A fault of the action of this name, in every service that has it.
    pub fn on(action: impl Into<String>) -> Self {
        Self::of(Target::Action(action.into()))
    }

    /// A fault of every action, and of requests that name none; not of the metadata service.
    pub fn on_any() -> Self {
        Self::of(Target::AnyAction)
    }

    /// A fault of the machine's metadata service, which [`Builder::machine_role`](crate::Builder::machine_role) gives
    /// a role.
    ///
    /// An [`error`](Self::error) has HTTP status 200 and its code in the member `Code` where a key was asked for, as
    /// the service tells of success, and status 500 elsewhere.
    pub fn on_metadata() -> Self {
        Self::of(Target::Metadata)
    }

    fn of(target: Target) -> Self {
        Self {
            target,
            latency: Duration::ZERO,
            skew_seconds: 0,
            effect: None,
            left: None,
            chance: None,
        }
    }

    /// Waits this long before the work.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// The server's clock is this many seconds ahead, or behind where negative: in its check of the timestamp and
    /// in the header `Date`.
    pub fn clock_skew(mut self, seconds: i64) -> Self {
        self.skew_seconds = seconds;
        self
    }

    /// Refuses the request with this code instead of doing the work.
    pub fn error(self, code: impl Into<String>, message: impl Into<String>) -> Self {
        self.effect(Effect::Error {
            code: code.into(),
            message: message.into(),
        })
    }

    /// Refuses the request as one too many: `RequestLimitExceeded`.
    pub fn throttle(self) -> Self {
        self.error(REQUEST_LIMIT_EXCEEDED, "a scripted fault: too many requests a second")
    }

    /// Closes the connection instead of doing the work.
    pub fn drop_before_processing(self) -> Self {
        self.effect(Effect::DropBeforeProcessing)
    }

    /// Does the work, state and record included, and closes the connection instead of answering.
    pub fn drop_after_processing(self) -> Self {
        self.effect(Effect::DropAfterProcessing)
    }

    /// Answers as a gateway whose backend is away, with a page of HTML and status 502, and does no work.
    pub fn bad_gateway(self) -> Self {
        self.effect(Effect::BadGateway)
    }

    /// Does the work and sends the first half of the answer, in a body that says it is whole.
    pub fn truncate(self) -> Self {
        self.effect(Effect::Truncate)
    }

    /// Strikes at most this many requests.
    pub fn times(mut self, times: u64) -> Self {
        self.left = Some(times);
        self
    }

    /// Strikes a request with this probability, from 0 (never) to 1 (always). The same seed strikes the same ones of
    /// a sequence of requests.
    pub fn probability(mut self, probability: f64, seed: u64) -> Self {
        self.chance = Some(Chance {
            probability,
            dice: fastrand::Rng::with_seed(seed),
        });
        self
    }

    pub(super) fn effect(mut self, effect: Effect) -> Self {
        self.effect = Some(effect);
        self
    }

    pub(super) fn has_effect(&self) -> bool {
        self.effect.is_some()
    }

    pub(super) fn aims_at(&self, asked: Asked<'_>) -> bool {
        match (&self.target, asked) {
            (Target::AnyAction, Asked::Action(_)) | (Target::Metadata, Asked::Metadata) => true,
            (Target::Action(wanted), Asked::Action(named)) => named == Some(wanted),
            (Target::AnyAction | Target::Action(_), Asked::Metadata) | (Target::Metadata, Asked::Action(_)) => false,
        }
    }

    /// Whether it strikes this time; counts it if so.
    pub(super) fn strikes(&mut self) -> bool {
        if self.is_spent() || !self.chance.as_mut().is_none_or(Chance::comes_up) {
            return false;
        }
        self.left = self.left.map(|left| left.saturating_sub(1));
        true
    }

    pub(super) fn is_spent(&self) -> bool {
        self.left == Some(0)
    }
}

impl Chance {
    fn comes_up(&mut self) -> bool {
        self.dice.f64() < self.probability
    }
}
