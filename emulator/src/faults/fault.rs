//! A fault, as a test describes it.

use std::time::Duration;

use crate::wire::error::REQUEST_LIMIT_EXCEEDED;
use crate::wire::sanitize::excerpt;

/// A fault to inject: which requests it hits, what it does to them, and how often.
///
/// Without [`after`](Self::after), [`times`](Self::times) and [`probability`](Self::probability) it hits every request of
/// its target. If
/// several methods set an effect on the answer, the last one wins. A latency and a clock skew can be combined with an
/// effect.
///
/// ```
/// use std::time::Duration;
/// use tc3_emulator::Fault;
///
/// // The group is created, but the client never receives the answer, once.
/// let lost = Fault::on("CreateProxyGroup").drop_after_processing().times(1);
/// // One request in ten is two seconds late, the same ones in each run.
/// let late = Fault::on_any().latency(Duration::from_secs(2)).probability(0.1, 42);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a fault does nothing until it is added to an emulator"]
pub struct Fault {
    pub(super) target: Target,
    pub(super) latency: Duration,
    pub(super) skew_seconds: i64,
    pub(super) effect: Option<Effect>,
    /// How many more requests it lets pass before the first one that it may hit.
    pub(super) to_pass: u64,
    /// How many more requests it hits; `None` for no limit.
    pub(super) remaining: Option<u64>,
    pub(super) chance: Option<Chance>,
}

/// Which requests a fault hits.
#[derive(Clone, Debug)]
pub(super) enum Target {
    AnyAction,
    Action(String),
    Metadata,
}

/// What a request is addressed to.
#[derive(Clone, Copy, Debug)]
pub(super) enum RequestTarget<'r> {
    /// The API, and the action that the request names, if any.
    Action(Option<&'r str>),
    /// The metadata service of the machine.
    Metadata,
}

/// What a fault does to the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Error { code: String, message: String },
    DropBeforeProcessing,
    DropAfterProcessing,
    BadGateway,
    Truncate,
}

#[derive(Clone, Debug)]
pub(super) struct Chance {
    pub(super) probability: f64,
    pub(super) rng: fastrand::Rng,
}

impl Fault {
    /// Creates a fault that hits the action with this name, in every service that has it.
    ///
    /// ```
    /// # use tc3_emulator::Fault;
    /// let fault = Fault::on("CreateProxyGroup").throttle();
    /// ```
    pub fn on(action: impl Into<String>) -> Self {
        Self::of(Target::Action(action.into()))
    }

    /// Creates a fault that hits every action, and requests that name none, but not the metadata service.
    ///
    /// ```
    /// # use tc3_emulator::Fault;
    /// let fault = Fault::on_any().bad_gateway().times(2);
    /// ```
    pub fn on_any() -> Self {
        Self::of(Target::AnyAction)
    }

    /// Creates a fault that hits the machine's metadata service, which serves the role that
    /// [`Builder::machine_role`](crate::Builder::machine_role) sets.
    ///
    /// An [`error`](Self::error) is answered like the service does: where a credential was asked for, with HTTP status
    /// 200 and the code in the member `Code`, and elsewhere with status 500.
    ///
    /// ```
    /// # use tc3_emulator::Fault;
    /// let fault = Fault::on_metadata().drop_before_processing();
    /// ```
    pub fn on_metadata() -> Self {
        Self::of(Target::Metadata)
    }

    fn of(target: Target) -> Self {
        Self {
            target,
            latency: Duration::ZERO,
            skew_seconds: 0,
            effect: None,
            to_pass: 0,
            remaining: None,
            chance: None,
        }
    }

    /// Waits this long before the request is processed.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use tc3_emulator::Fault;
    /// let fault = Fault::on("DescribeProxies").latency(Duration::from_millis(250));
    /// ```
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Sets the server's clock this many seconds ahead, or behind if negative, when it checks the timestamp and in the
    /// header `Date`.
    ///
    /// ```
    /// # use tc3_emulator::Fault;
    /// // Ten minutes behind: the request is rejected as expired.
    /// let fault = Fault::on_any().clock_skew(-600).times(1);
    /// ```
    pub fn clock_skew(mut self, seconds: i64) -> Self {
        self.skew_seconds = seconds;
        self
    }

    /// Answers with this error instead of processing the request.
    ///
    /// ```
    /// # use tc3_emulator::Fault;
    /// let fault = Fault::on("CreateProxyGroup").error("InternalError", "out of luck");
    /// ```
    pub fn error(self, code: impl Into<String>, message: impl Into<String>) -> Self {
        self.effect(Effect::Error {
            code: code.into(),
            message: message.into(),
        })
    }

    /// Answers with the error `RequestLimitExceeded` instead of processing the request.
    ///
    /// ```
    /// # use tc3_emulator::Fault;
    /// let fault = Fault::on_any().throttle().times(3);
    /// ```
    pub fn throttle(self) -> Self {
        self.error(REQUEST_LIMIT_EXCEEDED, "an injected fault: too many requests a second")
    }

    /// Closes the connection instead of processing the request.
    ///
    /// ```
    /// # use tc3_emulator::Fault;
    /// let fault = Fault::on("CreateProxyGroup").drop_before_processing().times(1);
    /// ```
    pub fn drop_before_processing(self) -> Self {
        self.effect(Effect::DropBeforeProcessing)
    }

