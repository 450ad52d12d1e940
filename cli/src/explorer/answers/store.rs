//! Keeps answers and the last views of them, in bounded memory.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use http::StatusCode;

use super::view::View;
use crate::error::CliError;
use crate::explorer::web::refusal::Refusal;

/// The most bytes of answers that are kept, the oldest making room: 200 MB.
const MAX_BYTES: usize = 200_000_000;
/// The most answers, so that small ones do not pile up without end.
const MAX_ANSWERS: usize = 10_000;
/// The views that are kept, each of which may take some times the bytes of its answer: the two answers that are compared,
/// and what a filter gives of one.
const MAX_VIEWS: usize = 3;

/// The status and headers of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::explorer) struct Head {
    pub(in crate::explorer) status: u16,
    pub(in crate::explorer) headers: Vec<(String, String)>,
}

/// An answer to be kept.
pub(in crate::explorer) struct NewAnswer {
    head: Head,
    body: Body,
}

/// What came.
enum Body {
    Json(Arc<str>),
    Other(Vec<u8>),
}

/// An answer.
pub(super) struct Answer {
    id: String,
    pub(super) head: Head,
    body: Body,
}

/// The answers of a session.
#[derive(Default)]
pub(in crate::explorer) struct Answers(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// The oldest first.
    answers: VecDeque<Arc<Answer>>,
    bytes: usize,
    last_id: u64,
    /// The most recently used one last.
    views: VecDeque<Slot>,
}

/// A view that is there or is being made, so that two requests do not make the same.
#[derive(Clone)]
struct Slot {
    id: String,
    filter: Option<String>,
    view: Arc<OnceLock<Result<Arc<View>, CliError>>>,
}

impl NewAnswer {
    /// An answer of a service.
    pub(in crate::explorer) fn json(head: Head, json: Arc<str>) -> Self {
        let body = Body::Json(json);
        Self { head, body }
    }

    /// What a failed call was answered with, which may be anything.
    pub(in crate::explorer) fn of_failure(head: Head, body: &[u8]) -> Self {
        let json = std::str::from_utf8(body)
            .ok()
            .filter(|text| crate::json::parse(text).is_ok());
        let body = match json {
            Some(text) => Body::Json(text.into()),
            None => Body::Other(body.to_vec()),
        };
        Self { head, body }
    }
}

impl Answer {
    pub(super) fn is_json(&self) -> bool {
        matches!(self.body, Body::Json(_))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match &self.body {
            Body::Json(text) => text.as_bytes(),
            Body::Other(bytes) => bytes,
        }
    }

    /// The whole, without a filter.
    fn view(&self) -> Result<View, CliError> {
        match &self.body {
            // One that is nested too deeply to be read is shown as it came.
            Body::Json(text) => View::of_json(text).or_else(|_| Ok(View::of_text(text))),
            Body::Other(bytes) => Ok(View::of_text(&String::from_utf8_lossy(bytes))),
        }
    }
}

impl Answers {
    /// Keeps an answer and returns its id.
    pub(in crate::explorer) fn add(&self, answer: NewAnswer) -> String {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.last_id += 1;
        let id = kept.last_id.to_string();
        let answer = Arc::new(Answer {
            id: id.clone(),
            head: answer.head,
            body: answer.body,
        });
        kept.bytes += answer.bytes().len();
        kept.answers.push_back(answer);
        // The one that has just come is shown, however large it is.
        while (kept.bytes > MAX_BYTES || kept.answers.len() > MAX_ANSWERS) && kept.answers.len() > 1 {
            let dropped = kept.answers.pop_front();
            kept.bytes -= dropped.as_ref().map_or(0, |dropped| dropped.bytes().len());
            kept.views
                .retain(|slot| dropped.as_ref().is_none_or(|dropped| slot.id != dropped.id));
        }
        id
    }

