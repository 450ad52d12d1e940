//! Searches the changes of a recipe whose signature is the given one, by the sum of their costs.
//!
//! A change is one mistake: it sets one choice of the signer. Changes of one kind exclude each other and are one
//! dimension. All combinations of a sum of costs are tried before those of the next, so the simplest explanation is
//! found first, and the common mistakes are combined before the rare ones.

/// The largest sum of costs that is tried.
const MAX_COST: u8 = 8;

/// One mistake.
pub(super) struct Change<'a, R> {
    /// The mistake in the table of known ones.
    pub(super) id: &'static str,
    /// 1 for a common mistake, more for rarer ones.
    pub(super) cost: u8,
    /// Whether it is only tried alone, because there are hundreds of its kind.
    pub(super) is_alone: bool,
    /// What was signed and what was sent, as a message shows them.
    pub(super) signed: String,
    pub(super) sent: String,
    pub(super) apply: Box<dyn Fn(&mut R) + 'a>,
}

/// Changes of which one can be made at a time.
pub(super) type Dimension<'a, R> = Vec<Change<'a, R>>;

/// What signs candidates.
pub(super) trait Verifier<R> {
    /// Whether a recipe makes the signature. `None` if the budget is used up.
    fn verify(&mut self, recipe: &R) -> Option<bool>;
}

/// The changes that make the signature, and none if it is right without any; `None` if nothing makes it.
pub(super) fn search<'d, 'a, R: Copy>(
    base: R,
    dimensions: &'d [Dimension<'a, R>],
    verifier: &mut impl Verifier<R>,
) -> Option<Vec<&'d Change<'a, R>>> {
    for cost in 0..=MAX_COST {
        let mut walk = Walk {
            dimensions,
            verifier,
            chosen: Vec::new(),
        };
        // One mistake is likelier than several.
        let step = match walk.visit_single(base, cost) {
            Step::Nothing if cost > 0 => walk.visit(base, 0, cost),
            end => end,
        };
        match step {
            Step::Found => return Some(walk.chosen),
            Step::Exhausted => return None,
            Step::Nothing => {}
        }
    }
    None
}

enum Step {
    Found,
    Nothing,
    Exhausted,
}

struct Walk<'d, 'a, 'v, R, V> {
    dimensions: &'d [Dimension<'a, R>],
    verifier: &'v mut V,
    chosen: Vec<&'d Change<'a, R>>,
}

impl<R: Copy, V: Verifier<R>> Walk<'_, '_, '_, R, V> {
    /// Tries every change alone that costs exactly `cost`, and the recipe itself if that is nothing.
    fn visit_single(&mut self, recipe: R, cost: u8) -> Step {
        if cost == 0 {
            return self.verify(&recipe);
        }
        for change in self.dimensions.iter().flatten().filter(|change| change.cost == cost) {
            let mut changed = recipe;
            (change.apply)(&mut changed);
            match self.verify(&changed) {
                Step::Nothing => {}
                Step::Found => {
                    self.chosen.push(change);
                    return Step::Found;
                }
                Step::Exhausted => return Step::Exhausted,
            }
        }
        Step::Nothing
    }

    fn verify(&mut self, recipe: &R) -> Step {
        match self.verifier.verify(recipe) {
            Some(true) => Step::Found,
            Some(false) => Step::Nothing,
            None => Step::Exhausted,
        }
    }

    /// Tries what costs exactly `left` with changes of the dimensions from `from` on, and makes several changes.
    fn visit(&mut self, recipe: R, from: usize, left: u8) -> Step {
        if left == 0 {
            return self.verify(&recipe);
        }
        for at in from..self.dimensions.len() {
            for change in &self.dimensions[at] {
                let is_single = self.chosen.is_empty() && change.cost == left;
                if change.cost > left || change.is_alone || is_single {
                    continue;
                }
                let mut changed = recipe;
                (change.apply)(&mut changed);
                self.chosen.push(change);
                match self.visit(changed, at + 1, left - change.cost) {
                    Step::Nothing => {}
                    end => return end,
                }
                self.chosen.pop();
            }
        }
        Step::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Verifier, search};

    struct Target {
        sum: u32,
        left: u32,
    }

    impl Verifier<u32> for Target {
        fn verify(&mut self, recipe: &u32) -> Option<bool> {
            self.left = self.left.checked_sub(1)?;
            Some(*recipe == self.sum)
        }
    }

    fn add(value: u32, cost: u8) -> Change<'static, u32> {
        Change {
            id: "add",
            cost,
            is_alone: false,
            signed: value.to_string(),
            sent: String::new(),
            apply: Box::new(move |sum| *sum += value),
        }
    }

    #[test]
    fn the_cheapest_combination_is_found_and_a_budget_ends_the_search() {
        let dimensions = [vec![add(1, 1), add(5, 3)], vec![add(4, 1)], vec![add(10, 2)]];
        let found = |sum, left| {
            let chosen = search(0, &dimensions, &mut Target { sum, left })?;
            Some(chosen.iter().map(|change| change.signed.as_str()).collect::<Vec<_>>())
        };
        assert_eq!(found(0, 100).unwrap_or_default(), Vec::<&str>::new());
        assert_eq!(found(5, 100), Some(vec!["1", "4"]));
        assert_eq!(found(15, 100), Some(vec!["1", "4", "10"]));
        assert_eq!(found(7, 100), None);
        assert_eq!(found(15, 3), None);
    }
}
