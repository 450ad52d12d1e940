//! A sorted set that knows its size and the position of each item, for pages in the middle of a list.
//!
//! It is a B+ tree whose nodes count the items below them, so that a change, the item at a position and the position of
//! an item cost the logarithm of the size. `BTreeSet` has no positions. The crate `indexset` has them, but allocates
//! room for 1,024 items for each set, and an index has a set for each value.

use std::mem;

/// The most items of a leaf.
const MOST_ITEMS: usize = 128;

/// The most nodes below a node.
const MOST_CHILDREN: usize = 32;

/// A sorted set with positions.
#[derive(Debug)]
pub(super) struct OrderedSet<E> {
    root: Node<E>,
    length: usize,
}

#[derive(Debug)]
enum Node<E> {
    Leaf(Vec<E>),
    Branch(Vec<Child<E>>),
}

#[derive(Debug)]
struct Child<E> {
    /// Above every item of the nodes before this one, and not above any item of this one; of the first child it means
    /// nothing.
    separator: E,
    /// The number of items.
    length: usize,
    node: Node<E>,
}

impl<E> Default for OrderedSet<E> {
    fn default() -> Self {
        Self {
            root: Node::Leaf(Vec::new()),
            length: 0,
        }
    }
}

impl<E: Ord + Clone> OrderedSet<E> {
    /// A set of one item, which takes no more room than that.
    pub(super) fn of(item: E) -> Self {
        Self {
            root: Node::Leaf(vec![item]),
            length: 1,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.length
    }

    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Adds an item, and returns whether it is new.
    pub(super) fn insert(&mut self, item: E) -> bool {
        let (is_new, split) = self.root.insert(item);
        self.length += usize::from(is_new);
        if let Some(right) = split {
            let left = mem::replace(&mut self.root, Node::Branch(Vec::with_capacity(2)));
            if let Node::Branch(children) = &mut self.root {
                let length = self.length - right.length;
                children.push(Child {
                    separator: right.separator.clone(),
                    length,
                    node: left,
                });
                children.push(right);
            }
        }
        is_new
    }

    /// Removes an item, and returns whether it was there.
    pub(super) fn remove(&mut self, item: &E) -> bool {
        let was_there = self.root.remove(item);
        self.length -= usize::from(was_there);
        while let Node::Branch(children) = &mut self.root
            && children.len() <= 1
        {
            self.root = children.pop().map_or(Node::Leaf(Vec::new()), |child| child.node);
        }
        was_there
    }

    pub(super) fn contains(&self, item: &E) -> bool {
        let mut node = &self.root;
        loop {
            match node {
                Node::Leaf(items) => return items.binary_search(item).is_ok(),
                Node::Branch(children) => match children.get(position_of_child(children, item)) {
                    Some(child) => node = &child.node,
                    None => return false,
                },
            }
        }
    }

    /// The number of items below `item`.
    pub(super) fn rank(&self, item: &E) -> usize {
        let mut node = &self.root;
        let mut rank = 0;
        loop {
            match node {
                Node::Leaf(items) => return rank + items.partition_point(|other| other < item),
                Node::Branch(children) => {
                    let position = position_of_child(children, item);
                    let before = children.iter().take(position);
                    rank += before.map(|child| child.length).sum::<usize>();
                    match children.get(position) {
                        Some(child) => node = &child.node,
                        None => return rank,
                    }
                }
            }
        }
    }

    /// The item with this many below it.
    pub(super) fn get(&self, position: usize) -> Option<&E> {
        let mut node = &self.root;
        let mut position = position;
        loop {
            match node {
                Node::Leaf(items) => return items.get(position),
                Node::Branch(children) => {
                    let child = children.iter().find(|child| {
                        let is_inside = position < child.length;
                        if !is_inside {
                            position -= child.length;
                        }
                        is_inside
                    });
                    node = &child?.node;
                }
            }
        }
    }

    /// The items from the least on.
    pub(super) fn iter(&self) -> impl Iterator<Item = &E> {
        Items {
            leaf: [].iter(),
            branches: Vec::new(),
            root: Some(&self.root),
        }
    }
}

/// The place in each of the nodes above a leaf, and in the leaf.
struct Items<'n, E> {
    leaf: std::slice::Iter<'n, E>,
    branches: Vec<std::slice::Iter<'n, Child<E>>>,
    root: Option<&'n Node<E>>,
}

impl<'n, E> Iterator for Items<'n, E> {
    type Item = &'n E;

    fn next(&mut self) -> Option<&'n E> {
        loop {
            if let Some(item) = self.leaf.next() {
                return Some(item);
            }
            let node = match self.root.take() {
                Some(root) => root,
                None => match self.branches.last_mut()?.next() {
                    Some(child) => &child.node,
                    None => {
                        self.branches.pop();
                        continue;
                    }
                },
            };
            match node {
                Node::Leaf(items) => self.leaf = items.iter(),
                Node::Branch(children) => self.branches.push(children.iter()),
            }
        }
    }
}

/// The child that has `item`, if one has it.
fn position_of_child<E: Ord>(children: &[Child<E>], item: &E) -> usize {
    let after_first = children.get(1..).unwrap_or_default();
    after_first.partition_point(|child| child.separator <= *item)
}