    /// # Errors
    /// If there was never such an answer, or others took its place.
    pub(super) fn get(&self, id: &str) -> Result<Arc<Answer>, Refusal> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = kept.answers.iter().find(|answer| answer.id == id) {
            return Ok(Arc::clone(answer));
        }
        let was_there = id
            .parse()
            .is_ok_and(|number: u64| number >= 1 && number <= kept.last_id);
        if was_there {
            let error = CliError::input("this answer made room for later ones").hint("run it again");
            return Err(Refusal::new(StatusCode::GONE, error));
        }
        let error = CliError::input(format!("there is no answer `{id}` in this session"));
        Err(Refusal::new(StatusCode::NOT_FOUND, error))
    }

    /// The body of an answer, if it is still there.
    pub(in crate::explorer) fn exported(&self, id: &str) -> Option<(Head, Option<Arc<str>>)> {
        let answer = self.get(id).ok()?;
        let json = match &answer.body {
            Body::Json(json) => Some(Arc::clone(json)),
            Body::Other(_) => None,
        };
        Some((answer.head.clone(), json))
    }

    /// Returns the value of an answer, or what a filter gives of it. It is made if it is not there.
    ///
    /// # Errors
    /// If the filter is wrong, or cannot be applied.
    pub(super) fn view(&self, answer: &Answer, filter: Option<&str>) -> Result<Arc<View>, Refusal> {
        let slot = self.slot(&answer.id, filter);
        let made = slot.view.get_or_init(|| {
            let Some(filter) = filter else {
                return answer.view().map(Arc::new);
            };
            // Also marks it as used, so that the next filter finds it.
            let whole = self.slot(&answer.id, None);
            let whole = whole.view.get_or_init(|| answer.view().map(Arc::new)).clone()?;
            whole.filtered(filter).map(Arc::new)
        });
        let wrong = |error: CliError| Refusal::new(StatusCode::BAD_REQUEST, error);
        made.clone().map_err(wrong)
    }

    fn slot(&self, id: &str, filter: Option<&str>) -> Slot {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |slot: &Slot| slot.id == id && slot.filter.as_deref() == filter;
        let known = kept.views.iter().position(is_it).and_then(|at| kept.views.remove(at));
        let slot = known.unwrap_or_else(|| Slot {
            id: id.to_owned(),
            filter: filter.map(str::to_owned),
            view: Arc::default(),
        });
        kept.views.push_back(slot.clone());
        if kept.views.len() > MAX_VIEWS {
            kept.views.pop_front();
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(answers: &Answers, size: usize) -> String {
        let json = format!("{{\"A\":\"{}\"}}", "x".repeat(size));
        answers.add(NewAnswer::json(Head::default(), json.as_str().into()))
    }

    #[test]
    fn the_oldest_make_room_and_are_gone_not_unknown() {
        let answers = Answers::default();
        let first = add(&answers, MAX_BYTES / 2);
        let second = add(&answers, MAX_BYTES / 2);
        assert!(
            answers
                .get(&first)
                .is_err_and(|refusal| refusal.status() == StatusCode::GONE)
        );
        assert!(answers.get(&second).is_ok());
        for unknown in ["3", "0", "x", "-1"] {
            let refusal = answers.get(unknown).err().unwrap();
            assert_eq!(refusal.status(), StatusCode::NOT_FOUND, "{unknown}");
        }
        let huge = add(&answers, MAX_BYTES + 1);
        assert!(answers.get(&huge).is_ok());
    }

    #[test]
    fn a_view_is_made_once_while_it_is_used() {
        let answers = Answers::default();
        let answer = answers.get(&add(&answers, 3)).unwrap();
        let whole = answers.view(&answer, None).unwrap();
        for filter in ["A", "length(A)", "B", "A"] {
            answers.view(&answer, Some(filter)).unwrap();
            assert!(Arc::ptr_eq(&whole, &answers.view(&answer, None).unwrap()), "{filter}");
        }
        assert_eq!(answers.0.lock().unwrap().views.len(), MAX_VIEWS);
        assert!(answers.view(&answer, Some("A[")).is_err());
        let other = answers.add(NewAnswer::of_failure(Head::default(), b"<html>\xff"));
        let other = answers.get(&other).unwrap();
        assert!(!other.is_json() && other.bytes().ends_with(b"\xff"));
        assert_eq!(answers.view(&other, None).unwrap().lines().text(), "<html>\u{fffd}");
    }
}