    /// Processes the request, including its effect on the state and its record, and closes the connection instead of
    /// answering.
    ///
    /// ```
    /// # use tc3_emulator::Fault;
    /// let fault = Fault::on("CreateProxyGroup").drop_after_processing().times(1);
    /// ```
    pub fn drop_after_processing(self) -> Self {
        self.effect(Effect::DropAfterProcessing)
    }

    /// Answers like a gateway whose backend is down, with an HTML page and HTTP status 502, and does not process the
    /// request.
    ///
    /// ```
    /// # use tc3_emulator::Fault;
    /// let fault = Fault::on_any().bad_gateway().times(1);
    /// ```
    pub fn bad_gateway(self) -> Self {
        self.effect(Effect::BadGateway)
    }

    /// Processes the request and sends the first half of the answer, in an HTTP body that claims to be complete.
    ///
    /// ```
    /// # use tc3_emulator::Fault;
    /// let fault = Fault::on("DescribeProxies").truncate();
    /// ```
    pub fn truncate(self) -> Self {
        self.effect(Effect::Truncate)
    }

    /// Lets this many requests of its target pass, and hits from the next one on.
    ///
    /// They are counted from when the fault is injected, with those that another fault hits.
    ///
    /// ```
    /// # use tc3_emulator::Fault;
    /// // The third request is lost, and no other.
    /// let fault = Fault::on("AssumeRole").drop_before_processing().after(2).times(1);
    /// ```
    pub fn after(mut self, requests: u64) -> Self {
        self.to_pass = requests;
        self
    }

    /// Hits at most this many requests.
    ///
    /// ```
    /// # use tc3_emulator::Fault;
    /// let fault = Fault::on_any().throttle().times(2);
    /// ```
    pub fn times(mut self, times: u64) -> Self {
        self.remaining = Some(times);
        self
    }

    /// Hits a request with this probability, from 0 (never) to 1 (always).
    ///
    /// The same seed hits the same requests of a sequence.
    ///
    /// ```
    /// # use tc3_emulator::Fault;
    /// let fault = Fault::on_any().bad_gateway().probability(0.1, 42);
    /// ```
    pub fn probability(mut self, probability: f64, seed: u64) -> Self {
        self.chance = Some(Chance {
            probability,
            rng: fastrand::Rng::with_seed(seed),
        });
        self
    }

    pub(super) fn effect(mut self, effect: Effect) -> Self {
        self.effect = Some(effect);
        self
    }

    /// Whether a request that it hits is treated in another way than one that it does not.
    pub(super) fn does_anything(&self) -> bool {
        self.has_effect() || !self.latency.is_zero() || self.skew_seconds != 0
    }

    pub(super) fn has_effect(&self) -> bool {
        self.effect.is_some()
    }

    pub(super) fn matches(&self, target: RequestTarget<'_>) -> bool {
        match (&self.target, target) {
            (Target::AnyAction, RequestTarget::Action(_)) | (Target::Metadata, RequestTarget::Metadata) => true,
            (Target::Action(wanted), RequestTarget::Action(named)) => named == Some(wanted),
            (Target::AnyAction | Target::Action(_), RequestTarget::Metadata)
            | (Target::Metadata, RequestTarget::Action(_)) => false,
        }
    }

    /// Counts a request of its target; whether the fault lets it pass, since it begins with a later one.
    pub(super) fn lets_pass(&mut self) -> bool {
        let is_early = self.to_pass > 0;
        self.to_pass = self.to_pass.saturating_sub(1);
        is_early
    }

    /// The target and the effect in words: `CreateProxyGroup, dropped after processing`.
    pub(super) fn described(&self) -> String {
        let mut parts = vec![match &self.target {
            Target::AnyAction => "any action".to_owned(),
            Target::Action(name) => excerpt(name),
            Target::Metadata => "metadata service".to_owned(),
        }];
        parts.extend(self.effect.as_ref().map(|effect| match effect {
            Effect::Error { code, .. } => format!("{} {}", effect.name(), excerpt(code)),
            effect => effect.name().to_owned(),
        }));
        if !self.latency.is_zero() {
            parts.push(format!("{} ms late", self.latency.as_millis()));
        }
        if self.skew_seconds != 0 {
            parts.push(format!("clock skewed by {} s", self.skew_seconds));
        }
        parts.join(", ")
    }

    /// Whether the fault hits this request; counts it if so.
    pub(super) fn triggers(&mut self) -> bool {
        if self.is_spent() || !self.chance.as_mut().is_none_or(Chance::roll) {
            return false;
        }
        self.remaining = self.remaining.map(|remaining| remaining.saturating_sub(1));
        true
    }

    pub(super) fn is_spent(&self) -> bool {
        self.remaining == Some(0)
    }
}

impl Effect {
    /// The effect in a record.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Error { .. } => "injected error",
            Self::DropBeforeProcessing => "dropped before processing",
            Self::DropAfterProcessing => "dropped after processing",
            Self::BadGateway => "answered with HTML 502",
            Self::Truncate => "answer truncated",
        }
    }
}

impl Chance {
    fn roll(&mut self) -> bool {
        self.rng.f64() < self.probability
    }
}