impl<E: Ord + Clone> Node<E> {
    /// Whether the item is new, and the node to put after this one, if it is too large now.
    fn insert(&mut self, item: E) -> (bool, Option<Child<E>>) {
        match self {
            Self::Leaf(items) => {
                let Err(position) = items.binary_search(&item) else {
                    return (false, None);
                };
                items.insert(position, item);
                // Items mostly come in order: a leaf that grows at its end stays full.
                let middle = if position + 1 == items.len() {
                    position
                } else {
                    items.len() / 2
                };
                let is_full = items.len() > MOST_ITEMS;
                let right = is_full.then(|| items.split_off(middle));
                (true, right.and_then(Child::of_leaf))
            }
            Self::Branch(children) => {
                let position = position_of_child(children, &item);
                let Some(child) = children.get_mut(position) else {
                    return (false, None);
                };
                let (is_new, split) = child.node.insert(item);
                child.length += usize::from(is_new);
                let Some(right) = split else {
                    return (is_new, None);
                };
                child.length -= right.length;
                let position = position + 1;
                children.insert(position, right);
                let middle = if position + 1 == children.len() {
                    position
                } else {
                    children.len() / 2
                };
                let is_full = children.len() > MOST_CHILDREN;
                let right = is_full.then(|| children.split_off(middle));
                (is_new, right.and_then(Child::of_branch))
            }
        }
    }

    fn remove(&mut self, item: &E) -> bool {
        match self {
            Self::Leaf(items) => match items.binary_search(item) {
                Ok(position) => {
                    items.remove(position);
                    true
                }
                Err(_) => false,
            },
            Self::Branch(children) => {
                let position = position_of_child(children, item);
                let Some(child) = children.get_mut(position) else {
                    return false;
                };
                let was_there = child.node.remove(item);
                child.length -= usize::from(was_there);
                if was_there {
                    join(children, position);
                }
                was_there
            }
        }
    }
}

/// Removes an empty child, and joins a small leaf with the one before it, so that what is left does not keep the room
/// of what was removed.
fn join<E>(children: &mut Vec<Child<E>>, position: usize) {
    let Some(child) = children.get(position) else {
        return;
    };
    if child.length == 0 {
        children.remove(position);
        return;
    }
    let before = position.checked_sub(1).and_then(|before| children.get(before));
    let is_small = before.is_some_and(|before| before.length + child.length <= MOST_ITEMS / 2);
    if !is_small {
        return;
    }
    let removed = children.remove(position);
    match (children.get_mut(position - 1), removed.node) {
        (
            Some(Child {
                node: Node::Leaf(items),
                length,
                ..
            }),
            Node::Leaf(more),
        ) => {
            *length += removed.length;
            items.extend(more);
        }
        (_, node) => children.insert(position, Child { node, ..removed }),
    }
}

impl<E: Clone> Child<E> {
    fn of_leaf(items: Vec<E>) -> Option<Self> {
        Some(Self {
            separator: items.first()?.clone(),
            length: items.len(),
            node: Node::Leaf(items),
        })
    }

    fn of_branch(children: Vec<Self>) -> Option<Self> {
        Some(Self {
            separator: children.first()?.separator.clone(),
            length: children.iter().map(|child| child.length).sum(),
            node: Node::Branch(children),
        })
    }
}

impl<E: Ord + Clone> PartialEq for OrderedSet<E> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fastrand::Rng;

    use super::{Node, OrderedSet};

    fn depth<E>(node: &Node<E>) -> usize {
        match node {
            Node::Leaf(_) => 1,
            Node::Branch(children) => {
                1 + children
                    .iter()
                    .map(|child| depth(&child.node))
                    .max()
                    .unwrap_or_default()
            }
        }
    }

    fn assert_same(set: &OrderedSet<u32>, expected: &BTreeSet<u32>, rng: &mut Rng) {
        assert_eq!(set.len(), expected.len());
        assert_eq!(set.is_empty(), expected.is_empty());
        assert!(set.iter().eq(expected.iter()));
        assert_eq!(set.get(expected.len()), None);
        for _ in 0..20 {
            let item = rng.u32(..5_000);
            assert_eq!(set.contains(&item), expected.contains(&item));
            assert_eq!(set.rank(&item), expected.range(..item).count());
            let position = rng.usize(..=expected.len());
            assert_eq!(set.get(position), expected.iter().nth(position));
        }
    }

    #[test]
    fn it_is_a_sorted_set_with_positions() {
        for seed in 0..20 {
            let mut rng = Rng::with_seed(seed);
            let (mut set, mut expected) = (OrderedSet::default(), BTreeSet::new());
            for phase in 0..6 {
                for step in 0..2_000 {
                    let item = if phase == 0 { step } else { rng.u32(..5_000) };
                    let removes = rng.u32(..6) < phase;
                    if removes {
                        assert_eq!(set.remove(&item), expected.remove(&item));
                    } else {
                        assert_eq!(set.insert(item), expected.insert(item));
                    }
                }
                assert_same(&set, &expected, &mut rng);
            }
            for item in expected.clone() {
                assert!(set.remove(&item));
                expected.remove(&item);
                if rng.u8(..100) == 0 {
                    assert_same(&set, &expected, &mut rng);
                }
            }
            assert!(set.is_empty() && matches!(set.root, Node::Leaf(_)));
        }
    }

    #[test]
    fn it_stays_flat_in_any_order() {
        let count = 200_000_u32;
        let orders: [fn(u32) -> u32; 3] = [
            |number| number,
            |number| u32::MAX - number,
            |number| number.wrapping_mul(2_654_435_761),
        ];
        for order in orders {
            let mut set = OrderedSet::of(order(0));
            for number in 1..count {
                set.insert(order(number));
            }
            assert_eq!(set.len(), usize::try_from(count).expect("a size"));
            assert!(depth(&set.root) <= 5, "{}", depth(&set.root));
        }
    }
}
